//! The state machine of steps: which one comes next, and what becomes of it. Pure, so that it can be tested against a
//! model; the journal and the calls are the runner's.

use crate::domain::{AccessCall, Call, MemberCall, Step, StepError, StepState, Subject};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What is to be done with a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Send its call.
    Send,
    /// Look at Sigma first: the call may have been made, and its answer was not recorded.
    Reconcile,
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
    /// An earlier try of this step has done it.
    Met {
        /// What that created.
        created: Option<Subject>,
    },
    /// Sigma is as the step wants it by somebody else's doing, which this sentence says.
    Already(String),
    /// Sigma did it for some of several, and not for the rest.
    Partly {
        /// For whom not, and why.
        error: StepError,
        /// Sigma's request id.
        request_id: Option<String>,
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

    /// Done, with this created.
    pub fn created(created: Subject, request_id: Option<String>) -> Self {
        Self::Done { created: Some(created), request_id }
    }

    /// Met, with nothing created.
    pub fn met() -> Self {
        Self::Met { created: None }
    }

    /// What was to be deleted was deleted by somebody else at the same moment.
    pub fn already() -> Self {
        Self::Already("Someone else has deleted it at the same moment.".to_owned())
    }

    /// A refusal of the portal's own.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::Failed(StepError::own(message))
    }
}

/// The first step that can be worked on, by place and move. `tried` are the places that this run has taken up already:
/// no run tries a step twice.
pub fn next(steps: &[Step], tried: &BTreeSet<usize>) -> Option<(usize, Action)> {
    let mut open = steps.iter().enumerate().filter(|(at, _)| !tried.contains(at));
    open.find_map(|(at, step)| match step.state {
        StepState::Planned if is_ready(step, steps, tried) => Some((at, Action::Send)),
        // Not before what it needs either: when it turns out not to have happened, it is sent at once.
        StepState::Running | StepState::Unknown if is_ready(step, steps, tried) => Some((at, Action::Reconcile)),
        StepState::Planned
        | StepState::Running
        | StepState::Unknown
        | StepState::Done
        | StepState::Failed
        | StepState::Skipped
        | StepState::Cancelled
        | StepState::Undone => None,
    })
}

/// The first step of which Sigma must be asked whether it happened, while none is sent any more.
pub fn next_look(steps: &[Step], tried: &BTreeSet<usize>) -> Option<usize> {
    let is_open = |state| matches!(state, StepState::Running | StepState::Unknown);
    steps.iter().enumerate().position(|(at, step)| is_open(step.state) && !tried.contains(&at))
}

/// What the end of the steps that it needs means to a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Each must have succeeded.
    All,
    /// Each must have come to an end, and one of them to a good one: a batch of grants goes on with what those that
    /// succeeded have created.
    Any,
    /// Each must have come to an end, good or not: whoever is to leave must not stay with half of their access because
    /// the other half could not be taken away.
    End,
}

impl Needs {
    fn of(call: &Call) -> Self {
        match call {
            Call::Access(AccessCall::Grant { grants, .. }) if grants.len() > 1 => Self::Any,
            Call::Member(MemberCall::Deactivate { .. }) => Self::End,
            Call::Member(
                MemberCall::Invite { .. }
                | MemberCall::Update { .. }
                | MemberCall::Reactivate { .. }
                | MemberCall::Delete { .. }
                | MemberCall::RevokeTokens { .. },
            )
            | Call::Team(_)
            | Call::Workspace(_)
            | Call::Connection(_)
            | Call::Access(_)
            | Call::Document(_)
            | Call::Attribute(_)
            | Call::Organization(_)
            | Call::Path(_) => Self::All,
        }
    }
}

/// Everything the step needs is there.
fn is_ready(step: &Step, steps: &[Step], tried: &BTreeSet<usize>) -> bool {
    let needs = Needs::of(&step.call);
    let goes_on = needs != Needs::All;
    let is_over = |at: usize| match steps.get(at).map(|s| s.state) {
        Some(StepState::Done | StepState::Skipped | StepState::Undone) => true,
        Some(StepState::Failed | StepState::Cancelled) => goes_on,
        Some(StepState::Unknown) => goes_on && tried.contains(&at),
        Some(StepState::Planned | StepState::Running) | None => false,
    };
    let is_met = |at: usize| steps.get(at).is_some_and(|s| s.state.is_met());
    let mut needed = step.needs.iter().map(|n| *n as usize);
    step.needs.is_empty() || (needed.clone().all(is_over) && (needs == Needs::End || needed.any(is_met)))
}

/// The call is about to be made, at this moment of this machine's clock; Sigma's is the step's `sent_at`.
pub fn sent(step: &mut Step, now: Timestamp) {
    step.state = StepState::Running;
    step.attempts += 1;
    step.started_at.get_or_insert(now);
    step.error = None;
}

/// Sigma took no call for now, and nothing was sent: as if it had not been tried.
pub fn not_sent(step: &mut Step) {
    step.state = StepState::Planned;
    step.attempts = step.attempts.saturating_sub(1);
    if step.attempts == 0 {
        step.started_at = None;
        step.sent_at = None;
    }
}

/// The call was made, or Sigma was looked at instead.
pub fn settled(step: &mut Step, outcome: Outcome, now: Timestamp) {
    let (state, error, created) = match outcome {
        Outcome::Done { created, request_id } => {
            step.request_id = request_id;
            (StepState::Done, None, created)
        }
        Outcome::Met { created } => (StepState::Done, None, created),
        Outcome::Already(why) => (StepState::Skipped, Some(StepError::own(why)), None),
        Outcome::Partly { error, request_id } => {
            step.request_id = request_id;
            (StepState::Failed, Some(error), None)
        }
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
