//! The page that gives access to a workspace.

use super::actions::GiveWorkspaceAccess;
use crate::{
    domain::WorkspaceId,
    features::shared::resource_access::{Resource, give_page},
    web::{AppError, RequestContext},
};
use axum::{extract::Path, response::Response};

pub async fn form(cx: RequestContext, Path(id): Path<WorkspaceId>) -> Result<Response, AppError> {
    let resource = Resource::changeable(&cx, id)?;
    give_page::<GiveWorkspaceAccess>(cx, resource).await
}
