//! What somebody wants: the input of planning. Kept with the change, so that a plan can be made anew.

use super::{
    ConnectionId, ConnectionPermission, EmailAddress, Grantee, MemberId, MemberPatch, Permission, ResourceRef, TeamId,
    UserKind, WorkspaceId, WorkspacePermission,
};
use serde::{Deserialize, Serialize};

/// A person to invite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPerson {
    /// Where the invitation goes.
    pub email: EmailAddress,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Account type by name; `None` takes the organisation's default for invitations.
    pub account_type: Option<String>,
    /// Internal or guest.
    pub user_kind: UserKind,
    /// Whether Sigma mails an invitation.
    pub send_invite: bool,
}

/// A team to join while being invited, the one moment at which Sigma lets a team admin be named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamChoice {
    /// The team.
    pub team_id: TeamId,
    /// Whether to join as team admin.
    pub is_team_admin: bool,
}

/// What somebody wants. Input of planning; kept with the change, so that a plan can be made anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Intent {
    /// Invite one person with all they need.
    OnboardPerson {
        /// Who.
        person: NewPerson,
        /// Teams to join.
        teams: Vec<TeamChoice>,
        /// Workspaces to open to them, directly.
        workspaces: Vec<(WorkspaceId, WorkspacePermission)>,
        /// Connections to open to them, directly.
        connections: Vec<(ConnectionId, ConnectionPermission)>,
    },
    /// Change fields of a member.
    EditMember {
        /// Whose.
        member_id: MemberId,
        /// New values.
        patch: MemberPatch,
    },
    /// Add people to a team and remove people from it.
    EditTeamMembers {
        /// Which team.
        team_id: TeamId,
        /// Who joins.
        add: Vec<MemberId>,
        /// Who leaves.
        remove: Vec<MemberId>,
    },
    /// Give access, or set it to another level.
    Grant {
        /// On what.
        resource: ResourceRef,
        /// To whom.
        grantee: Grantee,
        /// How much.
        permission: Permission,
    },
    /// Take access away.
    Revoke {
        /// On what.
        resource: ResourceRef,
        /// From whom.
        grantee: Grantee,
    },
}

/// What kind of change it is, for lists and filters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// [`Intent::OnboardPerson`].
    OnboardPerson,
    /// [`Intent::EditMember`].
    EditMember,
    /// [`Intent::EditTeamMembers`].
    EditTeamMembers,
    /// [`Intent::Grant`].
    Grant,
    /// [`Intent::Revoke`].
    Revoke,
}

impl Intent {
    /// Which kind it is.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::OnboardPerson { .. } => ChangeKind::OnboardPerson,
            Self::EditMember { .. } => ChangeKind::EditMember,
            Self::EditTeamMembers { .. } => ChangeKind::EditTeamMembers,
            Self::Grant { .. } => ChangeKind::Grant,
            Self::Revoke { .. } => ChangeKind::Revoke,
        }
    }
}
