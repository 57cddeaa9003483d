//! People to invite, with all they need.

use super::{
    AccessPackage, ConnectionId, ConnectionPermission, EmailAddress, GivenPackage, ResourceRef, TeamId,
    UserAttributeId, UserKind, WorkspaceId, WorkspacePermission,
};
use serde::{Deserialize, Serialize};

/// A person to invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPerson {
    /// Where the invitation goes.
    pub email: EmailAddress,
    pub first_name: String,
    pub last_name: String,
    /// Account type by name; `None` takes the organisation's default for invitations.
    pub account_type: Option<String>,
    /// Internal or guest.
    pub user_kind: UserKind,
    /// Whether Sigma mails an invitation.
    pub send_invite: bool,
}

impl NewPerson {
    /// First and last name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

/// A team to join while being invited, the one moment at which Sigma lets a team admin be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamChoice {
    pub team_id: TeamId,
    /// Whether to join as team admin.
    pub is_team_admin: bool,
}

/// A person to invite, with all they need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitee {
    pub person: NewPerson,
    /// Teams to join.
    #[serde(default)]
    pub teams: Vec<TeamChoice>,
    /// Workspaces to open to them, directly.
    #[serde(default)]
    pub workspaces: Vec<(WorkspaceId, WorkspacePermission)>,
    /// Connections to open to them, directly.
    #[serde(default)]
    pub connections: Vec<(ConnectionId, ConnectionPermission)>,
    /// Values of user attributes to give them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<(UserAttributeId, String)>,
    /// The access package that this is, with what was altered of it: they hold it from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<GivenPackage>,
}

impl Invitee {
    /// A person with nothing yet.
    pub fn of(person: NewPerson) -> Self {
        Self {
            person,
            teams: Vec::new(),
            workspaces: Vec::new(),
            connections: Vec::new(),
            attributes: Vec::new(),
            package: None,
        }
    }

    /// Adds what a package gives, which they hold from then on. What they have at a higher level, and an account type or a
    /// value that they have, stays.
    pub fn take(&mut self, package: &AccessPackage) {
        let contents = &package.contents;
        if self.person.account_type.is_none() {
            self.person.account_type.clone_from(&contents.account_type);
        }
        for choice in &contents.teams {
            match self.teams.iter_mut().find(|known| known.team_id == choice.team_id) {
                Some(known) => known.is_team_admin |= choice.is_team_admin,
                None => self.teams.push(choice.clone()),
            }
        }
        for (resource, level) in &contents.access {
            match resource {
                ResourceRef::Workspace(id) => raise(&mut self.workspaces, id, level.workspace()),
                ResourceRef::Connection(id) => raise(&mut self.connections, id, level.connection()),
            }
        }
        for (id, value) in &contents.attributes {
            if !self.attributes.iter().any(|(known, _)| known == id) {
                self.attributes.push((id.clone(), value.clone()));
            }
        }
        self.package = Some(package.into());
    }
}

/// The higher of what is there and this.
fn raise<Id: Clone + PartialEq, L: Ord>(held: &mut Vec<(Id, L)>, id: &Id, level: Option<L>) {
    let Some(level) = level else { return };
    match held.iter_mut().find(|(known, _)| known == id) {
        Some((_, known)) if *known < level => *known = level,
        Some(_) => {}
        None => held.push((id.clone(), level)),
    }
}
