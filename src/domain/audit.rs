//! The audit log's lines.

use super::{Actor, ChangeId, Subject};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One line of the audit log. Written once, never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// Sorts by time.
    pub id: String,
    pub at: Timestamp,
    pub actor: Actor,
    /// What happened, as a stable dotted word: `change.accepted`, `step.done`, `step.failed`, `session.signed_in` …
    pub action: String,
    /// What happened, in a sentence.
    pub summary: String,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// How it ended.
    pub outcome: Outcome,
    /// The change it belongs to.
    pub change_id: Option<ChangeId>,
    /// Sigma's request id, where a call was made.
    pub sigma_request_id: Option<String>,
}

/// How an audited action ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Succeeded,
    /// Refused or broken.
    Failed,
    /// The answer was lost.
    Unknown,
}

impl Outcome {
    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Succeeded => "Done",
            Self::Failed => "Failed",
            Self::Unknown => "Unknown",
        }
    }
}
