//! Making and changing teams.

use super::{Difference, MemberId, Team, TeamVisibility};
use serde::{Deserialize, Serialize};

/// A team to make (openapi.yaml, `CreateTeamRequest`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewTeam {
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who can see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<TeamVisibility>,
}

impl TeamPatch {
    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Only what differs from `team`.
    #[must_use]
    pub fn against(mut self, team: &Team) -> Self {
        self.name.take_if(|v| *v == team.name);
        self.description.take_if(|v| v.as_str() == team.description.as_deref().unwrap_or_default());
        self.visibility.take_if(|v| v == team.visibility());
        self
    }

    /// The patch that puts `team`'s present values back.
    #[must_use]
    pub fn inverse(&self, team: &Team) -> Self {
        Self {
            name: self.name.as_ref().map(|_| team.name.clone()),
            description: self.description.as_ref().map(|_| team.description.clone().unwrap_or_default()),
            visibility: self.visibility.as_ref().map(|_| team.visibility().clone()),
        }
    }

    /// Where `team` has neither the value of this patch nor the one that was seen `before`.
    pub fn conflicts(&self, before: &Self, team: &Team) -> Vec<Difference> {
        let fields = [
            ("name", self.name.as_deref(), before.name.as_deref(), team.name.as_str()),
            (
                "description",
                self.description.as_deref(),
                before.description.as_deref(),
                team.description.as_deref().unwrap_or_default(),
            ),
            (
                "visibility",
                self.visibility.as_ref().map(TeamVisibility::slug),
                before.visibility.as_ref().map(TeamVisibility::slug),
                team.visibility().slug(),
            ),
        ];
        Difference::among(fields)
    }

    /// Whether `team` already has every value of the patch.
    pub fn is_met_by(&self, team: &Team) -> bool {
        self.clone().against(team).is_empty()
    }
}
