//! Calls about a team, and who is in it.

use super::{Created, Spared};
use crate::domain::{MemberId, NewTeam, Ref, Subject, TeamId, TeamPatch};
use serde::{Deserialize, Serialize};

/// A call about a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub enum TeamCall {
    /// `POST /v2/teams`.
    #[serde(rename = "create_team")]
    Create { team: NewTeam },
    /// `PATCH /v2/teams/{teamId}`.
    #[serde(rename = "update_team")]
    Update {
        team_id: TeamId,
        patch: TeamPatch,
        /// What the plan saw of the same fields; empty where it was not written down.
        #[serde(default)]
        before: TeamPatch,
    },
    /// `DELETE /v2/teams/{teamId}`.
    #[serde(rename = "delete_team")]
    Delete { team: Ref<TeamId> },
    /// `PATCH /v2/teams/{teamId}/members`.
    #[serde(rename = "update_team_members")]
    UpdateMembers {
        team_id: TeamId,
        add: Vec<MemberId>,
        remove: Vec<MemberId>,
        /// Whether team admins are among those who leave, and the plan leaves another one.
        #[serde(default)]
        keeps_admin: bool,
    },
}

impl TeamCall {
    pub(super) fn subjects(&self) -> Vec<Subject> {
        let (team, member) = (|id: &TeamId| Subject::Team(id.clone()), |id: &MemberId| Subject::Member(id.clone()));
        match self {
            Self::Create { team } => team.members.iter().map(member).collect(),
            Self::Update { team_id, .. } => vec![team(team_id)],
            Self::Delete { team: which } => which.known().map(team).into_iter().collect(),
            Self::UpdateMembers { team_id, add, remove, .. } => {
                std::iter::once(team(team_id)).chain(add.iter().chain(remove).map(member)).collect()
            }
        }
    }

    pub(super) fn resolve(&mut self, created: &Created<'_>) {
        match self {
            Self::Delete { team } => created.team(team),
            Self::Create { .. } | Self::Update { .. } | Self::UpdateMembers { .. } => {}
        }
    }

    pub(super) fn sparing(self, spared: Spared<'_>) -> Option<Self> {
        match self {
            Self::UpdateMembers { team_id, mut add, mut remove, keeps_admin } => {
                add.retain(|id| !spared.has_member(id));
                remove.retain(|id| !spared.has_member(id));
                let is_left = !(add.is_empty() && remove.is_empty());
                is_left.then_some(Self::UpdateMembers { team_id, add, remove, keeps_admin })
            }
            Self::Update { ref patch, .. } => (!patch.is_empty()).then_some(self),
            Self::Create { .. } | Self::Delete { .. } => Some(self),
        }
    }
}
