//! The audit log's lines about requests and policies.

use crate::domain::{
    AccessRequest, Actor, Alteration, Asking, AuditDetails, AuditEvent, Automatic, EmailAddress, Outcome, Policy,
    RequestEventKind, Requestable, Subject, text::isolated,
};
use jiff::Timestamp;

/// The line about the last thing that happened to a request. `own` where the only admin decided about their own.
pub fn last(request: &AccessRequest, own: bool) -> AuditEvent {
    let last = request.last_event();
    let (actor, at) = match last {
        Some(event) => (event.by.clone().unwrap_or_else(Actor::portal), event.at),
        None => (request.requester.clone(), request.asked_at),
    };
    let kind = last.map_or(RequestEventKind::Asked, |event| event.kind);
    let (action, verb, outcome) = match kind {
        RequestEventKind::Asked => ("request.asked", "Requested", Outcome::Succeeded),
        RequestEventKind::StageApproved => ("request.stage_approved", "Approved a stage of", Outcome::Succeeded),
        RequestEventKind::Approved => ("request.approved", "Approved", Outcome::Succeeded),
        RequestEventKind::Denied => ("request.denied", "Denied", Outcome::Succeeded),
        RequestEventKind::Cancelled => ("request.cancelled", "Cancelled the request for", Outcome::Succeeded),
        RequestEventKind::Closed => ("request.closed", "Closed the request for", Outcome::Succeeded),
        RequestEventKind::Applying => ("request.applying", "Began to apply", Outcome::Succeeded),
        RequestEventKind::Granted => ("request.granted", "Granted", Outcome::Succeeded),
        RequestEventKind::Renewed => ("request.renewed", "Renewed", Outcome::Succeeded),
        RequestEventKind::Shortened => ("request.shortened", "Brought forward the end of", Outcome::Succeeded),
        RequestEventKind::Lapses => ("request.lapses", "Lets lapse", Outcome::Succeeded),
        RequestEventKind::Reminded => ("request.reminded", "Reminded of the end of", Outcome::Succeeded),
        RequestEventKind::Ending => ("request.ending", "Began to take back", Outcome::Succeeded),
        RequestEventKind::Ended => ("request.ended", "Ended", Outcome::Succeeded),
        RequestEventKind::Offered => ("request.offered", "Planned to update", Outcome::Succeeded),
        RequestEventKind::Updated => ("request.updated", "Updated", Outcome::Succeeded),
        RequestEventKind::Attention => ("request.attention", "Could not apply", Outcome::Failed),
    };
    let (title, whom) = (isolated(&request.title), isolated(&request.beneficiary.name));
    let mut summary = format!("{verb} {title} for {whom}");
    if own {
        summary.push_str(" (own request, decided as the only admin)");
    }
    if kind == RequestEventKind::Asked && !request.reason.is_empty() {
        summary += ". Reason: ";
        summary += &request.reason;
    }
    if let Some(note) = last.map(|event| event.note.as_str()).filter(|note| !note.is_empty()) {
        summary += ". ";
        summary += note;
    }
    let address = || EmailAddress::parse(&request.beneficiary.email).ok().map(Subject::Address);
    let whom = request.beneficiary.member_id.clone().map(Subject::Member).or_else(address);
    AuditEvent {
        id: uuid::Uuid::now_v7().to_string(),
        at,
        actor,
        action: action.to_owned(),
        summary,
        subjects: whom.into_iter().chain(request.target.subject()).collect(),
        outcome,
        change_id: request.change_id.clone(),
        sigma_request_id: None,
        details: AuditDetails::default().because(&request.reason),
    }
}

/// Somebody has set a policy in place of the one before.
pub fn policy_set(
    at: Timestamp,
    what: &str,
    thing: Option<&Requestable>,
    (before, policy): (Option<&Policy>, Option<&Policy>),
    actor: &Actor,
) -> AuditEvent {
    let rules = policy.map_or_else(|| "the default".to_owned(), in_words);
    let subject = match thing {
        Some(Requestable::Team(id)) => Some(Subject::Team(id.clone())),
        Some(Requestable::Workspace(id)) => Some(Subject::Workspace(id.clone())),
        Some(Requestable::Connection(id)) => Some(Subject::Connection(id.clone())),
        Some(Requestable::Package(_) | Requestable::Account | Requestable::AccountType(_)) | None => None,
    };
    AuditEvent {
        id: uuid::Uuid::now_v7().to_string(),
        at,
        actor: actor.clone(),
        action: "policy.set".to_owned(),
        summary: format!("Set the request policy of {what}: {rules}"),
        subjects: subject.into_iter().collect(),
        outcome: Outcome::Succeeded,
        change_id: None,
        sigma_request_id: None,
        details: AuditDetails::of([Alteration::new("policy", before.map(in_words), Some(rules))]),
    }
}

/// Somebody has made, changed or deleted an access package; `says` what.
pub fn package(at: Timestamp, action: &str, says: &str, actor: &Actor) -> AuditEvent {
    AuditEvent {
        id: uuid::Uuid::now_v7().to_string(),
        at,
        actor: actor.clone(),
        action: action.to_owned(),
        summary: says.trim().to_owned(),
        subjects: Vec::new(),
        outcome: Outcome::Succeeded,
        change_id: None,
        sigma_request_id: None,
        details: AuditDetails::default(),
    }
}

fn in_words(policy: &Policy) -> String {
    let asking = match &policy.asking {
        Asking::Nobody => "not offered".to_owned(),
        Asking::Everyone => "everyone can request".to_owned(),
        Asking::Teams(teams) => format!("members of {} teams can request", teams.len()),
    };
    let by: Vec<_> = policy.stages.iter().map(|by| super::names::role(by).to_lowercase()).collect();
    let automatic = match &policy.automatic {
        Automatic::Never => String::new(),
        Automatic::Always => ", granted automatically".to_owned(),
        Automatic::Teams(teams) => format!(", granted automatically to members of {} teams", teams.len()),
    };
    let reason = if policy.reason_required { ", reason required" } else { "" };
    let colleagues =
        if policy.for_colleagues { ", everyone can request for colleagues without an account" } else { "" };
    format!("{asking}{colleagues}, decided by {}{automatic}{reason}", by.join(", then "))
}
