//! Beginning and ending a session: server functions, which work for people who are not signed in.

use super::{begin, link};
use crate::{
    auth::{self, Persona, ProviderSession, SignOut},
    domain::{AppError, Outcome},
    web::{self, Mode, OptionalUser, own_url, paths},
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
    let identity = persona.identity(visitor.app.directory.snapshot().as_deref());
    begin::begin(&visitor, identity, (None, ProviderSession::default()), "to the demo").await?;
    leptos_axum::redirect(paths::own(&next));
    Ok(())
}

/// Signs in by a link that was made on the server.
#[server(endpoint = "session/by-link")]
pub async fn sign_in_by_link(#[server(default)] token: String) -> Result<(), AppError> {
    link::take(&OptionalUser::current().await?, &token).await
}

/// Signs out and leads to where one signs in; by way of the provider, where it signs people out too.
#[server(endpoint = "session/end")]
pub async fn end_session() -> Result<(), AppError> {
    let visitor = OptionalUser::current().await?;
    let (to, then) = match (visitor.app.auth.sign_out(), visitor.app.auth.oidc()) {
        (SignOut::Session, Some(oidc)) => {
            let back = own_url(&visitor.parts, &visitor.app)?.join(paths::SIGN_IN).map_err(|_| AppError::Unreadable)?;
            let token = auth::provider_session(&visitor.session).await.and_then(|session| session.id_token);
            let now = visitor.app.store.clock().now();
            (paths::SIGNED_OUT.to_owned(), oidc.sign_out_url(token.as_deref(), &back, now).await)
        }
        (SignOut::Session, None) => (paths::SIGN_IN.to_owned(), None),
        (SignOut::Proxy(url), _) => (url, None),
        // Saying that somebody is signed out whom the proxy signs in with the next request would be a lie.
        (SignOut::NotOffered, _) => return Err(AppError::NotFound),
    };
    if let Some(actor) = visitor.actor.clone() {
        let summary = format!("Signed out as {}", actor.role.label().to_lowercase());
        let entry = begin::entry("session.signed_out", summary, &actor, Outcome::Succeeded);
        web::append_audit(&visitor.app, actor, entry).await?;
    }
    auth::sign_out(&visitor.session, then.as_ref().map(url::Url::as_str)).await.map_err(|error| {
        tracing::error!(%error, "A session could not be ended");
        AppError::Broken
    })?;
    leptos_axum::redirect(&to);
    Ok(())
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
