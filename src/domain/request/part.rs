//! The single things that a request gives.

use super::Held;
use crate::domain::{
    AccessCall, AttributeCall, Call, MemberCall, MemberId, Permission, ResourceRef, Subject, TeamCall, TeamId,
    UserAttributeId,
};
use serde::{Deserialize, Serialize};

/// One thing that a person is given, and that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "what", rename_all = "snake_case")]
pub enum Part {
    /// To be in a team.
    Team {
        team_id: TeamId,
        /// Whether as a team admin, which Sigma lets be said at an invitation only.
        #[serde(default)]
        is_team_admin: bool,
    },
    /// Direct access at a level.
    Access(ResourceRef, Permission),
    /// The account type, by its name in lower case.
    AccountType(String),
    /// A value of a user attribute.
    Attribute(UserAttributeId, String),
}

/// What a part is about, without how much of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About<'p> {
    Team(&'p TeamId),
    Access(&'p ResourceRef),
    AccountType,
    Attribute(&'p UserAttributeId),
}

impl Part {
    /// Plain membership of a team.
    pub fn member(team: &TeamId) -> Self {
        Self::Team { team_id: team.clone(), is_team_admin: false }
    }

    /// What it is about: two parts about the same add up.
    pub fn about(&self) -> About<'_> {
        match self {
            Self::Team { team_id, .. } => About::Team(team_id),
            Self::Access(resource, _) => About::Access(resource),
            Self::AccountType(_) => About::AccountType,
            Self::Attribute(id, _) => About::Attribute(id),
        }
    }

    /// What says in Sigma how much of it somebody has.
    pub fn subject_for(&self, member: &MemberId) -> Subject {
        match self {
            Self::Team { team_id, .. } => Subject::Team(team_id.clone()),
            Self::Access(resource, _) => resource.into(),
            Self::AccountType(_) => Subject::Member(member.clone()),
            Self::Attribute(id, _) => Subject::UserAttribute(id.clone()),
        }
    }

    /// Whether a call gives it.
    pub fn is_given_by(&self, call: &Call) -> bool {
        match (self, call) {
            (Self::Team { team_id, .. }, Call::Team(TeamCall::UpdateMembers { team_id: team, add, .. })) => {
                team == team_id && !add.is_empty()
            }
            (Self::Access(on, _), Call::Access(AccessCall::Grant { resource, .. })) => resource == on,
            (Self::AccountType(_), Call::Member(MemberCall::Update { patch, .. })) => patch.account_type.is_some(),
            (Self::Attribute(id, _), Call::Attribute(AttributeCall::Set { attribute_id, .. })) => attribute_id == id,
            (Self::Team { .. } | Self::Access(..) | Self::AccountType(_) | Self::Attribute(..), _) => false,
        }
    }
}

/// A part that a request has given, or is about to give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Given {
    pub part: Part,
    /// What was held of it before the portal gave any; `None` for what is never taken back, as the account type of a new
    /// account.
    pub before: Option<Held>,
}
