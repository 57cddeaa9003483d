//! A team: a named group of members that can be granted access.

use super::{Extra, MemberId, TeamId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A team as Sigma's list describes it (openapi.yaml, `Team`); its members come from a call of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    /// UUID.
    #[serde(rename = "teamId")]
    pub id: TeamId,
    /// Name; whether it is unique Sigma does not say.
    pub name: String,
    /// What the team is for.
    #[serde(default)]
    pub description: Option<String>,
    /// Who can see the team.
    #[serde(default)]
    pub visibility: Option<TeamVisibility>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// True for an archived team.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_archived: bool,
    /// Fields this version does not use, as Sigma sent them.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Who can see a team; guests and embed users never see public ones (BEHAVIOUR.md section 8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TeamVisibility {
    /// Every internal member.
    Public,
    /// Its members and admins only.
    Private,
    /// A value this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// A member's place in a team (openapi.yaml, `TeamMember`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamMember {
    /// The member.
    #[serde(rename = "userId")]
    pub member_id: MemberId,
    /// Whether they may manage the team. Settable only while inviting (BEHAVIOUR.md section 8).
    #[serde(default)]
    pub is_team_admin: bool,
}
