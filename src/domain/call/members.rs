//! Calls about one person's account.

use super::Created;
use crate::domain::{Deactivation, MemberId, MemberPatch, NewPerson, Ref, Subject, TeamChoice, TeamId};
use serde::{Deserialize, Serialize};

/// A call about somebody's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub enum MemberCall {
    /// `POST /v2/members`, with the teams to join.
    #[serde(rename = "invite_member")]
    Invite {
        person: NewPerson,
        /// Teams to join at once.
        teams: Vec<TeamChoice>,
    },
    /// `PATCH /v2/members/{memberId}`.
    #[serde(rename = "update_member")]
    Update {
        member_id: MemberId,
        patch: MemberPatch,
        /// What the plan saw of the same fields; empty where it was not written down.
        #[serde(default)]
        before: MemberPatch,
    },
    /// `PATCH /v2/members/{memberId}` with `isArchived: true`.
    #[serde(rename = "deactivate_member")]
    Deactivate {
        member: Ref<MemberId>,
        /// What becomes of what they leave behind.
        how: Deactivation,
        /// Teams that they administer and that the plan leaves with another active team admin.
        #[serde(default)]
        keeps_admins: Vec<TeamId>,
    },
    /// `PATCH /v2/members/{memberId}` with `isArchived: false`.
    #[serde(rename = "reactivate_member")]
    Reactivate { member_id: MemberId },
    /// `DELETE /v2/members/{memberId}`: deactivates, and gives the documents to the owner of the credentials.
    #[serde(rename = "delete_member")]
    Delete {
        member_id: MemberId,
        /// Teams that they administer and that the plan leaves with another active team admin.
        #[serde(default)]
        keeps_admins: Vec<TeamId>,
    },
    /// `POST /v2/members/{memberId}/revoke`.
    #[serde(rename = "revoke_tokens")]
    RevokeTokens { member_id: MemberId },
}

impl MemberCall {
    pub(super) fn subjects(&self) -> Vec<Subject> {
        match self {
            Self::Invite { person, teams } => {
                let teams = teams.iter().map(|choice| Subject::Team(choice.team_id.clone()));
                std::iter::once(Subject::Address(person.email.clone())).chain(teams).collect()
            }
            Self::Update { member_id, .. }
            | Self::Reactivate { member_id }
            | Self::Delete { member_id, .. }
            | Self::RevokeTokens { member_id } => vec![Subject::Member(member_id.clone())],
            Self::Deactivate { member, .. } => member.known().cloned().map(Subject::Member).into_iter().collect(),
        }
    }

    pub(super) fn resolve(&mut self, created: &Created<'_>) {
        match self {
            Self::Deactivate { member, .. } => created.member(member),
            Self::Invite { .. }
            | Self::Update { .. }
            | Self::Reactivate { .. }
            | Self::Delete { .. }
            | Self::RevokeTokens { .. } => {}
        }
    }

    pub(super) fn sparing(self) -> Option<Self> {
        match &self {
            Self::Update { patch, .. } => (!patch.is_empty()).then_some(self),
            Self::Invite { .. }
            | Self::Deactivate { .. }
            | Self::Reactivate { .. }
            | Self::Delete { .. }
            | Self::RevokeTokens { .. } => Some(self),
        }
    }
}
