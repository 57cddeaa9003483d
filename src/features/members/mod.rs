//! Members: the list with its bulk actions, one person's page, and what can be changed there.
//!
//! Offboarding is part of this feature because one form serves a single person and many.

mod access;
mod actions;
mod activity;
mod attributes;
mod bulk;
mod card;
mod copy;
mod documents;
mod duplicates;
mod edit;
mod licences;
mod list;
mod menu;
mod offboard;
mod profile;
mod show;
mod tabs;
mod why;

use crate::{
    directory::Snapshot,
    domain::{Member, MemberId},
    web::{AppError, Pages, RequestContext, get, paths},
};
use actions::{
    BulkAddToTeam, BulkChangeType, BulkMove, BulkOffboard, BulkRemoveFromTeam, EditMember, OffboardMember, SelectList,
    SetAttribute,
};
use leptos::server_fn::ServerFn;
use std::sync::Arc;

/// The functions that take a list of people.
pub const LISTS: [&str; 1] = [SelectList::PATH];

/// The functions whose forms say beside them what they change.
pub const PREVIEWED: [&str; 8] = [
    EditMember::PATH,
    OffboardMember::PATH,
    SetAttribute::PATH,
    BulkAddToTeam::PATH,
    BulkChangeType::PATH,
    BulkMove::PATH,
    BulkOffboard::PATH,
    BulkRemoveFromTeam::PATH,
];

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::MEMBERS, list::list)
        .route(paths::MEMBERS_BULK, get(bulk::page))
        .route(&paths::csv(paths::MEMBERS_BULK), get(bulk::csv))
        .route(paths::MEMBERS_SELECT, get(bulk::paste::page))
        .route(paths::MEMBERS_LICENCES, get(licences::page))
        .route(paths::MEMBERS_DUPLICATES, get(duplicates::page))
        .route(paths::ME, get(show::me))
        .route(paths::MEMBER, get(show::show))
        .list(paths::MEMBER_DOCUMENTS, documents::list)
        .route(paths::MEMBER_ATTRIBUTES, get(attributes::show))
        .route(paths::MEMBER_ACTIVITY, get(activity::show))
        .route(paths::MEMBER_WHY, get(why::page))
        .route(paths::MEMBER_COPY, get(copy::page))
        .route(paths::MEMBER_EDIT, get(edit::form))
        .route(paths::MEMBER_OFFBOARD, get(offboard::form))
        .route(paths::MEMBER_DELETE, get(offboard::confirm))
}

/// The person a page is about, with what it may show; Sigma's own scheduler is nobody.
fn subject(cx: &RequestContext, id: &MemberId) -> Result<(Member, Arc<Snapshot>), AppError> {
    let snapshot = cx.snapshot_about(id)?;
    let member = snapshot.member(id).filter(|m| !m.is_system()).cloned().ok_or(AppError::NotFound)?;
    Ok((member, snapshot))
}
