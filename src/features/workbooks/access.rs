//! Who can open a workbook, and sharing it.

use super::frame;
use crate::{
    components::document_access,
    domain::{Capability, WorkbookId},
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
    let workbook = frame::find(&cx, &WorkbookId::new(id)).await?;
    let reached = frame::document(&workbook).reached();
    let (here, actor) = (reached.path.clone(), cx.actor.clone());
    reached.page(cx, move |_| frame::frame(&workbook, &actor, &here).into_any()).await
}

/// The same as CSV.
pub async fn csv(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let workbook = frame::find(&cx, &WorkbookId::new(id)).await?;
    frame::document(&workbook).reached().csv(cx).await
}

/// Shares it, or takes a share back.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let workbook = frame::find(&cx, &WorkbookId::new(id)).await?;
    document_access::plan(cx, frame::document(&workbook), request).await
}
