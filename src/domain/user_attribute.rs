//! User attributes: named values of members and teams, for row-level security and parameters.

use super::{Extra, MemberId, TeamId, UserAttributeId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A user attribute as Sigma describes it (openapi.yaml, `UserAttribute`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserAttribute {
    #[serde(rename = "userAttributeId")]
    pub id: UserAttributeId,
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: Option<String>,
    /// The value of whoever has none.
    #[serde(default)]
    pub default_value: Option<AttributeValue>,
    /// Who made it.
    pub created_by: String,
    /// Who, or which process of Sigma's, changed it last.
    pub updated_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Fields this version does not know.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A user attribute to make (openapi.yaml, `CreateUserAttributeRequest`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewUserAttribute {
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The value of whoever has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_value: Option<AttributeValue>,
}

/// A value with its type (openapi.yaml, `AttributeValue`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeValue {
    #[serde(rename = "val")]
    pub value: String,
    /// Its type; Sigma knows `string` only.
    #[serde(rename = "type")]
    pub kind: String,
}

impl AttributeValue {
    /// A value of the one type there is.
    pub fn text(value: impl Into<String>) -> Self {
        Self { value: value.into(), kind: "string".to_owned() }
    }
}

/// The value a member has (openapi.yaml, `UserAssignment`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberAttribute {
    #[serde(rename = "userId")]
    pub member_id: MemberId,
    pub value: AttributeValue,
    /// Who gave it.
    pub created_by: String,
    /// Who changed it last.
    pub updated_by: String,
    /// When it was given.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// The value a team has (openapi.yaml, `TeamAssignment`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamAttribute {
    pub team_id: TeamId,
    pub value: AttributeValue,
    /// Rank among the values of a member's teams; whether low or high wins is unknown (BEHAVIOUR.md section 14).
    pub priority: i64,
    /// Who gave it.
    pub created_by: String,
    /// Who changed it last.
    pub updated_by: String,
    /// When it was given.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// One attribute of a team, seen from the team (openapi.yaml, `TeamAttribute`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttributeOfTeam {
    pub user_attribute_id: UserAttributeId,
    pub user_attribute_name: String,
    /// The team's value.
    pub value: AttributeValue,
}
