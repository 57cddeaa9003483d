//! The audit log's lines about changes.

use crate::domain::{Actor, AuditEvent, Change, ChangeState, Outcome, Step, StepState};
use jiff::Timestamp;

/// Somebody asked for a change and it was accepted.
pub fn accepted(change: &Change) -> AuditEvent {
    event(change, &change.actor, "change.accepted", change.title.clone(), Outcome::Succeeded)
}

/// Somebody asked to send again what had not succeeded.
pub fn retried(change: &Change, actor: &Actor) -> AuditEvent {
    event(change, actor, "change.retried", format!("Retry: {}", change.title), Outcome::Succeeded)
}

/// A step is settled.
pub fn step(change: &Change, step: &Step) -> AuditEvent {
    let (action, outcome) = match step.state {
        StepState::Failed => ("step.failed", Outcome::Failed),
        StepState::Unknown => ("step.unknown", Outcome::Unknown),
        StepState::Skipped => ("step.skipped", Outcome::Succeeded),
        _ => ("step.done", Outcome::Succeeded),
    };
    let summary = match &step.error {
        Some(error) => format!("{}: {}", step.title, error.message),
        None => step.title.clone(),
    };
    let refused = step.error.as_ref().and_then(|e| e.request_id.clone());
    AuditEvent {
        sigma_request_id: refused.or_else(|| step.request_id.clone()),
        ..event(change, &change.actor, action, summary, outcome)
    }
}

/// A change is settled.
pub fn settled(change: &Change) -> AuditEvent {
    if change.state == ChangeState::Done {
        return event(change, &change.actor, "change.done", change.title.clone(), Outcome::Succeeded);
    }
    let open = change.steps.iter().filter(|s| !s.state.is_met()).count();
    let summary = format!("{}: {open} of {} steps need attention", change.title, change.steps.len());
    event(change, &change.actor, "change.failed", summary, Outcome::Failed)
}

fn event(change: &Change, actor: &Actor, action: &str, summary: String, outcome: Outcome) -> AuditEvent {
    AuditEvent {
        id: uuid::Uuid::now_v7().to_string(),
        at: Timestamp::now(),
        actor: actor.clone(),
        action: action.to_owned(),
        summary,
        subjects: change.subjects.clone(),
        outcome,
        change_id: Some(change.id.clone()),
        sigma_request_id: None,
    }
}
