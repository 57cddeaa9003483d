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
    web::{AppError, RequestContext},
};
use axum::{extract::Path, response::Response};
use url::form_urlencoded;

/// The list; of one path, named by its parts, who has access.
pub async fn show(cx: RequestContext, Path(id): Path<ConnectionId>) -> Result<Response, AppError> {
    let resource = Resource::of_request(&cx, id.clone())?;
    let query = form_urlencoded::parse(cx.parts.uri.query().unwrap_or_default().as_bytes());
    let parts: Vec<String> = query.filter(|(name, _)| name == "part").map(|(_, part)| part.into_owned()).collect();
    if parts.is_empty() { list::page(cx, id, resource).await } else { access::page(cx, id, resource, parts).await }
}
