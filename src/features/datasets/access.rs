//! Who can open a dataset and why.

use super::heading;
use crate::{
    directory,
    domain::{Capability, DatasetId},
    features::shared::document_access::Document,
    web::{AppError, RequestContext},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

/// Everybody who can open it, and why; as a page or as CSV.
pub async fn people(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (dataset, _) = heading::find(&cx, &DatasetId::new(id))?;
    let reached = Document::from(directory::Document::Dataset(&dataset)).reached();
    let here = reached.path.clone();
    reached.page(cx, move |_| heading::heading(&dataset, &here).into_any()).await
}
