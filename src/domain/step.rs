//! One step of a plan and what became of it.

use super::{Call, Subject};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One step of a plan and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Place in the plan, from 0.
    pub index: u32,
    /// What it does, in words.
    pub title: String,
    pub call: Call,
    /// Steps that must be done before. A batch of grants waits for all of them, and goes on without those that failed.
    pub needs: Vec<u32>,
    /// What must be true for it, in words; checked when it runs.
    pub precondition: Option<String>,
    /// How it is undone, in words; `None` where it can’t be.
    pub undo: Option<String>,
    /// The calls that undo it, as far as calls can. Their references are to steps of this same plan.
    pub inverse: Vec<Call>,
    /// The step of another change that this one undoes.
    pub undoes: Option<u32>,
    /// What became of it.
    pub state: StepState,
    /// What went wrong, while failed or unknown; else what there is to know of how it ended.
    pub error: Option<StepError>,
    /// What it created.
    pub created: Option<Subject>,
    /// Sigma's request id of the call that did it.
    pub request_id: Option<String>,
    /// Times the call was sent.
    pub attempts: u32,
    /// When it was first sent.
    pub started_at: Option<Timestamp>,
    /// When it was last sent, by Sigma's clock and not by this machine's: what Sigma made before is nobody's answer.
    pub sent_at: Option<Timestamp>,
    /// Whom the step left alone, because somebody else had made it so: undoing leaves them alone too.
    pub spared: Vec<Subject>,
    /// When it was last settled.
    pub ended_at: Option<Timestamp>,
}

impl Step {
    /// A step that has not begun.
    pub fn new(index: u32, title: impl Into<String>, call: Call) -> Self {
        Self {
            index,
            title: title.into(),
            call,
            needs: Vec::new(),
            precondition: None,
            undo: None,
            inverse: Vec::new(),
            undoes: None,
            state: StepState::Planned,
            error: None,
            created: None,
            request_id: None,
            attempts: 0,
            started_at: None,
            sent_at: None,
            spared: Vec::new(),
            ended_at: None,
        }
    }

    /// Whether an earlier try may have done something: it was sent, and Sigma has not refused it whole. What is found
    /// done otherwise is somebody else's work.
    pub fn may_have_arrived(&self) -> bool {
        let is_refusal = |error: &StepError| error.status.is_some_and(|status| (400..500).contains(&status));
        let was_refused = self.state == StepState::Planned && self.error.as_ref().is_some_and(is_refusal);
        self.attempts > 0 && !was_refused
    }
}

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not sent yet.
    Planned,
    /// Written down as about to be sent; the answer is not recorded.
    Running,
    /// Sigma did it.
    Done,
    /// Sigma refused it, or it never reached Sigma.
    Failed,
    /// It may or may not have happened: the answer was lost. Sigma's state is read before it is sent again.
    Unknown,
    /// Not needed: Sigma already was as the step wants it.
    Skipped,
    /// Never sent: somebody cancelled the change before.
    Cancelled,
    /// Done, and undone since by another change.
    Undone,
}

impl StepState {
    /// All, in the order of a step's life.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Running,
        Self::Done,
        Self::Skipped,
        Self::Failed,
        Self::Unknown,
        Self::Cancelled,
        Self::Undone,
    ];

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Planned => "Planned",
            Self::Running => "Running",
            Self::Done => "Done",
            Self::Failed => "Failed",
            Self::Unknown => "Unknown",
            Self::Skipped => "Already so",
            Self::Cancelled => "Cancelled",
            Self::Undone => "Undone",
        }
    }

    /// Sigma is, or was once, as the step wants it.
    pub fn is_met(self) -> bool {
        matches!(self, Self::Done | Self::Skipped | Self::Undone)
    }
}

/// Why a step did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepError {
    /// A sentence for the admin.
    pub message: String,
    /// HTTP status, when Sigma answered.
    pub status: Option<u16>,
    /// The `code` of Sigma's error body.
    pub code: Option<String>,
    /// Sigma's request id, to quote to its support.
    pub request_id: Option<String>,
}

impl StepError {
    /// A refusal of the portal's own.
    pub fn own(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: None, code: None, request_id: None }
    }
}
