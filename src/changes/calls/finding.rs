//! What a look at Sigma has found.

use super::LookError;
use crate::{
    changes::machine::Outcome,
    domain::{Call, Difference, GrantId, Permission, Step, StepError, Subject},
    sigma,
};
use jiff::Timestamp;

/// What a look at Sigma says about a step.
#[derive(Debug)]
pub enum Reconciled {
    /// Sigma is as the plan saw it: this is to be sent.
    Send(Box<Ready>),
    /// An earlier try of this very step has done it.
    Done {
        /// What it created.
        created: Option<Subject>,
    },
    /// Sigma is as the step wants it, by somebody else's doing: undoing does not touch it.
    Already(String),
    /// Sigma is neither as the plan saw it nor as the step wants it: nothing is to be sent, for this reason.
    Changed(String),
    /// It was sent, is not there and may still happen until this moment of Sigma's clock.
    NotYet(Timestamp),
}

/// What is to be sent: the part of the step's call that is still to be done.
#[derive(Debug)]
pub struct Ready {
    pub call: Call,
    /// The grant that it takes away.
    pub grant: Option<GrantId>,
    /// The grant on a document that is taken away before a lower one is made, and its level.
    pub lowered: Option<(GrantId, Permission)>,
    /// Whom it leaves alone: somebody else has made it so already.
    pub spared: Vec<Subject>,
    /// For whom it cannot be done, and why; a sentence each.
    pub problems: Vec<String>,
}

impl Ready {
    pub fn new(call: Call) -> Self {
        Self { call, grant: None, lowered: None, spared: Vec::new(), problems: Vec::new() }
    }

    /// What became of the step as a whole, when this became of what was sent.
    pub fn completed(&self, outcome: Outcome) -> Outcome {
        match outcome {
            Outcome::Done { request_id, .. } if !self.problems.is_empty() => Outcome::Partly {
                error: StepError {
                    request_id: request_id.clone(),
                    ..StepError::own(format!("Done for the others. {}", self.problems.join(" ")))
                },
                request_id,
            },
            Outcome::Done { .. }
            | Outcome::Met { .. }
            | Outcome::Already(_)
            | Outcome::Partly { .. }
            | Outcome::Failed(_)
            | Outcome::Unknown(_) => outcome,
        }
    }
}

/// What is said of a step that somebody else has made unnecessary.
const ALREADY: &str = "It was so already: someone else has made this change. Undoing leaves it alone.";

impl Reconciled {
    pub fn send(call: &Call) -> Self {
        Self::Send(Box::new(Ready::new(call.clone())))
    }

    pub fn already() -> Self {
        Self::Already(ALREADY.to_owned())
    }

    /// As wanted: by this step, or by somebody else.
    pub fn met(is_own: bool) -> Self {
        if is_own { Self::Done { created: None } } else { Self::already() }
    }

    /// What an earlier step should have created is not there.
    pub fn missing() -> Self {
        Self::Changed("What this step needs has not been created.".to_owned())
    }

    /// Something that is to be deleted: gone, or there.
    pub fn gone_or_send(read: Result<(), sigma::Error>, step: &Step) -> Result<Self, LookError> {
        match read {
            Ok(()) => Ok(Self::send(&step.call)),
            // Who has deleted it, nobody tells any more.
            Err(error) if error.is_gone() => Ok(Self::met(step.may_have_arrived())),
            Err(error) => Err(error.into()),
        }
    }
}

/// The finding about fields to set: met, as the plan saw them, or changed by somebody meanwhile.
pub fn given(step: &Step, is_met: bool, is_own: bool, conflicts: &[Difference]) -> Reconciled {
    if is_met {
        return Reconciled::met(is_own);
    }
    if conflicts.is_empty() {
        return Reconciled::send(&step.call);
    }
    let differences: Vec<String> = conflicts.iter().map(Difference::to_string).collect();
    Reconciled::Changed(format!(
        "Someone has changed this meanwhile: {}. Start again from how it is now.",
        differences.join("; ")
    ))
}
