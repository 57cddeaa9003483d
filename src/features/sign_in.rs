//! Signing in to the demo as a persona, and signing out.

use crate::{
    auth::{self, PERSONAS, Persona, SignOut},
    components::{
        avatar::Avatar,
        badge,
        flash::flash_message,
        icon::{self, Icon},
    },
    domain::{Actor, Outcome, Subject},
    web::{self, App, Deed, Fault, Flash, Mode, PageParts, Place, Visitor, paths},
};
use axum::{
    Router,
    extract::Request,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

pub fn routes() -> Router<App> {
    Router::new().route(paths::SIGN_IN, get(choose).post(enter)).route(paths::SIGN_OUT, post(leave))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Next {
    next: String,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    persona: String,
    #[serde(default)]
    next: String,
}

async fn choose(visitor: Visitor) -> Result<Response, Fault> {
    let Next { next } = web::decode(visitor.parts.uri.query());
    if visitor.actor.is_some() {
        return Ok(Redirect::to(paths::own(&next)).into_response());
    }
    let flash = Flash::take(&visitor.session).await;
    page(visitor, StatusCode::OK, next, false, flash)
}

async fn enter(visitor: Visitor, request: Request) -> Result<Response, Fault> {
    let Choice { persona, next } = web::form(request).await?;
    if visitor.app.mode != Mode::Demo {
        return Err(Fault::SignedOut);
    }
    let Some(persona) = Persona::from_slug(&persona) else {
        return page(visitor, StatusCode::UNPROCESSABLE_ENTITY, next, true, None);
    };
    let snapshot = visitor.app.directory.snapshot();
    let identity = persona.identity(snapshot.as_deref());
    auth::sign_in(&visitor.session, &identity).await.map_err(|error| {
        tracing::error!(%error, "A session could not be begun");
        Fault::Broken
    })?;
    let actor = snapshot.and_then(|snapshot| visitor.app.authority.actor(&identity, &snapshot).ok());
    record(&visitor, actor, "session.signed_in", "Signed in").await?;
    Ok(Redirect::to(paths::own(&next)).into_response())
}

/// Writes the audit log's line about a session.
async fn record(visitor: &Visitor, actor: Option<Actor>, action: &'static str, what: &str) -> Result<(), Fault> {
    let Some(actor) = actor else { return Ok(()) };
    let deed = Deed {
        action,
        summary: format!("{what} as {}", actor.role.label().to_lowercase()),
        subjects: actor.member_id.clone().map(Subject::Member).into_iter().collect(),
        outcome: Outcome::Succeeded,
        sigma_request_id: None,
    };
    web::record(&visitor.app, actor, deed).await
}

async fn leave(visitor: Visitor) -> Result<Response, Fault> {
    let to = match visitor.app.auth.sign_out() {
        SignOut::Session => paths::SIGN_IN.to_owned(),
        SignOut::Proxy(url) => url,
        // Saying that somebody is signed out whom the proxy signs in with the next request would be a lie.
        SignOut::NotOffered => return Err(Fault::NotFound),
    };
    record(&visitor, visitor.actor.clone(), "session.signed_out", "Signed out").await?;
    auth::sign_out(&visitor.session).await.map_err(|error| {
        tracing::error!(%error, "A session could not be ended");
        Fault::Broken
    })?;
    Ok(Redirect::to(&to).into_response())
}

fn page(
    visitor: Visitor,
    status: StatusCode,
    next: String,
    missed: bool,
    flash: Option<Flash>,
) -> Result<Response, Fault> {
    if visitor.app.mode != Mode::Demo {
        return Err(Fault::SignedOut);
    }
    let organization = visitor.app.organization_name.clone();
    let parts = PageParts::new("Sign in", Place::None).status(status);
    let body = move || {
        let personas = PERSONAS.into_iter().map(persona).collect_view();
        view! {
            <header class="gate-plate">
                <p class="brand">{icon::mark()}" "<span>"sigma portal"</span></p>
                <svg class="art" viewBox="0 0 480 300" aria-hidden="true" inner_html=LINE_MAP></svg>
                <p class="gate-word">
                    "Who may reach what, and how they get there."
                    <small>"Onboard people, run teams and grant access in Sigma, one planned step at a time."</small>
                </p>
            </header>
            <main class="gate-main" id="main">
                <h1>"Who would you like to be?"</h1>
                <p class="muted">"This is a demo. "{organization}" is a simulated organisation, and every persona sees it differently."</p>
                {flash.map(flash_message)}
                {missed.then(|| view! { <p class="note t-warn" role="alert">"Choose one of the people below."</p> })}
                <form method="post" class="personas">
                    <input type="hidden" name="next" value=next/>
                    {personas}
                </form>
                <p class="hint">"Personas exist in demo mode on this computer only. In service people sign in through your identity provider."</p>
            </main>
        }
    };
    Ok(web::bare(&visitor.app, parts, "gate", body))
}

fn persona(persona: Persona) -> impl IntoView {
    view! {
        <button class="persona" name="persona" value=persona.slug>
            <Avatar name=persona.name.to_owned() key=persona.email.to_owned() size="avatar-lg"/>
            <span><b>{persona.name}</b>" "{badge::role(persona.role)}<small>{persona.role.summary()}</small></span>
            <Icon icon=lu::LuArrowRight/>
        </button>
    }
}

const LINE_MAP: &str = r#"<path class="track" d="M20 250h90l60-60h250"/><path class="track" d="M60 40v90l70 70v80"/><path class="track" d="M440 30l-80 80v150"/><path class="track-on" d="M380 50H150l110 100-110 100h230"/><g class="stop"><circle cx="60" cy="86" r="7"/><circle cx="60" cy="250" r="7"/><circle cx="400" cy="70" r="7"/><circle cx="360" cy="220" r="7"/></g><g class="stop-on"><circle cx="380" cy="50" r="8"/><circle cx="150" cy="50" r="8"/><circle cx="150" cy="250" r="8"/><circle cx="380" cy="250" r="8"/></g><circle class="here" cx="260" cy="150" r="15"/>"#;
