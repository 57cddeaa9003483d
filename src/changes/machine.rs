//! The state machine of steps: which one comes next, and what becomes of it. Pure, so that it can be tested against a
//! model; the journal and the calls are the runner's.

use crate::domain::{Call, Step, StepError, StepState, Subject};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What is to be done with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Send its call.
    Send,
    /// Look at Sigma first: the call may have been made, and its answer was not recorded.
    Look,
}

/// What is known of a call after it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Sigma did it.
    Done {
        /// What it created.
        created: Option<Subject>,
        /// Sigma's request id.
        request_id: Option<String>,
    },
    /// Sigma already is as the step wants it.
    Met {
        /// What was there already, created by an earlier try of this step.
        created: Option<Subject>,
    },
    /// It did not happen.
    Failed(StepError),
    /// It may have happened: the answer was lost.
    Unknown(StepError),
}

impl Outcome {
    /// Done, with nothing created.
    pub fn done(request_id: Option<String>) -> Self {
        Self::Done { created: None, request_id }
    }

    /// Met, with nothing created.
    pub fn met() -> Self {
        Self::Met { created: None }
    }

    /// A refusal of the portal's own.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::Failed(StepError::own(message))
    }
}

/// The first step that can be worked on, by place and move. `tried` are the places that this run has taken up already:
/// no run tries a step twice.
pub fn next(steps: &[Step], tried: &BTreeSet<usize>) -> Option<(usize, Move)> {
    let mut open = steps.iter().enumerate().filter(|(at, _)| !tried.contains(at));
    open.find_map(|(at, step)| match step.state {
        StepState::Planned if is_ready(step, steps, tried) => Some((at, Move::Send)),
        // Not before what it needs either: when it turns out not to have happened, it is sent at once.
        StepState::Running | StepState::Unknown if is_ready(step, steps, tried) => Some((at, Move::Look)),
        _ => None,
    })
}

/// The first step of which Sigma must be asked whether it happened, while none is sent any more.
pub fn next_look(steps: &[Step], tried: &BTreeSet<usize>) -> Option<usize> {
    let is_open = |state| matches!(state, StepState::Running | StepState::Unknown);
    steps.iter().enumerate().position(|(at, step)| is_open(step.state) && !tried.contains(&at))
}

/// Everything the step needs is there. A batch of grants waits for the end of every step that it needs, and goes on
/// with what those that succeeded have created.
fn is_ready(step: &Step, steps: &[Step], tried: &BTreeSet<usize>) -> bool {
    let is_batch = matches!(&step.call, Call::Grant { grants, .. } if grants.len() > 1);
    let is_over = |at: usize| match steps.get(at).map(|s| s.state) {
        Some(state) if state.is_met() => true,
        Some(StepState::Failed | StepState::Cancelled) => is_batch,
        Some(StepState::Unknown) => is_batch && tried.contains(&at),
        _ => false,
    };
    let is_met = |at: usize| steps.get(at).is_some_and(|s| s.state.is_met());
    let mut needs = step.needs.iter().map(|n| *n as usize);
    step.needs.is_empty() || (needs.clone().all(is_over) && needs.any(is_met))
}

/// The call is about to be made.
pub fn sent(step: &mut Step, now: Timestamp) {
    step.state = StepState::Running;
    step.attempts += 1;
    step.started_at.get_or_insert(now);
    step.error = None;
}

/// The call was made, or Sigma was looked at instead.
pub fn settled(step: &mut Step, outcome: Outcome, now: Timestamp) {
    let (state, error, created) = match outcome {
        Outcome::Done { created, request_id } => {
            step.request_id = request_id;
            (StepState::Done, None, created)
        }
        // A step that was sent and is found fulfilled was done by this very plan.
        Outcome::Met { created } if step.attempts > 0 => (StepState::Done, None, created),
        Outcome::Met { created } => (StepState::Skipped, None, created),
        Outcome::Failed(error) => (StepState::Failed, Some(error), None),
        Outcome::Unknown(error) => (StepState::Unknown, Some(error), None),
    };
    step.state = state;
    step.error = error;
    step.created = created.or_else(|| step.created.take());
    step.ended_at = Some(now);
}

/// Sigma was looked at, the call was not made, and nobody may make it now.
pub fn unsent(step: &mut Step) {
    step.state = StepState::Planned;
    step.error = None;
}

/// Nobody wants it any more. Only what was never sent, or was refused, can be called off.
pub fn cancelled(step: &mut Step, now: Timestamp) -> bool {
    let can = step.state == StepState::Planned;
    if can {
        step.state = StepState::Cancelled;
        step.ended_at = Some(now);
    }
    can
}

/// Somebody asked to try again. What is unknown stays so: Sigma is looked at first.
pub fn retried(step: &mut Step) -> bool {
    let can = step.state == StepState::Failed;
    if can {
        step.state = StepState::Planned;
    }
    can
}
