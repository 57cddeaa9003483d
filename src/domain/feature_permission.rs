//! What an account type lets its holders do.

use serde::{Deserialize, Serialize};

/// A feature permission (openapi.yaml, `AccountTypePermission`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeaturePermission {
    /// Its name, for example `view-worksheet`.
    pub permission: String,
    /// What it allows, in words.
    #[serde(default)]
    pub description: String,
}
