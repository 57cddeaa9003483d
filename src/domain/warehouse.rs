//! What a connection reaches: whether it works, and what a path in the warehouse is.

use super::{ConnectionId, InodeId, text::isolated};
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

/// A database, schema or table as Sigma lists it for its connection (openapi.yaml, `ConnectionPath`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ListedPath {
    pub connection_id: ConnectionId,
    /// Database, schema and table, as far as it goes down.
    pub path: Vec<String>,
}

/// A database, schema or table that access can be granted on by itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConnectionPath {
    pub connection_id: ConnectionId,
    /// The id that grants on it take.
    pub inode_id: InodeId,
    /// Database, schema and table, as far as it goes down.
    pub parts: Vec<String>,
}

impl ConnectionPath {
    /// The path in a sentence: “LUMEN.SALES”.
    pub fn name(&self) -> String {
        isolated(&self.parts.join(".")).into_owned()
    }
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
