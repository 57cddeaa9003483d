//! The page of a dataset's materializations; it asks Sigma for those that finished.

use super::{
    heading, retired,
    runs::{self, Watch},
};
use crate::{
    domain::{Capability, DatasetId, Intent},
    ui::islands::LiveRegion,
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

/// How often the page reloads itself without script while a run is waited for, in seconds.
const RELOAD: u32 = 5;

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (dataset, snapshot) = heading::find(&cx, &DatasetId::new(id))?;
    let finished = cx.sigma().datasets().materializations(&dataset.id).await;
    let watch = match &finished {
        Ok(finished) => Watch::of(&cx, &dataset.id, finished).await?,
        Err(_) => None,
    };
    let intent = Intent::Materialize { dataset_id: dataset.id.clone(), name: dataset.name.clone() };
    let may_start = cx.app.changes.may(&intent, &cx.actor);
    let page = PageParts::new(format!("Materializations of {}", dataset.name), NavItem::Datasets);
    let page = if watch.is_some() { page.islands().reload_after(Some(RELOAD)) } else { page };
    let notice = retired(&snapshot);
    let body = move || {
        let follow = watch.is_some().then(|| {
            let events = paths::dataset_events(&dataset.id);
            view! { <LiveRegion region="materializations-region".to_owned() events=events/> }
        });
        view! {
            {heading::heading(&dataset, &paths::dataset_runs(&dataset.id))}
            {notice}
            <div id="materializations-region">{runs::panel(&dataset, finished, watch, may_start)}</div>
            {follow}
        }
    };
    Ok(cx.render_page(page, body).await)
}
