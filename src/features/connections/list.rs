//! The connections list, and the same as CSV.

use super::rows::{Row, Source, warehouses};
use crate::{
    domain::{Capability, Connection},
    features::shared::{
        list::{Column, Filter, List, Listing, Nothing, Offer, SavedList, Search, day, people},
        picker::{self, CandidateSource},
        sigma_error_panel::sigma_error_panel,
    },
    ui::{count, head::Head, icon::Icon, number, panel},
    web::{AppError, NavItem, PageParts, RequestContext, Severity, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

static LIST: List<Row> = List {
    path: paths::CONNECTIONS,
    one: "connection",
    many: "connections",
    caption: "Connections",
    search: Search { form: "Filter connections", label: "Search connections", placeholder: "Name or id" },
    filters: &[
        Filter::open("warehouse", "Warehouse"),
        Filter::named("team", "Team"),
        Filter::fixed("state", "State", &[("archived", "Archived")]),
    ],
    columns: &[
        Column::new("name", "Name", name, |row| row.connection().name.clone()).lead().searched().sorts(),
        Column::text("warehouse", "Warehouse", |row: &Row| row.connection().warehouse_label().to_owned()).sorts(),
        Column::text("signin", "Authentication", |row: &Row| sign_in(row.connection()).to_owned()),
        Column::new("grants", "Grants", grants, |row| row.grants().map(|n| n.to_string()).unwrap_or_default())
            .class("num")
            .sorts_by(|row| row.grants().unwrap_or_default()),
        Column::new("reach", "People", reach, |row| row.reach().map(|n| n.to_string()).unwrap_or_default())
            .class("num"),
        Column::moment("active", "Last query", last_query, |row: &Row| row.connection().last_active_at)
            .class("lo muted nowrap")
            .sorts(),
        Column::text("state", "State", |row: &Row| {
            if row.connection().is_archived { "Archived" } else { "Active" }.to_owned()
        })
        .offered(),
        Column::day("created", "Created", |row: &Row| row.connection().created_at).sorts().offered(),
        Column::day("updated", "Updated", |row: &Row| row.connection().updated_at).sorts().offered(),
        Column::new("id", "Connection id", id, |row| row.connection().id.to_string()).searched().offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuDatabase,
        title: "No connection is here yet",
        text: "Connections are made in Sigma, with the warehouse's credentials, and appear after the next sync.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let snapshot = cx.snapshot()?;
    let team = picker::teams(&snapshot).resolve(query.filter("team").unwrap_or_default());
    let source = Source::of(&query, &cx).await;
    if query.is_csv() {
        return Ok(match source {
            Ok(source) => {
                let found = LIST.find(source.rows(&query, &team, &snapshot), &query);
                LIST.csv(&query, cx.now, found).await
            }
            Err(error) => cx.leave(&query.url(), Severity::Error, error.sentence()).await,
        });
    }
    let warehouses = warehouses(snapshot.connections());
    let sub = count(warehouses.len(), "kind of warehouse", "kinds of warehouse");
    let page = PageParts::new("Connections", NavItem::Connections).islands();
    let body = move || {
        let list = match source {
            Err(error) => {
                let all = query.cleared().url();
                view! {
                    <div class="panel">{sigma_error_panel(&error)}</div>
                    <p class="hint">"Archived connections are asked of Sigma. "<a href=all>"All others"</a></p>
                }
                .into_any()
            }
            Ok(source) => {
                let found = LIST.find(source.rows(&query, &team, &snapshot), &query);
                Listing::cut(&LIST, query, found)
                    .saved(saved)
                    .of(source.connections(&snapshot).len())
                    .offer("warehouse", Offer::Choices(warehouses))
                    .offer("team", Offer::Named(team))
                    .view()
                    .into_any()
            }
        };
        view! { <Head title="Connections" sub=sub.into_any()/>{list} }
    };
    Ok(cx.render_page(page, body).await)
}

/// How people get into the warehouse.
fn sign_in(connection: &Connection) -> &'static str {
    if connection.use_oauth { "OAuth" } else { "Shared service account" }
}

fn name(row: &Row) -> AnyView {
    let connection = row.connection();
    let (href, name) = (paths::connection(&connection.id), connection.name.clone());
    let kind = match (connection.is_sample, connection.is_audit_log) {
        (true, _) => Some("Sample"),
        (_, true) => Some("Audit log"),
        _ => None,
    };
    let kind = kind.map(|kind| view! { " "<span class="tag">{kind}</span> });
    // The directory leaves archived ones out, so they have no page.
    let name = if connection.is_archived {
        view! { {name}" "<span class="status is-archived">"Archived"</span> }.into_any()
    } else {
        view! { <a href=href>{name}</a> }.into_any()
    };
    view! { <div class="what"><Icon icon=lu::LuDatabase/><span>{name}{kind}</span></div> }.into_any()
}

fn grants(row: &Row) -> AnyView {
    row.grants().map_or_else(not_read, |n| number(n).into_any())
}

fn reach(row: &Row) -> AnyView {
    row.reach().map_or_else(not_read, |n| people(n, paths::resource_people(&row.of())))
}

/// The access to archived connections.
fn not_read() -> AnyView {
    view! { <span class="muted">"not read"</span> }.into_any()
}

fn last_query(row: &Row) -> AnyView {
    row.connection().last_active_at.map_or_else(|| view! { <span>"never"</span> }.into_any(), day)
}

fn id(row: &Row) -> AnyView {
    panel::id(row.connection().id.as_str()).into_any()
}
