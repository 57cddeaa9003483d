//! A team: a named group of members that can be granted access.

use super::{Extra, MemberId, TeamId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A team as Sigma's list describes it (openapi.yaml, `Team`); its members come from a call of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Team {
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

impl Team {
    /// What a field of the edit form holds, by the form's name for it; `None` for a field that is none of a team's.
    pub fn value(&self, field: &str) -> Option<String> {
        match field {
            "name" => Some(self.name.clone()),
            "description" => Some(self.description.clone().unwrap_or_default()),
            "visibility" => Some(self.visibility().slug().to_owned()),
            _ => None,
        }
    }

    /// Who can see the team; private where Sigma does not say (BEHAVIOUR.md section 8).
    pub fn visibility(&self) -> &TeamVisibility {
        self.visibility.as_ref().unwrap_or(&TeamVisibility::Private)
    }
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

impl TeamVisibility {
    /// Those that can be chosen, the usual one first.
    pub const ALL: [Self; 2] = [Self::Private, Self::Public];

    /// The word for URLs and forms, which is Sigma's.
    pub fn slug(&self) -> &str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::Other(word) => word,
        }
    }

    /// The word for people.
    pub fn label(&self) -> &str {
        match self {
            Self::Public => "Public",
            Self::Private => "Private",
            Self::Other(word) => word,
        }
    }

    /// Who sees such a team, in a sentence.
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::Public => "Every internal member sees the team and who is in it.",
            Self::Private => "Only its members and its team admins see it.",
            Self::Other(_) => "A kind of visibility this version does not know.",
        }
    }

    /// Reads [`Self::slug`] back; only what can be chosen.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|v| v.slug() == slug)
    }
}

/// A member's place in a team (openapi.yaml, `TeamMember`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamMember {
    #[serde(rename = "userId")]
    pub member_id: MemberId,
    /// Whether they may manage the team. Settable only while inviting (BEHAVIOUR.md section 8).
    #[serde(default)]
    pub is_team_admin: bool,
}
