//! Workspaces: the list, one workspace with who has access and what it contains, and what can be changed there.

mod access;
pub(super) mod actions;
mod contents;
mod delete;
mod files;
mod list;
mod name;
mod show;

use crate::{
    domain::WorkspaceId,
    features::shared::resource_access,
    web::{Pages, get, paths},
};

pub fn routes() -> Pages {
    let one = format!("{}/{{id}}", paths::WORKSPACES);
    let people = format!("{one}/people");
    Pages::new()
        .list(paths::WORKSPACES, list::list)
        .route(paths::WORKSPACE_NEW, get(name::create_form))
        .route(&one, get(show::show))
        .list(&people, resource_access::everyone::<WorkspaceId>)
        .route(&format!("{one}/files"), get(contents::contents))
        .route(&format!("{one}/edit"), get(name::rename_form))
        .route(&format!("{one}/delete"), get(delete::ask))
        .route(&format!("{one}/access"), get(access::form))
}
