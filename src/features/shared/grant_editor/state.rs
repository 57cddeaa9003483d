//! An editor as it is shown, on the page and in the browser.

use serde::{Deserialize, Serialize};

/// An editor as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditorState {
    pub rows: Vec<ShownRow>,
    /// The name that was typed and is no row; empty once it is one.
    pub typed: String,
    /// Slug of the level of the row to be added.
    pub level: String,
    /// What is unclear about the typed name, in a sentence; empty where nothing is.
    pub question: String,
    /// What the typed name may stand for, the best first.
    pub choices: Vec<Choice>,
    /// How many more there are than `choices`, in words; empty where there are none.
    pub more: String,
}

/// A row as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownRow {
    pub what: Choice,
    /// Slug of its level.
    pub level: String,
    /// What to know about it; empty where there is nothing.
    pub note: String,
    /// Slug of the level held already, an empty text for none; not there where nobody is asked about it.
    pub held: Option<String>,
}

/// Somebody or something that can be a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What stands for it in the form: `team:ID`.
    pub key: String,
    pub name: String,
    /// A word or two about it.
    pub detail: String,
    /// Its icon: what goes into the `svg`.
    pub icon: String,
}

/// A level to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// What the form posts.
    pub slug: String,
    /// What people read: “Can view”.
    pub label: String,
}
