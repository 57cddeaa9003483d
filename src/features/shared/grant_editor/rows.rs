//! Rows of teams, people or resources with a level each, as the forms that edit them post them.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantRow {
    /// Kind and id: `team:ID`, as [`Subject::key`](crate::domain::Subject::key) prints it.
    pub id: String,
    /// Slug of the level.
    pub level: String,
}

impl GrantRow {
    /// The id without its kind.
    pub fn id(&self) -> &str {
        self.id.split_once(':').map_or("", |(_, id)| id)
    }
}

/// The rows of one editor, with what its buttons ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GrantRows {
    pub rows: Vec<GrantRow>,
    /// The row to be added: the name that was typed, and its level.
    pub new: GrantRow,
    /// Key of the suggestion that was taken; empty if none was.
    pub pick: String,
    /// Key of the row to be removed; empty if none is.
    pub remove: String,
}

impl GrantRows {
    /// Rows without a button pressed.
    pub fn of(rows: Vec<GrantRow>) -> Self {
        Self { rows, ..Self::default() }
    }
}
