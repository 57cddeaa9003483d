//! What was done to a dataset lately.

use super::heading;
use crate::{
    domain::{Capability, DatasetId, Subject},
    features::shared::history::{history, lately},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (dataset, _) = heading::find(&cx, &DatasetId::new(id))?;
    let past = lately(&cx, &Subject::Dataset(dataset.id.clone())).await;
    let page = PageParts::new(format!("Activity of {}", dataset.name), NavItem::Datasets);
    let body = move || {
        let here = paths::dataset_activity(&dataset.id);
        view! { {heading::heading(&dataset, &here)}{history(past, "this dataset")} }
    };
    Ok(cx.render_page(page, body).await)
}
