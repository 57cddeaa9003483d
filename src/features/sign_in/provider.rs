//! Signing in at an OpenID provider: the way there, the way back, and what is said when it does not work.

use super::{begin, cookie, gate::Notice};
use crate::{
    auth::{
        self, ProviderSession,
        oidc::{BrowserKey, ErrorPanel, Finished, Oidc, ProviderAnswer, Wanted},
    },
    domain::Outcome,
    web::{self, AppError, AppState, Flash, OptionalUser, Severity, own_url, paths},
};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use url::Url;

const TOO_MANY_GROUPS: &str = "Your identity provider left your groups out of this sign-in, because you are in too many. Roles and access that come with groups don’t apply. Ask the people who run it to send the portal only the groups assigned to it.";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub next: String,
    how: String,
}

/// Leads on to the provider.
pub async fn start(visitor: OptionalUser) -> Result<Response, AppError> {
    let app = visitor.app.clone();
    let oidc = app.auth.oidc().ok_or(AppError::NotFound)?;
    let Asked { next, how } = web::decode(visitor.parts.uri.query());
    let next = paths::own(&next);
    let wanted = match &*how {
        "choose" => Wanted::Choose,
        "fresh" => Wanted::Fresh,
        _ if visitor.actor.is_some() => return Ok(Redirect::to(next).into_response()),
        _ => Wanted::SignIn,
    };
    let back = callback_url(&visitor)?;
    let (browser, is_new) = match cookie::browser(&visitor.parts.headers, &back) {
        Some(browser) => (browser, false),
        None => (BrowserKey::fresh(), true),
    };
    match oidc.begin(&browser, &back, (next, wanted), app.store.clock().now()).await {
        Ok(url) => {
            let mut response = Redirect::to(url.as_str()).into_response();
            if is_new {
                response.headers_mut().append(header::SET_COOKIE, cookie::set(&browser, &back)?);
            }
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            Ok(response)
        }
        Err(trouble) => Ok(told(&app, oidc, &trouble, next)),
    }
}

/// Takes the provider's answer, and leads to where somebody wanted to go.
pub async fn callback(visitor: OptionalUser) -> Result<Response, AppError> {
    let app = visitor.app.clone();
    let oidc = app.auth.oidc().ok_or(AppError::NotFound)?;
    match finish(&visitor, oidc).await? {
        Ok(finished) => {
            let next = paths::own(&finished.next).to_owned();
            let provider = ProviderSession { auth_time: finished.auth_time, id_token: finished.id_token };
            begin::begin(&visitor, finished.identity, (finished.sid, provider), "at the identity provider").await?;
            if finished.too_many_groups {
                tracing::warn!("The identity provider left out the groups of somebody who is in too many");
                Flash::set(Severity::Warning, TOO_MANY_GROUPS, &visitor.session).await;
            }
            Ok(Redirect::to(&next).into_response())
        }
        Err(trouble) => Ok(told(&app, oidc, &trouble, paths::HOME)),
    }
}

