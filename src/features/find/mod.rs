//! Finding anything by its name: pages, actions, people, teams. The page works without script; the command palette
//! asks for the same results by a function.

mod page;

use crate::{
    domain::{Capability, searchable},
    features::shared::palette::results::results,
    web::{AppError, NavItem, PageParts, Pages, RequestContext, decode, get, paths},
};
use axum::response::Response;
use serde::Deserialize;

/// Most things of one kind.
const ON_PAGE: usize = 20;

pub fn routes() -> Pages {
    Pages::new().route(paths::FIND, get(find))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    q: String,
}

async fn find(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let mut query: Query = decode(cx.parts.uri.query());
    query.q = searchable(&query.q).to_owned();
    let snapshot = cx.snapshot()?;
    let (q, rules) = (query.q.as_str(), cx.app.changes.rules());
    let groups = results(q, &snapshot, &cx.actor, &rules, ON_PAGE);
    Ok(cx.render_page(PageParts::new("Find", NavItem::None), move || page::page(&query.q, groups)).await)
}
