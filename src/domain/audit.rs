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
    #[serde(default, skip_serializing_if = "AuditDetails::is_empty")]
    pub details: AuditDetails,
}

/// What more there is to say about an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditDetails {
    /// Why it was done, in the words of who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it altered; the first [`AuditDetails::MOST`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub altered: Vec<Alteration>,
}

/// A value that was altered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alteration {
    /// Which value: a field's name, or whose access or attribute, as `kind:id`.
    pub what: String,
    /// What it was; empty where there was none, or it is not known.
    pub before: Option<String>,
    /// What it is; empty where it was taken away.
    pub after: Option<String>,
}

impl AuditDetails {
    /// Alterations that one event lists: a step is about one thing, or about people who all get the same.
    pub const MOST: usize = 50;

    /// With these alterations, as far as there is room.
    pub fn of(altered: impl IntoIterator<Item = Alteration>) -> Self {
        Self { reason: None, altered: altered.into_iter().take(Self::MOST).collect() }
    }

    /// With this reason, unless it is empty.
    #[must_use]
    pub fn because(self, reason: &str) -> Self {
        Self { reason: Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty()), ..self }
    }

    /// Whether there is nothing more to say.
    pub fn is_empty(&self) -> bool {
        self.reason.is_none() && self.altered.is_empty()
    }
}

impl Alteration {
    /// A value that was this and is that.
    pub fn new(what: impl Into<String>, before: Option<String>, after: Option<String>) -> Self {
        Self { what: what.into(), before, after }
    }
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
