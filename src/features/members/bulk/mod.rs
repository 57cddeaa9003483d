//! One action on many people: picked in the list, or all that a filter finds.
//!
//! Who is meant is found out by the server and kept there as a [`Draft`], so that thousands of ids travel once at
//! most. Before the plan is made, “all that match” is asked again: whoever came or went meanwhile is shown.

pub mod account_type;
mod action;
mod draft;
mod form;
pub mod moving;
pub mod package;
pub mod paste;
mod selection;
pub mod team;
mod view;

pub use action::Action;
pub use draft::Draft;
pub use selection::Selection;

use super::list;
use crate::{
    domain::{Capability, MemberId},
    web::{AppError, NavItem, PageParts, RequestContext},
};
use axum::{extract::Path, response::Response};
use form::Form;

/// The selection of this id, for this action, and whom it can be done to by now.
///
/// # Errors
/// [`AppError::NotFound`] where it is not the actor's or kept no longer, [`AppError::Stale`] where others match by now
/// than `seen` stands for.
pub async fn selected(
    cx: &RequestContext,
    action: Action,
    id: &str,
    seen: &str,
) -> Result<(Draft, Vec<MemberId>), AppError> {
    let draft = Draft::find(id, cx).await?;
    if draft.action != action {
        return Err(AppError::NotFound);
    }
    let snapshot = cx.snapshot()?;
    let people = draft.people(&snapshot).into_owned();
    if seen != shown_as(&people) {
        return Err(AppError::Stale);
    }
    let members = Selection::of(action, &people, &cx.actor, &cx.app.changes.rules(), &snapshot).members;
    Ok((draft, members))
}

/// Who is meant, and the form.
pub async fn page(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::WriteTeams)?;
    let draft = Draft::find(&id, &cx).await?;
    cx.require(draft.action.needs())?;
    let snapshot = cx.snapshot()?;
    let people = draft.people(&snapshot).into_owned();
    let selection = Selection::of(draft.action, &people, &cx.actor, &cx.app.changes.rules(), &snapshot);
    let form = Form::of(&cx, &draft, &snapshot).await?;
    let moved = form.is_stale.then(|| draft.moved(&people));
    let page = view::Middle { id, seen: shown_as(&people), draft, selection, form, moved };
    let parts = PageParts::new(page.title(), NavItem::Members).islands();
    let actor = cx.actor.clone();
    Ok(cx.render_page(parts, move || page.view(&actor, &snapshot)).await)
}

/// The people of a selection as CSV.
pub async fn csv(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let draft = Draft::find(&id, &cx).await?;
    let snapshot = cx.snapshot()?;
    let people = draft.people(&snapshot).into_owned();
    Ok(list::csv_of(&people, &snapshot, cx.now).await)
}

/// Stands in a form for the people that its page showed.
fn shown_as(people: &[MemberId]) -> String {
    draft::digest(people.iter().map(MemberId::as_str))
}
