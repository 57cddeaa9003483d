//! Making and changing teams.

use super::{MemberId, TeamVisibility};
use serde::{Deserialize, Serialize};

/// A team to make (openapi.yaml, `CreateTeamRequest`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewTeam {
    /// Name.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who is in it from the start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MemberId>,
    /// Whether to make a workspace to which the team can contribute.
    #[serde(rename = "createTeamFolder", default)]
    pub with_workspace: bool,
    /// Who can see it; private when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<TeamVisibility>,
}

/// Fields of a team to change; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamPatch {
    /// New name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// New description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who can see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<TeamVisibility>,
}
