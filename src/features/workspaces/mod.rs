//! Workspaces: the list, one workspace with who has access and what it contains, and what can be changed there.

mod contents;
mod delete;
mod files;
mod list;
mod name;
mod show;

use crate::{
    components::resource_access::{self, Resource},
    domain::{Capability, ResourceRef, WorkspaceId},
    web::{App, Cx, Fault, paths},
};
use axum::{
    Router,
    extract::{Path, Request},
    response::Response,
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
        .route(&people, get(everyone))
        .route(&paths::csv(&people), get(everyone_csv))
        .route(&format!("{one}/files"), get(contents::contents))
        .route(&format!("{one}/edit"), get(name::rename_form).post(name::rename))
        .route(&format!("{one}/delete"), get(delete::ask).post(delete::plan))
        .route(&format!("{one}/access"), get(give_form).post(give))
        .route(&format!("{one}/grants"), post(change))
}

fn find(cx: &Cx, id: String) -> Result<Resource, Fault> {
    cx.require(Capability::ReadDirectory)?;
    Resource::find(ResourceRef::Workspace(WorkspaceId::new(id)), &*cx.snapshot()?)
}

async fn everyone(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let workspace = find(&cx, id)?;
    resource_access::everyone(cx, workspace).await
}

async fn everyone_csv(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let workspace = find(&cx, id)?;
    resource_access::csv(cx, workspace).await
}

async fn give_form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let workspace = find(&cx, id)?;
    resource_access::give_form(cx, workspace).await
}

async fn give(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let workspace = find(&cx, id)?;
    resource_access::give(cx, workspace, request).await
}

async fn change(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let workspace = find(&cx, id)?;
    resource_access::change(cx, workspace, request).await
}
