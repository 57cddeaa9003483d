//! What a list of people is for.

use serde::{Deserialize, Serialize};

/// What a list of people is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// They join; whoever is in the team stays.
    #[default]
    Add,
    Remove,
    /// They are the team: whoever is not on the list leaves.
    Exact,
}

#[cfg(feature = "ssr")]
impl Mode {
    /// All, the usual one first.
    pub const ALL: [Self; 3] = [Self::Add, Self::Remove, Self::Exact];

    /// The word in forms.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Exact => "exact",
        }
    }

    /// The words for people, and what they mean.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Add => ("Add these people", "Current members stay."),
            Self::Remove => ("Remove these people", "Everyone else stays."),
            Self::Exact => ("Make the team exactly this list", "People who are not on it leave the team."),
        }
    }
}
