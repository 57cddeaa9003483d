//! Workspaces: the list, one workspace with who has access and what it contains, and what can be changed there.

mod access;
pub(super) mod actions;
mod contents;
mod delete;
mod files;
mod first;
mod list;
mod name;
mod show;

use crate::{
    domain::WorkspaceId,
    features::shared::resource_access,
    web::{Pages, get, paths},
};

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::WORKSPACES, list::list)
        .route(paths::WORKSPACE_NEW, get(name::create_form))
        .route(paths::WORKSPACE, get(show::show))
        .list(paths::WORKSPACE_PEOPLE, resource_access::everyone::<WorkspaceId>)
        .route(paths::WORKSPACE_FILES, get(contents::contents))
        .route(paths::WORKSPACE_ACTIVITY, get(resource_access::activity::<WorkspaceId>))
        .route(paths::WORKSPACE_EDIT, get(name::rename_form))
        .route(paths::WORKSPACE_DELETE, get(delete::ask))
        .route(paths::WORKSPACE_ACCESS, get(access::form))
}
