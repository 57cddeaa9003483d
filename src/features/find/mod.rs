//! Finding anything by its name: pages, actions, people, teams. The page works without script; the command palette
//! asks for the same results as options of its list.

mod page;
mod results;

use crate::{
    components::grants::{Grantees, Resources, Things, suggestions},
    domain::Capability,
    web::{App, Cx, Fault, PageParts, Place, decode, paths},
};
use axum::{
    Router,
    http::header,
    response::{Html, IntoResponse, Response},
    routing::get,
};
use leptos::prelude::*;
use results::results;
use serde::Deserialize;

/// Most things of one kind: in the palette, and on the page.
const IN_PALETTE: usize = 6;
const ON_PAGE: usize = 20;

pub fn routes() -> Router<App> {
    Router::new().route(paths::FIND, get(find))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    q: String,
    /// What to answer with: a page; `options`, the results alone as the options of the palette's list box; `grantees`
    /// or `resources`, the suggestions of a grant editor.
    view: String,
    /// The grant editor's name.
    list: String,
}

async fn find(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let query: Query = decode(cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let options = |list: &dyn Fn() -> AnyView| {
        // An owner of its own: a view must not outlive the request that made it.
        let html = Owner::new().with(|| list().to_html());
        Ok(([(header::CACHE_CONTROL, "no-store")], Html(html)).into_response())
    };
    let (list, q) = (query.list.as_str(), query.q.as_str());
    let suggest = |things: &dyn Things| suggestions(list, q, things).into_any();
    match query.view.as_str() {
        "options" => {
            return options(&|| page::options(q, results(q, &snapshot, &cx.actor, IN_PALETTE)).into_any());
        }
        // The editor's rows have the levels; a suggestion needs none.
        "grantees" => return options(&|| suggest(&Grantees { snapshot: &snapshot, levels: Vec::new() })),
        "resources" => return options(&|| suggest(&Resources { snapshot: &snapshot })),
        _ => {}
    }
    let groups = results(&query.q, &snapshot, &cx.actor, ON_PAGE);
    Ok(cx.show(PageParts::new("Find", Place::None), move || page::page(&query.q, groups)).await)
}
