//! What a list of people would do to a team, as it travels to the browser.

use serde::{Deserialize, Serialize};

/// Most names of one kind that travel.
pub const NAMED: usize = 20;

/// What a list would do to a team as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersPreview {
    /// Those who join the team.
    pub added: People,
    /// Those who leave it.
    pub removed: People,
    /// Who is on the list, and nothing changes for them.
    pub unchanged: usize,
    /// Lines that mean nobody, or nobody clearly.
    pub unclear: Vec<UnclearLine>,
    /// How many more there are than `unclear`.
    pub more_unclear: usize,
    /// Why nothing can be planned yet, in a sentence; empty where something can.
    pub obstacle: String,
    /// How many members the team has now, and afterwards.
    pub size: (usize, usize),
}

/// People of one kind, of whom some are named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// How many they are.
    pub count: usize,
    /// The first of them: name and address.
    pub first: Vec<(String, String)>,
}

/// A line that is not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnclearLine {
    /// The line as it was typed.
    pub text: String,
    /// Why, in a few words.
    pub why: String,
}

/// The list as the form posts it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedList {
    pub list: String,
}
