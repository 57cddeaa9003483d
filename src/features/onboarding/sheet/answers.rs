//! What the form of a file's page says: corrected cells, rows to skip, another reading.

use crate::features::onboarding::column::Column;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The form, without its buttons.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Corrected cells, by row (`r` and its place) and column.
    pub(super) fix: BTreeMap<String, BTreeMap<Column, String>>,
    /// Rows to skip, by place.
    pub(super) skip: Vec<String>,
    /// Rows that are right as they are shown, by place.
    pub(super) right: Vec<String>,
    /// The encoding to read the file in.
    pub(super) encoding: Option<String>,
    /// What stands between its cells.
    pub(super) separator: Option<String>,
    /// What its columns are used for.
    pub(super) column: Vec<String>,
}
