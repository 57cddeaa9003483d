//! Teams: one per unit of the company, as many as its size calls for, and who is in them.

use rand::Rng;

use super::company::unit;
use super::people::{AMARA, JONAS, LEO, OWNER, PRIYA};
use super::{HISTORY_DAYS, days_ago, moments, since};
use crate::simulator::ids::Id;
use crate::simulator::state::member::Member;
use crate::simulator::state::team::{Membership, Team, Visibility};
use crate::simulator::state::{Audit, Organisation};
use crate::simulator::table::Slot;

/// The team of those who run Sigma.
pub const ADMINS: usize = 0;
/// Places of teams that the fixed people are in: units 0, 1 and the first region of the third department.
const FINANCE: usize = 1;
const FPA: usize = 2;
const SALES_EMEA: usize = 3;
const DATA_PLATFORM: usize = 7;

/// How many teams an organisation of this size has: 24 at 400 people, about 2,000 at 50,000.
fn count(members: usize) -> usize {
    (8 + members / 25).max(12)
}

/// The unit behind the n-th team. The first teams are named in other parts of the seed, so their places are fixed.
fn team_unit(n: usize) -> usize {
    const FIRST: [usize; 3] = [0, 1, 28];
    match n {
        0..3 => FIRST[n],
        // The units that are not among the first three.
        3..29 => n - 1,
        _ => n,
    }
}

/// Adds teams and memberships.
pub fn add(organisation: &mut Organisation, rng: &mut impl Rng) {
    let count = count(organisation.members.table.len());
    organisation.teams.insert(Team {
        id: Id::draw(rng),
        name: "Sigma Admins".into(),
        description: Some("Look after Sigma: people, access, connections".into()),
        visibility: Some(Visibility::Private),
        members: Vec::new(),
        audit: Audit::new(Slot::at(AMARA), days_ago(HISTORY_DAYS - 14, rng)),
    });
    for (n, at) in moments(count - 1, (HISTORY_DAYS - 20, 30), false, rng).into_iter().enumerate() {
        let (name, department) = unit(team_unit(n));
        let mut audit = Audit::new(Slot::at(AMARA), at);
        if rng.random_bool(0.4) {
            audit.touch(Slot::at(OWNER), since(at, rng));
        }
        let description = rng.random_bool(0.85).then(|| department.purpose.into());
        let is_public = !department.is_sensitive && rng.random_bool(0.45);
        // A few teams are old enough to have no visibility at all.
        let visibility = match (is_public, rng.random_bool(0.04)) {
            (true, _) => Some(Visibility::Public),
            (false, true) => None,
            (false, false) => Some(Visibility::Private),
        };
        let members = Vec::new();
        organisation.teams.insert(Team {
            id: Id::draw(rng),
            name: name.into(),
            description,
            visibility,
            members,
            audit,
        });
    }
    memberships(organisation, count, rng);
}

fn memberships(organisation: &mut Organisation, count: usize, rng: &mut impl Rng) {
    let join = |organisation: &mut Organisation, team: usize, member: usize, is_team_admin: bool| {
        let membership = Membership { member: Slot::at(member), is_team_admin, added_by: Slot::at(AMARA) };
        organisation.join(Slot::at(team), membership);
    };
    join(organisation, ADMINS, OWNER, false);
    join(organisation, ADMINS, AMARA, true);
    join(organisation, FINANCE, JONAS, true);
    join(organisation, FPA, JONAS, true);
    join(organisation, DATA_PLATFORM, PRIYA, false);
    join(organisation, FPA, PRIYA, false);
    join(organisation, SALES_EMEA, LEO, false);
    for place in LEO + 1..organisation.members.table.len() {
        let slot: Slot<Member> = Slot::at(place);
        if organisation.is_admin(slot) && rng.random_bool(0.5) {
            join(organisation, ADMINS, place, rng.random_bool(0.2));
        }
        // The lower of two draws: the older teams are the larger ones.
        let home = rng.random_range(1..count).min(rng.random_range(1..count));
        join(organisation, home, place, rng.random_bool(0.04));
        for _ in 0..[0, 0, 0, 1, 1, 2, 3][rng.random_range(0..7)] {
            join(organisation, rng.random_range(1..count), place, rng.random_bool(0.01));
        }
    }
}
