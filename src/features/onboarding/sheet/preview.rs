//! What corrections of a file come to, as it travels to the browser.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a file comes to with the corrections that are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePreview {
    /// People who are ready.
    pub ready: usize,
    /// Rows that need fixing.
    pub wrong: usize,
    /// What is wrong with the cells that the page shows, by the id of the field; what concerns no cell stands under the
    /// id of its row.
    pub errors: BTreeMap<String, String>,
}
