//! What was done to a workbook lately.

use super::heading;
use crate::{
    domain::{Capability, Subject, WorkbookId},
    features::shared::history::{history, lately},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let workbook = heading::find(&cx, &WorkbookId::new(id)).await?;
    let past = lately(&cx, &Subject::Workbook(workbook.id.clone())).await;
    let (actor, snapshot) = (cx.actor.clone(), cx.snapshot()?);
    let page = PageParts::new(format!("Activity of {}", workbook.name), NavItem::Workbooks);
    let body = move || {
        let here = paths::workbook_activity(&workbook.id);
        view! { {heading::heading(&workbook, &actor, &snapshot, &here)}{history(past, "this workbook")} }
    };
    Ok(cx.render_page(page, body).await)
}
