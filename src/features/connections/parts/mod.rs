//! The databases, schemas and tables of a connection, and who was let in to each by itself.
//!
//! | file | owns |
//! |---|---|
//! | `read` | what Sigma says of them while somebody waits |
//! | `list` | all of them, to be searched and leafed through |
//! | `access` | who has access to one of them |
//! | `actions` | what the forms of `access` call |
//!
//! The directory keeps none of it: a warehouse may have more tables than the organisation has people, and grants are
//! listed one path at a time.

mod access;
mod actions;
mod list;
mod read;

use crate::{
    domain::ConnectionId,
    features::shared::resource_access::Resource,
    web::{AppError, RequestContext, decode},
};
use axum::{extract::Path, response::Response};
use serde::Deserialize;

/// The path that a URL names, as `paths::connection_path` prints it; empty for the list.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    database: String,
    schema: String,
    table: String,
}

/// The list; of one path, who has access.
pub async fn show(cx: RequestContext, Path(id): Path<ConnectionId>) -> Result<Response, AppError> {
    let resource = Resource::of_request(&cx, id.clone())?;
    let Query { database, schema, table } = decode(cx.parts.uri.query());
    let parts: Vec<String> = [database, schema, table].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { list::page(cx, id, resource).await } else { access::page(cx, id, resource, parts).await }
}
