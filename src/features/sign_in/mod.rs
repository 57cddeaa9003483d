//! Signing in, at an OpenID provider or to the demo as a persona, and signing out.

mod actions;
mod begin;
mod cookie;
mod gate;
mod link;
mod provider;
mod sign_out;

use crate::{
    auth::{PERSONAS, Persona},
    ui::{
        avatar::Avatar,
        badge,
        icon::{self, Icon},
    },
    web::{self, AppError, AppState, Flash, Mode, NavItem, OptionalUser, PageParts, Pages, flash_message, get, paths},
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use gate::Notice;
use icondata_lu as lu;
use leptos::prelude::*;
use provider::Asked;

/// Longest logout token that is read, in bytes.
const LOGOUT_BYTES: usize = 64 * 1024;

const AGAIN: &str = "You are about to delete something, or to change many people at once. Show your identity provider again that it is you; then go on where you were. Nothing has been changed yet.";

pub fn routes() -> Pages {
    Pages::new()
        .route(paths::SIGN_IN, get(choose))
        .route(paths::SIGN_IN_START, get(provider::start))
        .route(paths::SIGN_IN_CALLBACK, get(provider::callback))
        .route(paths::SIGN_IN_AGAIN, get(again))
        .route(paths::SIGN_IN_LINK, get(link::page))
        .route(paths::SIGNED_OUT, get(sign_out::signed_out))
}

/// What an identity provider's machine asks, which has neither cookie nor page.
pub fn machine_routes() -> Router<AppState> {
    let told = post(sign_out::back_channel).layer(DefaultBodyLimit::max(LOGOUT_BYTES));
    Router::new().route(paths::BACK_CHANNEL_LOGOUT, told)
}

async fn choose(visitor: OptionalUser) -> Result<Response, AppError> {
    let Asked { next, .. } = web::decode(visitor.parts.uri.query());
    if visitor.actor.is_some() {
        return Ok(Redirect::to(paths::own(&next)).into_response());
    }
    let flash = Flash::take(&visitor.session).await;
    match visitor.app.auth.oidc() {
        Some(oidc) => {
            let name = oidc.config.name.clone();
            Ok(at_provider(&visitor, &name, paths::own(&next), flash))
        }
        None if visitor.app.mode == Mode::Demo => Ok(page(&visitor, next, flash)),
        None => Err(AppError::SignedOut),
    }
}

/// Says that a fresh sign-in is needed. A page, as a form is not followed to another site.
async fn again(visitor: OptionalUser) -> Result<Response, AppError> {
    let oidc = visitor.app.auth.oidc().ok_or(AppError::NotFound)?;
    let Asked { next, .. } = web::decode(visitor.parts.uri.query());
    let start = paths::sign_in_start(paths::own(&next), "fresh");
    let notice = Notice::new(200, "confirm it’s you", "Sign in again to continue", AGAIN.to_owned());
    Ok(notice.action(start, format!("Sign in with {}", oidc.config.name)).page(&visitor.app))
}

/// The page with a button that leads to the provider: somebody who has signed out is not signed in again unasked.
fn at_provider(visitor: &OptionalUser, provider: &str, next: &str, flash: Option<Flash>) -> Response {
    let organization = visitor.app.organization_name.clone();
    let (start, label) = (paths::sign_in_start(next, ""), format!("Sign in with {provider}"));
    let parts = PageParts::new("Sign in", NavItem::None).themed(&visitor.parts.headers);
    web::render_minimal_page(&visitor.app, parts, "gate", move || {
        view! {
            {plate()}
            <main class="gate-main" id="main">
                <h1>"Sign in"</h1>
                <p class="muted">"Access to Sigma at "<bdi>{organization}</bdi>"."</p>
                {flash.map(flash_message)}
                <div class="actions"><a class="btn btn-primary" href=start>{label}</a></div>
            </main>
        }
    })
}

fn page(visitor: &OptionalUser, next: String, flash: Option<Flash>) -> Response {
    let organization = visitor.app.organization_name.clone();
    let parts = PageParts::new("Sign in", NavItem::None).themed(&visitor.parts.headers);
    let body = move || {
        let personas = PERSONAS.into_iter().map(persona).collect_view();
        view! {
            {plate()}
            <main class="gate-main" id="main">
                <h1>"Choose a demo user"</h1>
                <p class="muted">"This is a demo. "{organization}" is a simulated organization, and every persona sees it differently."</p>
                {flash.map(flash_message)}
                <form method="post" action=paths::BEGIN_SESSION class="personas">
                    <input type="hidden" name="next" value=next/>
                    {personas}
                </form>
                <p class="hint">"Personas exist in demo mode on this computer only. In service people sign in through your identity provider."</p>
            </main>
        }
    };
    web::render_minimal_page(&visitor.app, parts, "gate", body)
}

fn plate() -> impl IntoView {
    view! {
        <header class="gate-plate">
            <p class="brand">{icon::mark()}" "<span>"sigma portal"</span></p>
            <svg class="art" viewBox="0 0 480 300" aria-hidden="true" inner_html=LINE_MAP></svg>
            <p class="gate-word">
                "Who has access to what, and why."
                <small>"Onboard people, run teams and grant access in Sigma, one planned step at a time."</small>
            </p>
        </header>
    }
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
