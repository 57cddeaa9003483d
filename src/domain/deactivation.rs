//! Deactivating a member, and what becomes of what they leave behind.

use super::MemberId;
use serde::{Deserialize, Serialize};

/// How a member is deactivated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub struct Deactivation {
    /// What becomes of their documents.
    pub documents: LeftDocuments,
    /// Whether their scheduled exports are archived rather than handed over.
    pub archive_scheduled_exports: bool,
}

/// What becomes of the documents of a deactivated member. To hand over and to archive exclude each other
/// (BEHAVIOUR.md section 7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftDocuments {
    /// They become this member's.
    HandTo(MemberId),
    /// They are archived.
    Archive,
}