/// Who has signed in; pinned to the provider's id of them.
async fn finish(visitor: &OptionalUser, oidc: &Oidc) -> Result<Result<Finished, ErrorPanel>, AppError> {
    let (store, now) = (&visitor.app.store, visitor.app.store.clock().now());
    let answer: ProviderAnswer = web::decode(visitor.parts.uri.query());
    let back = callback_url(visitor)?;
    let browser = cookie::browser(&visitor.parts.headers, &back);
    let begun = match oidc.recognise(browser.as_ref(), &answer, now) {
        Ok(begun) => begun,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let Some(browser) = browser else { return Ok(Err(ErrorPanel::NotBegun)) };
    if !store.use_once("sign-in", &begun.id, begun.ends_at()).await? {
        return Ok(Err(ErrorPanel::Replayed));
    }
    let finished = match oidc.exchange(&begun, &browser, &back, &answer, now).await {
        Ok(finished) => finished,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let snapshot = visitor.app.directory.snapshot();
    match auth::pin(finished.identity.clone(), snapshot.as_deref(), store, now).await? {
        Ok(identity) => Ok(Ok(Finished { identity, ..finished })),
        Err(trouble) => {
            let actor = begin::unknown(&finished.identity);
            let summary = format!("Was not signed in: {trouble}");
            let entry = begin::entry("session.refused", summary, &actor, Outcome::Failed);
            web::append_audit(&visitor.app, actor, entry).await?;
            Ok(Err(trouble))
        }
    }
}

/// Where the provider leads back to.
fn callback_url(visitor: &OptionalUser) -> Result<Url, AppError> {
    own_url(&visitor.parts, &visitor.app)?.join(paths::SIGN_IN_CALLBACK).map_err(|_| AppError::Unreadable)
}

/// The page about what did not work; the log has the rest.
fn told(app: &AppState, oidc: &Oidc, trouble: &ErrorPanel, next: &str) -> Response {
    tracing::warn!(%trouble, "Somebody could not be signed in");
    let name = &oidc.config.name;
    let again = paths::sign_in_start(next, if *trouble == ErrorPanel::NotFresh { "fresh" } else { "" });
    let other = paths::sign_in_start(next, "choose");
    let notice = match trouble {
        ErrorPanel::Down(_) => Notice::new(
            503,
            "no sign-in",
            "Sign-in isn’t available right now",
            format!("The portal can’t reach {name}, so nobody can sign in at the moment. People who are signed in already can go on. Nothing was changed. Try again in a minute; if it stays like this, tell the people who run the portal."),
        )
        .action(again, "Try again"),
        ErrorPanel::NotBegun | ErrorPanel::Replayed | ErrorPanel::Nonce => Notice::new(
            400,
            "sign-in not accepted",
            "This sign-in can’t be used",
            "It was begun in another browser, took longer than ten minutes, or was used before. You were not signed in. Start again.".to_owned(),
        )
        .action(again, "Sign in"),
        ErrorPanel::Declined(_) => Notice::new(
            403,
            "not signed in",
            "You weren’t signed in",
            format!("{name} did not sign you in, or you cancelled. If you were told there that you have no access to this application, ask the people who run {name} to assign it to you."),
        )
        .action(again, "Try again"),
        ErrorPanel::Code(_) => Notice::new(
            400,
            "sign-in expired",
            "This sign-in has expired",
            format!("{name} no longer accepts it. You were not signed in. Start again."),
        )
        .action(again, "Sign in"),
        ErrorPanel::Token(_) => Notice::new(
            502,
            "sign-in not accepted",
            "The portal doesn’t accept this sign-in",
            format!("What {name} says about you could not be verified, so you were not signed in. Try again; if it stays like this, tell the people who run the portal. The reason is in its log."),
        )
        .action(again, "Try again"),
        ErrorPanel::NotFresh => Notice::new(
            403,
            "sign-in not fresh",
            "This needs a fresh sign-in",
            format!("{name} did not ask who you are again, or doesn’t say that it did. Nothing was changed."),
        )
        .action(again, "Sign in again"),
        ErrorPanel::NoEmail => Notice::new(
            403,
            "no e-mail address",
            "Your account has no e-mail address",
            format!("The portal recognizes people by their e-mail address, and {name} sends none for your account. Ask the people who run it to add one, or to send it to the portal."),
        )
        .action(other, "Sign in as someone else"),
        ErrorPanel::Unverified => Notice::new(
            403,
            "address not verified",
            "Your e-mail address isn’t verified",
            format!("{name} has not verified the e-mail address of your account, so the portal doesn’t rely on it. Verify the address there, then sign in again."),
        )
        .action(other, "Sign in as someone else"),
        ErrorPanel::OtherPerson => Notice::new(
            403,
            "address taken",
            "This address belongs to another account",
            format!("Someone else has signed in to the portal with your e-mail address before: another account at {name}. So that you don’t get what is theirs, you were not signed in. Ask an admin of the portal to release the address."),
        )
        .action(other, "Sign in as someone else"),
    };
    notice.page(app)
}
