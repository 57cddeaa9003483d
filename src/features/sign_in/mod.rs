//! Signing in to the demo as a persona, and signing out.

mod actions;

use crate::{
    auth::{PERSONAS, Persona},
    ui::{
        avatar::Avatar,
        badge,
        icon::{self, Icon},
    },
    web::{self, AppError, Flash, Mode, NavItem, OptionalUser, PageParts, Pages, flash_message, get, paths},
};
use axum::response::{IntoResponse, Redirect, Response};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

pub fn routes() -> Pages {
    Pages::new().route(paths::SIGN_IN, get(choose))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Next {
    next: String,
}

async fn choose(visitor: OptionalUser) -> Result<Response, AppError> {
    let Next { next } = web::decode(visitor.parts.uri.query());
    if visitor.actor.is_some() {
        return Ok(Redirect::to(paths::own(&next)).into_response());
    }
    if visitor.app.mode != Mode::Demo {
        return Err(AppError::SignedOut);
    }
    let flash = Flash::take(&visitor.session).await;
    Ok(page(&visitor, next, flash))
}

fn page(visitor: &OptionalUser, next: String, flash: Option<Flash>) -> Response {
    let organization = visitor.app.organization_name.clone();
    let parts = PageParts::new("Sign in", NavItem::None);
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
                <h1>"Choose a demo user"</h1>
                <p class="muted">"This is a demo. "{organization}" is a simulated organisation, and every persona sees it differently."</p>
                {flash.map(flash_message)}
                <form method="post" action=paths::BEGIN_SESSION class="personas">
                    <input type="hidden" name="next" value=next/>
                    {personas}
                </form>
                <p class="hint">"Personas exist in demo mode on this computer only. In service people sign in through your identity provider."</p>
            </main>
        }
    };
    web::bare(&visitor.app, parts, "gate", body)
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
