//! Roles that admins give to members inside the portal, beside those that follow from Sigma and the configuration.

use super::{Actor, Capability, ConnectionId, MemberId, Role, Subject, TeamId, WorkspaceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a team manager is given to manage. Written `kind:id`, as [`Subject::key`] writes the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Managed {
    Team(TeamId),
    Workspace(WorkspaceId),
    Connection(ConnectionId),
}

impl Managed {
    /// Reads the written form back.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once(':')? {
            (_, "") => None,
            ("team", id) => Some(Self::Team(id.into())),
            ("workspace", id) => Some(Self::Workspace(id.into())),
            ("connection", id) => Some(Self::Connection(id.into())),
            (_, _) => None,
        }
    }
}

impl From<&Managed> for Subject {
    fn from(managed: &Managed) -> Self {
        match managed {
            Managed::Team(id) => Self::Team(id.clone()),
            Managed::Workspace(id) => Self::Workspace(id.clone()),
            Managed::Connection(id) => Self::Connection(id.clone()),
        }
    }
}

/// A role that can be given inside the portal. Written `admin`, `auditor`, or as what is managed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "role", content = "of", rename_all = "snake_case")]
pub enum AssignedRole {
    Admin,
    Auditor,
    /// Team manager of one thing; of several by several assignments.
    Manager(Managed),
}

impl AssignedRole {
    /// Reads the written form back.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "admin" => Some(Self::Admin),
            "auditor" => Some(Self::Auditor),
            key => Managed::from_key(key).map(Self::Manager),
        }
    }

    /// The role that it makes.
    pub fn role(&self) -> Role {
        match self {
            Self::Admin => Role::Admin,
            Self::Auditor => Role::Auditor,
            Self::Manager(_) => Role::TeamManager,
        }
    }

    /// Whether somebody in this role may give it and take it away: nobody hands on more than they have themselves.
    pub fn may_be_given_by(&self, giver: Role) -> bool {
        let has_as_much = Capability::ALL.into_iter().all(|one| giver.can(one) || !self.role().can(one));
        giver.can(Capability::ManageRoles) && has_as_much
    }
}

/// The written form.
impl fmt::Display for AssignedRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Admin => f.write_str("admin"),
            Self::Auditor => f.write_str("auditor"),
            Self::Manager(managed) => f.write_str(&Subject::from(managed).key()),
        }
    }
}

/// That a member has been given a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleAssignment {
    /// Whose it is, by Sigma's id: an address may become another's.
    pub member: MemberId,
    pub role: AssignedRole,
    /// Who has given it, in the role that they had then.
    pub given_by: Actor,
    pub given_at: Timestamp,
    /// Why it was given, in the giver's words.
    pub reason: String,
    /// Whether it is as the portal wrote it. One that is not gives nothing until an admin gives it anew.
    pub counts: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_reads_back_from_its_written_form() {
        let all = [
            AssignedRole::Admin,
            AssignedRole::Auditor,
            AssignedRole::Manager(Managed::Team("t:1".into())),
            AssignedRole::Manager(Managed::Workspace("w".into())),
            AssignedRole::Manager(Managed::Connection("c".into())),
        ];
        for role in all {
            assert_eq!(AssignedRole::from_key(&role.to_string()), Some(role));
        }
        for text in ["", "Admin", "member", "team:", "team", "workbook:1", "visitor"] {
            assert_eq!(AssignedRole::from_key(text), None, "{text}");
        }
    }

    #[test]
    fn nobody_gives_more_than_they_have() {
        let given = [AssignedRole::Admin, AssignedRole::Auditor, AssignedRole::Manager(Managed::Team("t".into()))];
        for giver in Role::ALL {
            for role in &given {
                assert_eq!(role.may_be_given_by(giver), giver == Role::Admin, "{giver:?} gives {role:?}");
            }
        }
    }
}
