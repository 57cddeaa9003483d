//! The list of a connection's databases, schemas and tables, and the same as CSV.

use super::read::{self, MAX_PATHS};
use crate::{
    domain::ConnectionId,
    features::shared::{
        list::{Column, List, ListQuery, Listing, Nothing, Search},
        resource_access::{Resource, ResourceTab},
        sigma_error_panel::sigma_error_panel,
    },
    ui::{number, panel::Panel},
    web::{AppError, PageParts, RequestContext, Severity, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::HashMap;

/// A database, schema or table of the connection.
struct Row {
    connection: ConnectionId,
    parts: Vec<String>,
    /// How many paths lie directly in it.
    inside: usize,
}

static LIST: List<Row> = List {
    // Where the list really is depends on the connection, see `page`.
    path: "",
    one: "schema or table",
    many: "schemas and tables",
    caption: "Schemas and tables",
    search: Search { form: "Filter paths", label: "Search schemas and tables", placeholder: "Name" },
    filters: &[],
    columns: &[
        Column::new("name", "Name", name, |row| row.parts.last().cloned().unwrap_or_default()).lead().sorts(),
        Column::within_lead("path", "Path", |row: &Row| row.parts.join(".")).searched().sorts(),
        Column::text("inside", "Contains", |row: &Row| row.inside.to_string()).class("num").sorts_by(|row| row.inside),
    ],
    order: "path",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuDatabase,
        title: "No schemas or tables",
        text: "Sigma lists none for this connection. It lists them once it has read the warehouse’s catalog.",
    },
};

pub async fn page(cx: RequestContext, id: ConnectionId, resource: Resource) -> Result<Response, AppError> {
    let (snapshot, offers) = (cx.snapshot()?, resource.offers(&cx));
    let query = ListQuery::of(&LIST, &cx.parts.uri).at(paths::connection_paths(&id));
    let page = PageParts::new(format!("Schemas and tables of {}", resource.name), resource.place()).islands();
    let read = match read::paths(&cx, &id).await {
        Ok(read) => read,
        Err(error) if query.is_csv() => {
            return Ok(cx.leave(&query.url(), Severity::Error, error.sentence()).await);
        }
        Err(error) => {
            let body = move || {
                let panel = sigma_error_panel(&error);
                view! {
                    {resource.head(ResourceTab::Paths, &snapshot, offers)}
                    <Panel id="paths" title="Schemas and tables">{panel}</Panel>
                }
            };
            return Ok(cx.render_page(page, body).await);
        }
    };
    let (all, more) = (read.paths.len(), read.more);
    let found = LIST.find(rows(&id, read.paths).into_iter(), &query);
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, found).await);
    }
    let body = move || {
        let check = format!("{}#lookup", paths::connection_check(&id));
        let more = more.then(|| {
            let most = number(MAX_PATHS);
            view! {
                <p class="hint">
                    {format!("This connection has more than {most} paths; only the first {most} are listed and searched. Open another one with ")}
                    <a href=check>"Find a path"</a>"."
                </p>
            }
        });
        let listing = Listing::cut(&LIST, query, found).of(all).view();
        view! {
            {resource.head(ResourceTab::Paths, &snapshot, offers)}
            <div class="stack">
                {more}
                {listing}
                <p class="hint">"Listed by Sigma just now. Open a path to see who was given access to it alone, and to change that."</p>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn rows(id: &ConnectionId, paths: Vec<Vec<String>>) -> Vec<Row> {
    let mut inside: HashMap<Vec<String>, usize> = HashMap::new();
    for path in &paths {
        if let Some((_, above)) = path.split_last() {
            *inside.entry(above.to_vec()).or_default() += 1;
        }
    }
    let row = |parts: Vec<String>| {
        let inside = inside.get(&parts).copied().unwrap_or_default();
        Row { connection: id.clone(), parts, inside }
    };
    paths.into_iter().map(row).collect()
}

fn name(row: &Row) -> AnyView {
    let href = paths::connection_path(&row.connection, &row.parts);
    view! { <a href=href>{row.parts.last().cloned()}</a><br/><small class="muted">{row.parts.join(".")}</small> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_in_a_path_is_counted_one_level_down() {
        let path = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
        let rows = rows(&"c".into(), ["db", "db.sales", "db.sales.orders", "db.sales.lines"].map(path).to_vec());
        assert_eq!(rows.iter().map(|row| row.inside).collect::<Vec<_>>(), [1, 2, 0, 0]);
    }
}
