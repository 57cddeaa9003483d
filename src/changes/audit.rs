//! The audit log's lines about changes.

use super::labels;
use crate::domain::{
    Actor, AuditDetails, AuditEvent, Change, ChangeState, Mandate, Outcome, Step, StepState, Waiting, text::isolated,
};
use jiff::Timestamp;

/// Somebody asked for a change and it was accepted.
pub fn accepted(at: Timestamp, change: &Change) -> AuditEvent {
    let mut summary = change.title.clone();
    if let Some(Mandate::Request { requester, approvers, .. }) = change.mandate.as_deref() {
        summary += &decided(requester, approvers);
    }
    let reason = change.reason.trim();
    if !reason.is_empty() {
        summary += ". Reason: ";
        summary += reason;
    }
    event(at, change, &change.actor, "change.accepted", summary, Outcome::Succeeded)
}

/// By whom a change was requested and approved, to follow its title.
fn decided(requester: &Actor, approvers: &[Actor]) -> String {
    let own = approvers.iter().any(|approver| approver.key() == requester.key());
    let names: Vec<String> = approvers.iter().map(|approver| isolated(&approver.name).into_owned()).collect();
    let requester = isolated(&requester.name);
    match names.as_slice() {
        [] => format!(". Requested by {requester}, approved automatically by policy"),
        _ if own => format!(". Requested by {requester} and approved by themselves as the only admin"),
        names => format!(". Requested by {requester}, approved by {}", labels::list(names)),
    }
}

/// Somebody gave an order about a change that was accepted before.
pub fn ordered(at: Timestamp, change: &Change, actor: &Actor, action: &str, deed: &str) -> AuditEvent {
    event(at, change, actor, action, format!("{deed}: {}", change.title), Outcome::Succeeded)
}

/// Somebody has taken care of a failed change otherwise.
pub fn handled(at: Timestamp, change: &Change, actor: &Actor, note: &str) -> AuditEvent {
    let summary = match note.trim() {
        "" => format!("Marked as handled: {}", change.title),
        note => format!("Marked as handled: {}. {note}", change.title),
    };
    event(at, change, actor, "change.handled", summary, Outcome::Succeeded)
}

/// A step is settled, for the actor.
pub fn step(at: Timestamp, change: &Change, actor: &Actor, step: &Step) -> AuditEvent {
    let (action, outcome) = match step.state {
        StepState::Failed => ("step.failed", Outcome::Failed),
        StepState::Unknown => ("step.unknown", Outcome::Unknown),
        StepState::Skipped => ("step.skipped", Outcome::Succeeded),
        StepState::Planned | StepState::Cancelled => ("step.unsent", Outcome::Succeeded),
        StepState::Running | StepState::Done | StepState::Undone => ("step.done", Outcome::Succeeded),
    };
    let summary = match &step.error {
        Some(error) => format!("{}: {}", step.title, error.message),
        None => step.title.clone(),
    };
    let has_altered = matches!(step.state, StepState::Done | StepState::Undone | StepState::Unknown);
    let altered = if has_altered { step.call.alterations() } else { Vec::new() };
    let refused = step.error.as_ref().and_then(|e| e.request_id.clone());
    AuditEvent {
        sigma_request_id: refused.or_else(|| step.request_id.clone()),
        details: AuditDetails::of(altered).because(&change.reason),
        // Its own only: a change about a thousand people must not put a thousand names on each of its steps.
        subjects: step.call.subjects().into_iter().chain(step.created.clone()).collect(),
        ..event(at, change, actor, action, summary, outcome)
    }
}

/// A change was stopped, because whom it was sent for may no longer do it.
pub fn stopped(at: Timestamp, change: &Change, why: &str) -> AuditEvent {
    let summary = format!("{}: stopped. {why}", change.title);
    event(at, change, change.sent_for(), "change.stopped", summary, Outcome::Failed)
}

/// A change can send nothing for now.
pub fn waiting(at: Timestamp, change: &Change, waiting: &Waiting) -> AuditEvent {
    let until = waiting.until.strftime("%H:%M:%S UTC");
    let summary = format!("{}: waiting until {until}. {}", change.title, waiting.why);
    event(at, change, change.sent_for(), "change.waiting", summary, Outcome::Succeeded)
}

/// A change is settled, or pauses.
pub fn settled(at: Timestamp, change: &Change) -> AuditEvent {
    let (title, total) = (&change.title, change.steps.len());
    let met = change.steps.iter().filter(|s| s.state.is_met()).count();
    let (action, summary, outcome) = match change.state {
        ChangeState::Done => ("change.done", title.clone(), Outcome::Succeeded),
        ChangeState::Paused => {
            ("change.halted", format!("{title}: paused, {met} of {total} steps done"), Outcome::Succeeded)
        }
        ChangeState::Cancelled => {
            ("change.ended", format!("{title}: cancelled, {met} of {total} steps done"), Outcome::Succeeded)
        }
        ChangeState::Failed | ChangeState::Queued | ChangeState::Running => {
            let open = total - met;
            ("change.failed", format!("{title}: {open} of {total} steps need attention"), Outcome::Failed)
        }
    };
    event(at, change, change.sent_for(), action, summary, outcome)
}

fn event(at: Timestamp, change: &Change, actor: &Actor, action: &str, summary: String, outcome: Outcome) -> AuditEvent {
    AuditEvent {
        id: uuid::Uuid::now_v7().to_string(),
        at,
        actor: actor.clone(),
        action: action.to_owned(),
        summary,
        subjects: change.subjects.clone(),
        outcome,
        change_id: Some(change.id.clone()),
        sigma_request_id: None,
        details: AuditDetails::default().because(&change.reason),
    }
}
