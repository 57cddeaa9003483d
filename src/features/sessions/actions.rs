//! Ending sessions: server functions, whose arguments are the forms.

use crate::{
    domain::{AppError, Capability, MemberId, Outcome, Subject},
    store::SessionFacts,
    web::{AuditEntry, RequestContext, Severity, paths},
};
use leptos::server;

/// Ends a session, by what it is kept under: one's own, or anybody's for those who may.
#[server(endpoint = "sessions/end")]
pub async fn end_one(#[server(default)] id: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    let own = cx.actor.keys();
    let may_all = cx.can(Capability::ManageSessions);
    let ended = cx.app.store.end_session(&id, (!may_all).then_some(&own)).await?.ok_or(AppError::NotFound)?;
    let is_own = own.contains(&ended.person);
    let what =
        if is_own { "Ended a session of their own".to_owned() } else { format!("Ended a session of {}", ended.name) };
    audit(&cx, what, &ended).await?;
    let back = if is_own { paths::MY_SESSIONS } else { paths::SESSIONS };
    cx.lead_to(back, Severity::Success, "The session has ended.").await;
    Ok(())
}

/// Forgets which account at the sign-in provider a member has: the next one that signs in with their address is theirs.
#[server(endpoint = "sessions/release")]
pub async fn release_address(#[server(default)] email: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ManageSessions)?;
    let snapshot = cx.snapshot()?;
    let member = snapshot.member_by_email(email.trim());
    let member = member.ok_or_else(|| AppError::field("email", "No member has this address."))?;
    let forgotten = cx.app.store.forget_subjects(&member.id).await?;
    if forgotten == 0 {
        return Err(AppError::field("email", "This address belongs to no account at the sign-in provider yet."));
    }
    cx.audit(AuditEntry {
        action: "session.address_released",
        summary: format!("Released the address of {} for another account at the sign-in provider", member.full_name()),
        subjects: vec![Subject::Member(member.id.clone())],
        outcome: Outcome::Succeeded,
        sigma_request_id: None,
    })
    .await?;
    cx.lead_to(paths::SESSIONS, Severity::Success, "The address has been released.").await;
    Ok(())
}

async fn audit(cx: &RequestContext, summary: String, ended: &SessionFacts) -> Result<(), AppError> {
    let member: Option<MemberId> = match &ended.person {
        crate::domain::PersonKey::Member(id) => Some(id.clone()),
        crate::domain::PersonKey::Provider(_) | crate::domain::PersonKey::Configured(_) => None,
    };
    cx.audit(AuditEntry {
        action: "session.ended",
        summary,
        subjects: member.map(Subject::Member).into_iter().collect(),
        outcome: Outcome::Succeeded,
        sigma_request_id: None,
    })
    .await
}
