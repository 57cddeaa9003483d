//! Members: the list with its bulk actions, one person's page, and what can be changed there.
//!
//! Offboarding is part of this feature because one form serves a single person and many.

mod access;
mod actions;
mod attributes;
mod bulk;
mod card;
mod documents;
mod edit;
mod licences;
mod list;
mod menu;
mod offboard;
mod profile;
mod show;
mod visitor;

use crate::{
    directory::Snapshot,
    domain::{Member, MemberId},
    web::{AppError, Pages, RequestContext, get, paths},
};
use std::sync::Arc;

pub fn routes() -> Pages {
    let one = format!("{}/{{id}}", paths::MEMBERS);
    let selection = format!("{}/{{id}}", paths::MEMBERS_BULK);
    let documents = format!("{one}/documents");
    Pages::new()
        .list(paths::MEMBERS, list::list)
        .route(&selection, get(bulk::page))
        .route(&paths::csv(&selection), get(bulk::csv))
        .route(paths::MEMBERS_LICENCES, get(licences::page))
        .route(paths::ME, get(show::me))
        .route(&one, get(show::show))
        .list(&documents, documents::list)
        .route(&format!("{one}/edit"), get(edit::form))
        .route(&format!("{one}/offboard"), get(offboard::form))
        .route(&format!("{one}/delete"), get(offboard::confirm))
}

/// The person a page is about, with what it may show; Sigma's own scheduler is nobody.
fn subject(cx: &RequestContext, id: &MemberId) -> Result<(Member, Arc<Snapshot>), AppError> {
    let snapshot = cx.snapshot_about(id)?;
    let member = snapshot.member(id).filter(|m| !m.is_system()).cloned().ok_or(AppError::NotFound)?;
    Ok((member, snapshot))
}
