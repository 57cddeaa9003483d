//! The single things that a request gives.

use super::Held;
use crate::domain::{Permission, ResourceRef, TeamId, UserAttributeId};
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
