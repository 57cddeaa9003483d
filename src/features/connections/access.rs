//! The page that gives access to a connection.

use super::actions::GiveConnectionAccess;
use crate::{
    domain::ConnectionId,
    features::shared::resource_access::{Resource, give_page},
    web::{AppError, RequestContext},
};
use axum::{extract::Path, response::Response};

pub async fn form(cx: RequestContext, Path(id): Path<ConnectionId>) -> Result<Response, AppError> {
    let resource = Resource::changeable(&cx, id)?;
    give_page::<GiveConnectionAccess>(cx, resource).await
}
