//! Numbers about the organisation as a whole, worked out once for each snapshot.

use super::Snapshot;
use crate::domain::{MemberStatus, ResourceRef, UserKind};

/// Numbers about the organisation as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// People who can sign in.
    pub active: usize,
    /// Guests among them.
    pub guests: usize,
    /// Teams with nobody in them.
    pub empty_teams: usize,
    /// Grants on workspaces.
    pub workspace_grants: usize,
    /// Grants on connections.
    pub connection_grants: usize,
    /// How many active people hold each account type, in the order of the types.
    pub seats: Vec<(String, usize)>,
}

impl Figures {
    pub(super) fn of(snapshot: &Snapshot) -> Self {
        let active = || snapshot.people().filter(|m| m.status() == MemberStatus::Active);
        let workspaces = snapshot.workspaces().iter().map(|w| ResourceRef::Workspace(w.id.clone()));
        let connections = snapshot.connections().iter().map(|c| ResourceRef::Connection(c.id.clone()));
        Self {
            active: active().count(),
            guests: active().filter(|m| m.user_kind == UserKind::Guest).count(),
            empty_teams: snapshot.teams().iter().filter(|t| snapshot.team_members(&t.id).is_empty()).count(),
            workspace_grants: workspaces.map(|resource| snapshot.grants(&resource).len()).sum(),
            connection_grants: connections.map(|resource| snapshot.grants(&resource).len()).sum(),
            seats: seats(snapshot),
        }
    }
}

fn seats(snapshot: &Snapshot) -> Vec<(String, usize)> {
    let mut seats: Vec<_> = snapshot.account_types().iter().map(|t| (t.name.clone(), 0)).collect();
    for (name, holders) in snapshot.people.holders(MemberStatus::Active).filter(|(_, holders)| *holders > 0) {
        match seats.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, n)) => *n += holders,
            None => seats.push((name.to_owned(), holders)),
        }
    }
    seats
}
