//! `/v2/teams` (BEHAVIOUR.md section 8).

mod create;
mod list;
mod members;
mod update;
mod wire;

pub use create::create;
pub use list::{list, list_counted, show};
pub use members::{members, update_members};
pub use update::{remove, update};
pub use wire::wire;

use crate::simulator::call::Call;
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::state::Organisation;
use crate::simulator::state::team::Team;
use crate::simulator::table::Slot;

fn missing() -> Failure {
    Failure::not_found("Team not found")
}

/// The team whose id a caller sent.
pub fn find(organisation: &Organisation, id: &str) -> Result<Slot<Team>, Failure> {
    Id::parse(id).and_then(|id| organisation.teams.find(id)).ok_or_else(missing)
}

/// The team that the path names.
fn in_path<'a>(organisation: &'a Organisation, call: &Call) -> Result<(Slot<Team>, &'a Team), Failure> {
    let slot = find(organisation, call.path("teamId"))?;
    organisation.teams.get(slot).map(|team| (slot, team)).ok_or_else(missing)
}

/// Refuses whoever is neither an Admin nor an admin of the team.
fn require_team_admin(organisation: &Organisation, call: &Call, team: &Team) -> Result<(), Failure> {
    if team.is_administered_by(call.caller) { Ok(()) } else { call.require_admin(organisation) }
}
