//! Checks whose page a form was on before anything of it is read; keeps what cannot be taken now.

use super::{
    super::{
        AppError, AppState, Flash, Mode, NavItem, OptionalUser, PageParts, RequestContext, Severity,
        context::own_referer,
        error::wants_page,
        paths, render_minimal_page,
        server_functions::{FORM_BYTES, LIST_FORM_BYTES, without_kept},
    },
    KeptForm, PageOf,
    begun::begun,
    other_person::{Mine, OtherPerson},
};
use crate::{auth::Persona, domain::Actor};
use axum::{
    body::Body,
    extract::{FromRequestParts, Request, State},
    http::{StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;
use std::sync::Arc;

/// What the guard needs: the portal, and the paths of functions whose forms may have a list of people.
#[derive(Clone)]
pub struct FormGuard {
    app: AppState,
    long: Arc<[&'static str]>,
}

impl FormGuard {
    /// A guard that keeps what is posted to these paths, however long a list may be.
    pub fn new(app: AppState, long: Vec<&'static str>) -> Self {
        Self { app, long: long.into() }
    }

    /// The largest form that can be posted to this path, in bytes.
    fn most(&self, path: &str) -> usize {
        if self.long.contains(&path) { LIST_FORM_BYTES } else { FORM_BYTES }
    }
}

/// Middleware: a form is taken from the person whose page it was on. Of anybody else nothing is written; what was typed
/// is kept for its person. A form that does not say whose it is comes from no page and is left to the handler.
pub async fn guard(State(guard): State<FormGuard>, request: Request, next: Next) -> Response {
    let app = &guard.app;
    // Signing in and out is no write in anybody's name.
    let is_session = [paths::BEGIN_SESSION, paths::END_SESSION].contains(&request.uri().path());
    if request.method().is_safe() || is_session {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let (token, body) = begun(body).await;
    let of = token.and_then(|token| app.form_key.page_of(&token, app.store.clock().now()));
    let Some(of) = of else { return next.run(Request::from_parts(parts, body)).await };
    let visitor = match OptionalUser::from_request_parts(&mut parts, app).await {
        Ok(visitor) => visitor,
        Err(fault) => return fault.into_response(),
    };
    match (&visitor.actor, &visitor.identity) {
        (Some(actor), _) if actor.key() == of.person => next.run(Request::from_parts(parts, body)).await,
        // Somebody who is no longer let in, or not known yet, reads that first.
        (None, Some(_)) => next.run(Request::from_parts(parts, body)).await,
        // On the page of code in the browser, what was typed still stands.
        (Some(actor), _) if !wants_page(&parts.headers) => {
            let who = format!("This form was filled in as {}, and you are now signed in as {}.", of.name, actor.name);
            AppError::Refused(format!("{who} Nothing was sent.")).into_response()
        }
        (None, None) if !wants_page(&parts.headers) => AppError::SignedOut.into_response(),
        (Some(_), _) | (None, None) => {
            let kept = keep(&guard, &parts, body, of.clone()).await;
            match kept {
                Ok(kept) => not_taken(visitor, of, kept).await,
                Err(fault) => fault.into_response(),
            }
        }
    }
}

/// Keeps what was typed, if it is a form that can be kept; where it is gone on with.
async fn keep(guard: &FormGuard, parts: &Parts, body: Body, of: PageOf) -> Result<Option<String>, AppError> {
    let is_form = parts
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("application/x-www-form-urlencoded")));
    if !is_form {
        return Ok(None);
    }
    let Ok(body) = axum::body::to_bytes(body, guard.most(parts.uri.path())).await else { return Ok(None) };
    let Ok(body) = String::from_utf8(body.to_vec()) else { return Ok(None) };
    let page = without_kept(own_referer(parts).unwrap_or_default());
    let kept = KeptForm { posted_to: parts.uri.path().to_owned(), page, body, error: Some(AppError::SignedOut) };
    let id = kept.keep(&guard.app, of).await?;
    Ok(Some(kept.url(&id)))
}

/// Says that nothing was written, and where what was typed is.
async fn not_taken(visitor: OptionalUser, of: PageOf, kept: Option<String>) -> Response {
    let OptionalUser { app, parts, session, actor, .. } = visitor;
    match actor {
        Some(actor) => other_person(RequestContext::new(app, parts, session, actor).await, of, kept).await,
        None if app.mode == Mode::Demo => {
            let text = match &kept {
                Some(_) => "You were signed out, so nothing was sent. Sign in again: what you typed is kept.",
                None => "You were signed out, so nothing was sent. Files and long lists are not kept: add them again.",
            };
            Flash::set(Severity::Warning, text, &session).await;
            let next =
                kept.or_else(|| own_referer(&parts).map(str::to_owned)).unwrap_or_else(|| paths::HOME.to_owned());
            Redirect::to(&paths::sign_in_then(&next)).into_response()
        }
        None => signed_out(&app, kept),
    }
}

/// The page for somebody who is signed in while the form is another's.
async fn other_person(cx: RequestContext, of: PageOf, kept: Option<String>) -> Response {
    let page = PageParts::new("This form is someone else’s", NavItem::None).status(StatusCode::CONFLICT);
    let mine = match (cx.app.mode, Persona::from_email(&of.email)) {
        (Mode::Demo, Some(persona)) => Mine::Persona(persona.slug),
        (Mode::Demo, None) | (Mode::Serve, _) => Mine::SignIn,
    };
    let Actor { name, email, .. } = cx.actor.clone();
    let told = OtherPerson { now: (name, email), of: (of.name, of.email), kept, mine };
    cx.render_page(page, move || told.view()).await
}

/// The page for somebody whose session with the proxy has ended.
fn signed_out(app: &AppState, kept: Option<String>) -> Response {
    let page = PageParts::new("Sign in again", NavItem::None).status(StatusCode::UNAUTHORIZED);
    let words = match &kept {
        Some(_) => {
            "Nothing was sent to Sigma and nothing was changed. What you typed is kept for 24 hours, for you alone: sign in again and go on."
        }
        None => {
            "Nothing was sent to Sigma and nothing was changed. Files and long lists are not kept: sign in again and add them once more."
        }
    };
    let href = kept.unwrap_or_else(|| paths::HOME.to_owned());
    render_minimal_page(app, page, "gate-plain", move || {
        view! {
            <main id="main">
                <div class="lost">
                    <p class="lost-code">"401, signed out"</p>
                    <h1>"You are signed out"</h1>
                    <p>{words}</p>
                    <div class="actions"><a class="btn btn-primary" href=href>"Sign in and go on"</a></div>
                </div>
            </main>
        }
    })
}
