//! Workspaces: the list, one workspace with who has access and what it contains, and what can be changed there.

mod contents;
mod delete;
mod files;
mod list;
mod name;
mod show;

use crate::{
    components::resource_access,
    domain::WorkspaceId,
    web::{App, paths},
};
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<App> {
    let one = format!("{}/{{id}}", paths::WORKSPACES);
    let people = format!("{one}/people");
    Router::new()
        .route(paths::WORKSPACES, get(list::list))
        .route(&paths::csv(paths::WORKSPACES), get(list::csv))
        .route(paths::WORKSPACE_NEW, get(name::create_form).post(name::create))
        .route(&one, get(show::show))
        .route(&people, get(resource_access::everyone::<WorkspaceId>))
        .route(&paths::csv(&people), get(resource_access::csv::<WorkspaceId>))
        .route(&format!("{one}/files"), get(contents::contents))
        .route(&format!("{one}/edit"), get(name::rename_form).post(name::rename))
        .route(&format!("{one}/delete"), get(delete::ask).post(delete::plan))
        .route(
            &format!("{one}/access"),
            get(resource_access::give_form::<WorkspaceId>).post(resource_access::give::<WorkspaceId>),
        )
        .route(&format!("{one}/grants"), post(resource_access::change::<WorkspaceId>))
}
