//! Who was given what: by team as a rule, directly here and there, and a few times too much and then forgotten.

use rand::Rng;

use super::company::unit;
use super::connections::{AUDIT_LOG, PEOPLE, SAMPLE};
use super::people::{AMARA, JONAS, LEO, OWNER, PRIYA};
use super::places::{BOARD, FINANCE, unit_of};
use super::teams::ADMINS;
use super::{HISTORY_DAYS, days_ago};
use crate::simulator::ids::Id;
use crate::simulator::state::grant::{Grant, Grantee, Inode, Kind, Permission};
use crate::simulator::state::member::{Member, UserKind};
use crate::simulator::state::{Audit, Organisation};
use crate::simulator::table::Slot;

const WORKSPACE: [Permission; 4] = [Permission::View, Permission::Explore, Permission::Organize, Permission::Edit];

/// Adds the grants.
pub fn add(organisation: &mut Organisation, rng: &mut impl Rng) {
    let workspaces: Vec<Id> = organisation.workspaces.iter().map(|(_, workspace)| workspace.id).collect();
    for (place, id) in workspaces.into_iter().enumerate() {
        let inode = Inode { id, kind: Kind::Workspace };
        workspace(organisation, place, inode, rng);
    }
    let connections: Vec<Id> = organisation.connections.iter().map(|(_, connection)| connection.id).collect();
    for (place, id) in connections.into_iter().enumerate() {
        connection(organisation, place, Inode { id, kind: Kind::Connection }, rng);
    }
}

fn member(place: usize) -> Grantee {
    Grantee::Member(Slot::at(place))
}

fn team(place: usize) -> Grantee {
    Grantee::Team(Slot::at(place))
}

/// Gives a permission unless the holder has one on the object.
pub fn give(
    organisation: &mut Organisation,
    inode: Inode,
    grantee: Grantee,
    permission: Permission,
    rng: &mut impl Rng,
) {
    if organisation.grants.on(inode.id).any(|(_, grant)| grant.grantee == grantee) {
        return;
    }
    let by = Slot::at(if rng.random_bool(0.8) { AMARA } else { OWNER });
    let at = days_ago(rng.random_range(1..HISTORY_DAYS - 40), rng);
    organisation.grants.insert(Grant { id: Id::draw(rng), inode, grantee, permission, audit: Audit::new(by, at) });
}

fn workspace(organisation: &mut Organisation, place: usize, inode: Inode, rng: &mut impl Rng) {
    give(organisation, inode, team(ADMINS), Permission::Edit, rng);
    if place == BOARD {
        give(organisation, inode, member(AMARA), Permission::Edit, rng);
        give(organisation, inode, member(JONAS), Permission::Explore, rng);
        return;
    }
    let teams = organisation.teams.len();
    if let Some(home) = unit_of(place).and_then(|home| team_of(organisation, home)) {
        let permission = if rng.random_bool(0.4) { Permission::Edit } else { Permission::Organize };
        give(organisation, inode, team(home), permission, rng);
    }
    for _ in 0..rng.random_range(1..5) {
        let permission = WORKSPACE[[0, 0, 0, 1, 1, 2][rng.random_range(0..6)]];
        give(organisation, inode, team(rng.random_range(1..teams)), permission, rng);
    }
    // Direct grants, many of them to people who have access through a team as well.
    let people = organisation.members.table.len();
    for _ in 0..rng.random_range(1..6) {
        let permission = WORKSPACE[[0, 0, 1, 1, 2, 3][rng.random_range(0..6)]];
        give(organisation, inode, member(rng.random_range(0..people)), permission, rng);
    }
    match place {
        0 => {
            give(organisation, inode, member(LEO), Permission::View, rng);
            give(organisation, inode, member(PRIYA), Permission::Explore, rng);
        }
        FINANCE => {
            give(organisation, inode, member(JONAS), Permission::Edit, rng);
            forgotten(organisation, inode, rng);
        }
        _ if rng.random_bool(0.05) => forgotten(organisation, inode, rng),
        _ => {}
    }
}

/// The team of the same unit as a workspace.
fn team_of(organisation: &Organisation, home: usize) -> Option<usize> {
    let (name, _) = unit(home);
    organisation.teams.iter().find(|(_, team)| *team.name == *name).map(|(slot, _)| slot.place())
}

/// An outsider with full control, given for a project that is over.
fn forgotten(organisation: &mut Organisation, inode: Inode, rng: &mut impl Rng) {
    let people = organisation.members.table.len();
    let start = rng.random_range(0..people);
    let is_outsider = |member: &Member| member.kind == UserKind::Guest && member.is_active();
    let outsider = (0..people)
        .map(|step| Slot::at((start + step) % people))
        .find(|slot| organisation.members.table.get(*slot).is_some_and(is_outsider));
    if let Some(slot) = outsider {
        give(organisation, inode, Grantee::Member(slot), Permission::Edit, rng);
    }
}

fn connection(organisation: &mut Organisation, place: usize, inode: Inode, rng: &mut impl Rng) {
    give(organisation, inode, team(ADMINS), Permission::Annotate, rng);
    if place == AUDIT_LOG {
        return;
    }
    let teams = organisation.teams.len();
    let shares = match place {
        SAMPLE => teams.min(12),
        PEOPLE => 1,
        _ => rng.random_range(2..6),
    };
    for _ in 0..shares {
        let permission = if rng.random_bool(0.75) { Permission::Usage } else { Permission::Annotate };
        give(organisation, inode, team(rng.random_range(1..teams)), permission, rng);
    }
    give(organisation, inode, member(PRIYA), Permission::Usage, rng);
    for _ in 0..rng.random_range(0..3) {
        let somebody = rng.random_range(0..organisation.members.table.len());
        give(organisation, inode, member(somebody), Permission::Usage, rng);
    }
}
