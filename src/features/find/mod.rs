//! Finding anything by its name: pages, actions, people, teams. The page works without script; the command palette
//! asks for the same results as options of its list.

mod page;
mod results;

use crate::{
    domain::{Capability, ResourceKind, searchable},
    features::shared::picker::{Grantees, People, Resources, Teams, suggestions},
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
    /// What to answer with: a page; `options`, the results alone as the options of the palette's list box; `grantees`,
    /// `resources`, `workspaces`, `connections`, `people` or `teams`, the suggestions of a field.
    view: String,
    /// The field's name.
    list: String,
}

async fn find(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let mut query: Query = decode(cx.parts.uri.query());
    query.q = searchable(&query.q).to_owned();
    let snapshot = cx.snapshot()?;
    let (list, q) = (query.list.as_str(), query.q.as_str());
    match query.view.as_str() {
        "options" => {
            return Ok(fragment(|| {
                page::options(q, results(q, &snapshot, &cx.actor, &cx.app.changes.rules(), IN_PALETTE))
            }));
        }
        // The editor's rows have the levels; a suggestion needs none.
        "grantees" => {
            let grantees = Grantees { snapshot: &snapshot, levels: Vec::new() };
            return Ok(fragment(|| suggestions(list, q, &grantees)));
        }
        "resources" | "workspaces" | "connections" => {
            let kind = match query.view.as_str() {
                "workspaces" => Some(ResourceKind::Workspace),
                "connections" => Some(ResourceKind::Connection),
                _ => None,
            };
            return Ok(fragment(|| suggestions(list, q, &Resources { snapshot: &snapshot, kind })));
        }
        "people" => return Ok(fragment(|| suggestions(list, q, &People { snapshot: &snapshot }))),
        "teams" => {
            let teams = Teams { snapshot: &snapshot, actor: &cx.actor, levels: Vec::new() };
            return Ok(fragment(|| suggestions(list, q, &teams)));
        }
        _ => {}
    }
    let groups = results(&query.q, &snapshot, &cx.actor, &cx.app.changes.rules(), ON_PAGE);
    Ok(cx.show(PageParts::new("Find", NavItem::None), move || page::page(&query.q, groups)).await)
}
