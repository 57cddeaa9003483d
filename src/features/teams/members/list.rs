//! The list as the form posts it.

use serde::{Deserialize, Serialize};

/// The field of the list among those of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedList {
    /// What was typed or pasted, a person a line.
    pub list: String,
}
