//! Beginning a session: who has signed in is written into it, and into the audit log.

use crate::{
    auth::{self, ProviderSession, SignIn},
    directory::Identity,
    domain::{Actor, AppError, Origin, Outcome, Role, Subject},
    store::SessionFacts,
    web::{self, AuditEntry, OptionalUser},
};
use axum::http::header::USER_AGENT;

/// Longest name of a browser that is kept, in characters.
const LONGEST_BROWSER: usize = 200;

/// Begins the session of somebody whom a provider vouches for, whether they are let in or not: who is not sees why.
///
/// # Errors
/// [`AppError::Broken`] when it could not be kept, [`AppError::NoDatabase`] when the audit log cannot be written.
pub async fn begin(
    visitor: &OptionalUser,
    identity: Identity,
    (sid, provider): (Option<String>, ProviderSession),
    how: &str,
) -> Result<(), AppError> {
    let now = visitor.app.store.clock().now();
    let browser = visitor.parts.headers.get(USER_AGENT).and_then(|name| name.to_str().ok()).unwrap_or_default();
    let snapshot = visitor.app.directory.snapshot();
    let admitted = snapshot.map(|snapshot| visitor.app.authority.actor(&identity, &snapshot));
    let actor = match &admitted {
        Some(Ok(actor)) => actor.clone(),
        Some(Err(_)) | None => unknown(&identity),
    };
    // The session is another from now on, and has no id yet.
    let origin = Origin { session: None, ..web::origin(&visitor.parts, &visitor.session) };
    let address = origin.address.clone();
    let actor = Actor { origin: Some(Box::new(origin)), ..actor };
    let facts = SessionFacts {
        person: actor.key(),
        name: actor.name.clone(),
        email: actor.email.clone(),
        subject: identity.subject.clone(),
        sid,
        began_at: now,
        used_at: now,
        address,
        browser: browser.chars().filter(|c| !c.is_control()).take(LONGEST_BROWSER).collect(),
    };
    let entry = match admitted {
        Some(Err(denied)) => {
            entry("session.refused", format!("Signed in {how}, but {denied}"), &actor, Outcome::Failed)
        }
        Some(Ok(_)) => {
            let role = actor.role.label().to_lowercase();
            entry("session.signed_in", format!("Signed in {how} as {role}"), &actor, Outcome::Succeeded)
        }
        None => entry("session.signed_in", format!("Signed in {how}"), &actor, Outcome::Succeeded),
    };
    web::append_audit(&visitor.app, actor, entry).await?;
    let new = SignIn { identity, facts, provider };
    auth::sign_in(&visitor.session, &new).await.map_err(|error| {
        tracing::error!(%error, "A session could not be begun");
        AppError::Broken
    })
}

/// Somebody who is nobody here, for the audit log.
pub fn unknown(identity: &Identity) -> Actor {
    Actor {
        member_id: identity.member_id.clone(),
        subject: identity.subject.clone().map(Box::new),
        name: identity.name.clone().unwrap_or_else(|| identity.email.clone()),
        email: identity.email.clone(),
        role: Role::Visitor,
        origin: None,
    }
}

/// A line of the audit log about a session.
pub fn entry(action: &'static str, summary: String, actor: &Actor, outcome: Outcome) -> AuditEntry {
    AuditEntry {
        action,
        summary,
        subjects: actor.member_id.clone().map(Subject::Member).into_iter().collect(),
        outcome,
        sigma_request_id: None,
    }
}
