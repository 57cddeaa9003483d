//! Finding anything by its name: pages, actions, people, teams. The page works without script; the command palette
//! asks for the same results as options of its list.

mod page;
mod results;

use crate::{
    domain::{Capability, searchable},
    web::{AppError, NavItem, PageParts, Pages, RequestContext, decode, fragment, get, paths},
};
use axum::response::Response;
use results::results;
use serde::Deserialize;

/// Most things of one kind: in the palette, and on the page.
const IN_PALETTE: usize = 6;
const ON_PAGE: usize = 20;

pub fn routes() -> Pages {
    Pages::new().route(paths::FIND, get(find))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    q: String,
    /// What to answer with: a page; or `options`, the results alone as the options of the palette's list box.
    view: String,
}

async fn find(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let mut query: Query = decode(cx.parts.uri.query());
    query.q = searchable(&query.q).to_owned();
    let snapshot = cx.snapshot()?;
    let (q, rules) = (query.q.as_str(), cx.app.changes.rules());
    if query.view == "options" {
        return Ok(fragment(|| page::options(q, results(q, &snapshot, &cx.actor, &rules, IN_PALETTE))));
    }
    let groups = results(q, &snapshot, &cx.actor, &rules, ON_PAGE);
    Ok(cx.show(PageParts::new("Find", NavItem::None), move || page::page(&query.q, groups)).await)
}
