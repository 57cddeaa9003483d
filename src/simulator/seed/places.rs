//! Workspaces: one per larger unit of the company, a few of everybody's, a few that were forgotten.

use rand::Rng;

use super::company::unit;
use super::people::{AMARA, OWNER};
use super::{HISTORY_DAYS, moments, since};
use crate::simulator::ids::Id;
use crate::simulator::state::workspace::Workspace;
use crate::simulator::state::{Audit, Organisation};
use crate::simulator::table::Slot;

/// Workspaces that belong to no unit.
const COMMON: [&str; 4] = ["Company Dashboards", "Executive Board", "Sandbox", "Migration 2023 (old)"];
/// Place of the workspace that only few may see.
pub const BOARD: usize = 1;
/// Place of the workspace of the department Finance.
pub const FINANCE: usize = COMMON.len();

/// How many workspaces an organisation of this size has: 16 at 400 people, about 1,000 at 50,000.
fn count(members: usize) -> usize {
    (8 + members / 50).max(9)
}

/// Adds the workspaces.
pub fn add(organisation: &mut Organisation, rng: &mut impl Rng) {
    let count = count(organisation.members.table.len());
    for (n, at) in moments(count, (HISTORY_DAYS - 20, 40), false, rng).into_iter().enumerate() {
        let name = COMMON.get(n).map_or_else(|| unit(n - COMMON.len()).0, |name| (*name).to_owned());
        let mut audit = Audit::new(Slot::at(if rng.random_bool(0.7) { AMARA } else { OWNER }), at);
        if rng.random_bool(0.5) {
            audit.touch(Slot::at(AMARA), since(at, rng));
        }
        organisation.workspaces.insert(Workspace { id: Id::draw(rng), name: name.into(), audit });
    }
}

/// The unit whose workspace is at a place.
pub fn unit_of(place: usize) -> Option<usize> {
    place.checked_sub(COMMON.len())
}
