//! The page that checks a connection: whether it works, and what a path in it is.

use super::check::{self, Query};
use crate::{
    domain::ConnectionId,
    features::shared::resource_access::{Resource, ResourceTab},
    web::{AppError, PageParts, RequestContext, decode},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

/// The page. It waits for Sigma only when its URL asks for a test or a path.
pub async fn show(cx: RequestContext, Path(id): Path<ConnectionId>) -> Result<Response, AppError> {
    let resource = Resource::of_request(&cx, id.clone())?;
    let (snapshot, offers) = (cx.snapshot()?, resource.offers(&cx));
    let query: Query = decode(cx.parts.uri.query());
    let checked = check::ask(query, &cx, &id).await;
    let page = PageParts::new(format!("Check of {}", resource.name), resource.place());
    let body = move || {
        view! {
            {resource.head(ResourceTab::Check, &snapshot, offers)}
            <div class="stack">{checked.test(&id)}{checked.lookup(&id)}</div>
        }
    };
    Ok(cx.render_page(page, body).await)
}
