//! Who can open a workbook and why.

use super::heading;
use crate::{
    domain::{Capability, WorkbookId},
    features::shared::document_access::Document,
    web::{AppError, RequestContext},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

/// Everybody who can open it, and why; as a page or as CSV.
pub async fn people(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let workbook = heading::find(&cx, &WorkbookId::new(id)).await?;
    let reached = Document::from(&workbook).reached();
    let (here, actor) = (reached.path.clone(), cx.actor.clone());
    reached.page(cx, move |snapshot| heading::heading(&workbook, &actor, snapshot, &here).into_any()).await
}
