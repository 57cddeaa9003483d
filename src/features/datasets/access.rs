//! Who can open a dataset, and sharing it.

use super::frame;
use crate::{
    components::document_access,
    domain::{Capability, DatasetId},
    web::{Cx, Fault},
};
use axum::{
    extract::{Path, Request},
    response::Response,
};
use leptos::prelude::*;

/// Everybody who can open it, and why.
pub async fn people(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let (dataset, _) = frame::find(&cx, &DatasetId::new(id))?;
    let reached = frame::document(&dataset).reached();
    let here = reached.path.clone();
    reached.page(cx, move |_| frame::frame(&dataset, &here).into_any()).await
}

/// The same as CSV.
pub async fn csv(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let (dataset, _) = frame::find(&cx, &DatasetId::new(id))?;
    frame::document(&dataset).reached().csv(cx).await
}

/// Shares it, or takes a share back.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let (dataset, _) = frame::find(&cx, &DatasetId::new(id))?;
    document_access::plan(cx, frame::document(&dataset), request).await
}
