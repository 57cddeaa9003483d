//! Connections: the list, one connection with who has access, whether it works and what its paths are, and what can be
//! changed there.

mod check;
mod edit;
mod list;
mod rows;
mod show;

use crate::{
    components::resource_access::{self, Resource},
    domain::{Capability, ConnectionId, ResourceRef},
    web::{App, Cx, Fault, paths},
};
use axum::{
    Router,
    extract::{Path, Request},
    response::Response,
    routing::{get, post},
};

pub fn routes() -> Router<App> {
    let one = format!("{}/{{id}}", paths::CONNECTIONS);
    let people = format!("{one}/people");
    Router::new()
        .route(paths::CONNECTIONS, get(list::list))
        .route(&paths::csv(paths::CONNECTIONS), get(list::csv))
        .route(&one, get(show::show))
        .route(&people, get(everyone))
        .route(&paths::csv(&people), get(everyone_csv))
        .route(&format!("{one}/edit"), get(edit::form).post(edit::submit))
        .route(&format!("{one}/access"), get(give_form).post(give))
        .route(&format!("{one}/grants"), post(change))
}

fn find(cx: &Cx, id: String) -> Result<Resource, Fault> {
    cx.require(Capability::ReadDirectory)?;
    Resource::find(ResourceRef::Connection(ConnectionId::new(id)), &*cx.snapshot()?)
}

async fn everyone(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let connection = find(&cx, id)?;
    resource_access::everyone(cx, connection).await
}

async fn everyone_csv(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let connection = find(&cx, id)?;
    resource_access::csv(cx, connection).await
}

async fn give_form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let connection = find(&cx, id)?;
    resource_access::give_form(cx, connection).await
}

async fn give(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let connection = find(&cx, id)?;
    resource_access::give(cx, connection, request).await
}

async fn change(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let connection = find(&cx, id)?;
    resource_access::change(cx, connection, request).await
}
