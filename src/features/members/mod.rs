//! Members: the list with its bulk actions, one person's page, and what can be changed there.
//!
//! Offboarding is part of this feature because one form serves a single person and many.

mod access;
mod attributes;
mod bulk;
mod card;
mod documents;
mod edit;
mod list;
mod menu;
mod offboard;
mod profile;
mod show;

use crate::{
    components::review,
    directory::Snapshot,
    domain::{Capability, Intent, Member, MemberId},
    web::{App, Cx, Fault, Place, paths},
};
use axum::{
    Router,
    extract::Path,
    response::Response,
    routing::{get, post},
};
use std::sync::Arc;

pub fn routes() -> Router<App> {
    let one = format!("{}/{{id}}", paths::MEMBERS);
    let documents = format!("{one}/documents");
    Router::new()
        .route(paths::MEMBERS, get(list::list))
        .route(&paths::csv(paths::MEMBERS), get(list::csv))
        .route(paths::MEMBERS_BULK, post(bulk::start))
        .route(&format!("{}/{{id}}", paths::MEMBERS_BULK), get(bulk::form).post(bulk::submit))
        .route(paths::ME, get(show::me))
        .route(&one, get(show::show))
        .route(&documents, get(documents::list))
        .route(&paths::csv(&documents), get(documents::csv))
        .route(&format!("{one}/edit"), get(edit::form).post(edit::submit))
        .route(&format!("{one}/access"), post(access::plan))
        .route(&format!("{one}/attributes"), post(attributes::plan))
        .route(&format!("{one}/offboard"), get(offboard::form).post(offboard::submit))
        .route(&format!("{one}/reactivate"), post(reactivate))
        .route(&format!("{one}/delete"), get(offboard::confirm).post(offboard::delete))
}

/// The person a page is about, with what it may show; Sigma's own scheduler is nobody.
fn subject(cx: &Cx, id: &MemberId) -> Result<(Member, Arc<Snapshot>), Fault> {
    let snapshot = cx.snapshot_about(id)?;
    let member = snapshot.member(id).filter(|m| !m.is_system()).cloned().ok_or(Fault::NotFound)?;
    Ok((member, snapshot))
}

/// Plans to take somebody back.
async fn reactivate(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let (member, _) = subject(&cx, &MemberId::new(id))?;
    let back = paths::member(&member.id);
    review::propose_or_leave(cx, Intent::Reactivate { members: vec![member.id] }, &back, Place::Members).await
}
