//! One action on many people: picked in the list, or all that a filter finds.
//!
//! Who is meant is found out by the server and kept there as a [`Draft`], so that thousands of ids travel once at
//! most. Before the plan is made, “all that match” is asked again: whoever came or went meanwhile is shown.

mod action;
mod draft;
mod form;
mod view;

pub use action::Action;

use super::list;
use crate::{
    components::review::{self, Back, Proposed},
    domain::{Capability, Intent, Invalid, MemberId},
    web::{self, Cx, Fault, Place, Tone, paths},
};
use axum::{
    extract::{Path, Request},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use draft::{Draft, Selection};
use form::Form;
use serde::Deserialize;

/// What the list posts.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Picked {
    /// Ids of the rows that are ticked.
    member: Vec<MemberId>,
    /// The list's query, when all that match are meant.
    all: Option<String>,
    /// The button.
    #[serde(rename = "do")]
    what: String,
}

/// Finds out who is meant, and goes on to what else must be said.
pub async fn start(cx: Cx, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    let picked: Picked = web::form(request).await?;
    let action = Action::from_slug(&picked.what).ok_or(Fault::Unreadable)?;
    cx.require(action.needs())?;
    let snapshot = cx.snapshot()?;
    let draft = Draft::new(action, picked.member, picked.all, &snapshot);
    let back = draft.list_url();
    if draft.ids.is_empty() {
        return Ok(cx.leave(&back, Tone::Warning, "Select somebody first.").await);
    }
    match action {
        Action::Csv => list::csv_of(draft.ids, snapshot).await,
        Action::Reactivate => {
            let members = Selection::of(&draft, &cx.actor, &snapshot).members;
            review::propose_or_leave(cx, Intent::Reactivate { members }, &back, Place::Members).await
        }
        _ => {
            let id = draft.keep(&cx).await?;
            Ok(Redirect::to(&paths::members_bulk(&id)).into_response())
        }
    }
}

/// Who is meant, and the form.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    let draft = Draft::find(&id, &cx).await?;
    cx.require(draft.action.needs())?;
    let form = Form::fresh(draft.action);
    show(cx, StatusCode::OK, &id, draft, form, Invalid::new(), None).await
}

/// Checks the form and shows the plan.
pub async fn submit(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    let draft = Draft::find(&id, &cx).await?;
    cx.require(draft.action.needs())?;
    let mut form = Form::read(draft.action, request).await?;
    let snapshot = cx.snapshot()?;
    if form.restore(&cx).await? {
        return show(cx, StatusCode::OK, &id, draft, form, Invalid::new(), None).await;
    }
    if form.press() {
        let errors = form.open_questions(&cx.actor, &snapshot);
        return show(cx, StatusCode::OK, &id, draft, form, errors, None).await;
    }
    if let Some((draft, moved)) = draft.moved(&snapshot) {
        let id = draft.keep(&cx).await?;
        return show(cx, StatusCode::CONFLICT, &id, draft, form, Invalid::new(), Some(moved)).await;
    }
    let members = Selection::of(&draft, &cx.actor, &snapshot).members;
    let intent = match form.intent(members, &cx.actor, &snapshot) {
        Ok(intent) => intent,
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, &id, draft, form, errors, None).await,
    };
    let back = Back::to_form(paths::members_bulk(&id), &form);
    match review::propose(cx, intent, back, Place::Members).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, errors) => {
            show(*cx, StatusCode::UNPROCESSABLE_ENTITY, &id, draft, form, errors, None).await
        }
    }
}

async fn show(
    cx: Cx,
    status: StatusCode,
    id: &str,
    draft: Draft,
    form: Form,
    errors: Invalid,
    moved: Option<draft::Moved>,
) -> Result<Response, Fault> {
    let snapshot = cx.snapshot()?;
    let selection = Selection::of(&draft, &cx.actor, &snapshot);
    let page = view::Middle { action: paths::members_bulk(id), draft, selection, form, errors, moved };
    let actor = cx.actor.clone();
    let parts = web::PageParts::new(page.title(), Place::Members).status(status).islands();
    Ok(cx.show(parts, move || page.view(&actor, &snapshot)).await)
}
