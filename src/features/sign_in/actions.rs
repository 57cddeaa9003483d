//! Beginning and ending a session: server functions, which work for people who are not signed in.

use crate::{
    auth::{self, Persona, SignOut},
    domain::{Actor, AppError, Outcome, Subject},
    web::{self, AuditEntry, Mode, OptionalUser, paths},
};
use leptos::server;

/// Signs in to the demo as a persona and leads to `next`, a path of the portal.
#[server(endpoint = "session/begin")]
pub async fn begin_session(
    #[server(default)] persona: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let visitor = OptionalUser::current().await?;
    if visitor.app.mode != Mode::Demo {
        return Err(AppError::SignedOut);
    }
    let persona =
        Persona::from_slug(&persona).ok_or_else(|| AppError::Refused("Choose one of the people below.".to_owned()))?;
    let snapshot = visitor.app.directory.snapshot();
    let identity = persona.identity(snapshot.as_deref());
    auth::sign_in(&visitor.session, &identity).await.map_err(|error| {
        tracing::error!(%error, "A session could not be begun");
        AppError::Broken
    })?;
    let actor = snapshot.and_then(|snapshot| visitor.app.authority.actor(&identity, &snapshot).ok());
    record(&visitor, actor, "session.signed_in", "Signed in").await?;
    leptos_axum::redirect(paths::own(&next));
    Ok(())
}

/// Signs out and leads to where one signs in.
#[server(endpoint = "session/end")]
pub async fn end_session() -> Result<(), AppError> {
    let visitor = OptionalUser::current().await?;
    let to = match visitor.app.auth.sign_out() {
        SignOut::Session => paths::SIGN_IN.to_owned(),
        SignOut::Proxy(url) => url,
        // Saying that somebody is signed out whom the proxy signs in with the next request would be a lie.
        SignOut::NotOffered => return Err(AppError::NotFound),
    };
    record(&visitor, visitor.actor.clone(), "session.signed_out", "Signed out").await?;
    auth::sign_out(&visitor.session).await.map_err(|error| {
        tracing::error!(%error, "A session could not be ended");
        AppError::Broken
    })?;
    leptos_axum::redirect(&to);
    Ok(())
}

/// Writes the audit log's line about a session.
async fn record(
    visitor: &OptionalUser,
    actor: Option<Actor>,
    action: &'static str,
    what: &str,
) -> Result<(), AppError> {
    let Some(actor) = actor else { return Ok(()) };
    let entry = AuditEntry {
        action,
        summary: format!("{what} as {}", actor.role.label().to_lowercase()),
        subjects: actor.member_id.clone().map(Subject::Member).into_iter().collect(),
        outcome: Outcome::Succeeded,
        sigma_request_id: None,
    };
    web::record(&visitor.app, actor, entry).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::server_fn::ServerFn;

    #[test]
    fn every_page_finds_them() {
        assert_eq!((BeginSession::PATH, EndSession::PATH), (paths::BEGIN_SESSION, paths::END_SESSION));
    }
}
