//! Whether two pictures of the organization agree about people and what they may do.

use super::{
    Snapshot,
    given_roles::GivenRoles,
    payload::{AccountTypes, CacheSlot, Cached, Connections, Members, Teams, Workspaces},
};
use std::sync::{Arc, Weak};

/// Which state of people, their roles and their access a snapshot shows. Two snapshots of one version differ in nothing but
/// documents, user attributes and what is asked by turns. What is worked out for a version holds as long as it does; a
/// version keeps nothing of the snapshot.
#[derive(Clone, Default)]
pub struct AccessVersion {
    members: Weak<Cached<Members>>,
    teams: Weak<Cached<Teams>>,
    workspaces: Weak<Cached<Workspaces>>,
    connections: Weak<Cached<Connections>>,
    account_types: Weak<Cached<AccountTypes>>,
    given_roles: Weak<GivenRoles>,
}

impl PartialEq for AccessVersion {
    fn eq(&self, other: &Self) -> bool {
        let Self { members, teams, workspaces, connections, account_types, given_roles } = other;
        self.members.ptr_eq(members)
            && self.teams.ptr_eq(teams)
            && self.workspaces.ptr_eq(workspaces)
            && self.connections.ptr_eq(connections)
            && self.account_types.ptr_eq(account_types)
            && self.given_roles.ptr_eq(given_roles)
    }
}

impl Snapshot {
    /// Which state of people and their access this is.
    pub fn access_version(&self) -> AccessVersion {
        let sections = self.sections();
        AccessVersion {
            members: held(&sections.members),
            teams: held(&sections.teams),
            workspaces: held(&sections.workspaces),
            connections: held(&sections.connections),
            account_types: held(&sections.account_types),
            given_roles: Arc::downgrade(&self.given_roles),
        }
    }
}

fn held<T>(slot: &CacheSlot<T>) -> Weak<Cached<T>> {
    slot.held.as_ref().map(Arc::downgrade).unwrap_or_default()
}
