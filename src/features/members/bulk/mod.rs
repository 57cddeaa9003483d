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
    components::{
        list::MOST_PICKS,
        review::{self, Back, Proposed},
    },
    domain::{Capability, Choice, Intent, Invalid, MemberId},
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
    /// The list's URL, to go back to.
    at: String,
    /// The button.
    #[serde(rename = "do")]
    what: String,
}

/// Finds out who is meant, and goes on to what else must be said.
pub async fn start(cx: Cx, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    let picked: Picked = web::form(request).await?;
    if picked.what == "keep" {
        return Ok(keep(&cx, &picked).await);
    }
    let action = Action::from_slug(&picked.what).ok_or(Fault::Unreadable)?;
    cx.require(action.needs())?;
    let snapshot = cx.snapshot()?;
    if let Some(why) = action.obstacle(&cx.app.changes.rules(), &snapshot) {
        return Err(Fault::Provisioned(why));
    }
    let draft = Draft::new(action, picked.member, picked.all, &snapshot);
    let back = draft.list_url();
    if draft.ids.is_empty() {
        return Ok(cx.leave(&back, Tone::Warning, "Select somebody first.").await);
    }
    match action {
        Action::Csv => list::csv_of(draft.ids, snapshot).await,
        Action::Reactivate => {
            let members = Selection::of(&draft, &cx.actor, &cx.app.changes.rules(), &snapshot).members;
            review::propose_or_leave(cx, Intent::Reactivate { members }, &back, Place::Members).await
        }
        _ => {
            let id = draft.keep(&cx).await?;
            Ok(Redirect::to(&paths::members_bulk(&id)).into_response())
        }
    }
}

/// Goes back to the list with what is picked in its URL, so that it goes along to other pages of it.
async fn keep(cx: &Cx, picked: &Picked) -> Response {
    let (url, all) = list::with_picks(&picked.at, &picked.member);
    if all {
        return Redirect::to(&url).into_response();
    }
    let text = format!("Only the first {MOST_PICKS} are kept. For more, narrow the list down and take all that match.");
    cx.leave(&url, Tone::Warning, text).await
}

/// Who is meant, and the form.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::WriteTeams)?;
    let draft = Draft::find(&id, &cx).await?;
    cx.require(draft.action.needs())?;
    let form = match Form::kept_of(draft.action, &cx).await? {
        Some(form) => form,
        None => Form::fresh(draft.action),
    };
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
    if let Some(draft) = form.account_type().and_then(|wanted| draft.overtaken(wanted, &snapshot)) {
        form.ask_again();
        let id = draft.keep(&cx).await?;
        return show(cx, StatusCode::CONFLICT, &id, draft, form, Invalid::new(), None).await;
    }
    if !draft.contested.is_empty() && form.kept().is_none() {
        let errors = Invalid::one("contest", "Choose whether the account types that somebody else has set stay.");
        return show(cx, StatusCode::UNPROCESSABLE_ENTITY, &id, draft, form, errors, None).await;
    }
    let mut members = Selection::of(&draft, &cx.actor, &cx.app.changes.rules(), &snapshot).members;
    if form.kept() == Some(Choice::Theirs) {
        members.retain(|id| !draft.contested.contains(id));
    }
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
    let selection = Selection::of(&draft, &cx.actor, &cx.app.changes.rules(), &snapshot);
    let page = view::Middle { action: paths::members_bulk(id), draft, selection, form, errors, moved };
    let actor = cx.actor.clone();
    let parts = web::PageParts::new(page.title(), Place::Members).status(status).islands();
    Ok(cx.show(parts, move || page.view(&actor, &snapshot)).await)
}
