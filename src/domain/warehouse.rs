//! What a connection reaches: whether it works, and what a path in the warehouse is.

use super::InodeId;
use serde::{Deserialize, Serialize};

/// Whether a connection works for the credentials' owner (openapi.yaml, `ConnectionTest`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionTest {
    pub read: TestResult,
    pub write: TestResult,
}

/// How one test of a connection ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TestResult {
    Success,
    /// It does not.
    Failed,
    /// Writing is switched off.
    Disabled,
    /// A result this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// What a path in a warehouse is (openapi.yaml, `LookupResponse`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WarehousePath {
    /// `scope` for anything above a table, else `table`, `semanticView`, `metricView`, `stored-procedure` or a word
    /// to come.
    pub kind: String,
    /// The id that grants on the path take.
    pub inode_id: InodeId,
    /// Where it opens in Sigma.
    pub url: String,
}
