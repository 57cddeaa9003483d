//! The connections list: search, filters, sort and page, all in the URL; and the same as CSV.

use super::rows::{Access, Row, Source, warehouses};
use crate::{
    components::{
        count,
        head::Head,
        icon::Icon,
        list::{Column, Filter, List, ListQuery, Listing, Named, Nothing, Offer, PAGE_SIZE, Search, day, people},
        number, panel,
        unanswered::unanswered,
    },
    domain::{Capability, Connection, ResourceRef},
    web::{AppError, NavItem, PageParts, RequestContext, Severity, paths, stamp},
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
        Column::new("name", "Name", name, |row| row.connection.name.clone()).lead().sorts(),
        Column::text("warehouse", "Warehouse", |row: &Row| row.connection.warehouse_label().to_owned()).sorts(),
        Column::text("signin", "Signs in with", |row: &Row| sign_in(&row.connection).to_owned()),
        Column::new(
            "grants",
            "Grants",
            |row: &Row| known(row, |access| number(access.grants).into_any()),
            |row| row.access.map(|access| access.grants.to_string()).unwrap_or_default(),
        )
        .class("num")
        .sorts(),
        Column::new("reach", "Can reach it", reach, |row| {
            row.access.map(|access| access.reach.to_string()).unwrap_or_default()
        })
        .class("num"),
        Column::new("active", "Last query", last_query, |row| {
            row.connection.last_active_at.map(stamp).unwrap_or_default()
        })
        .class("lo muted nowrap")
        .sorts(),
        Column::text("state", "State", |row: &Row| {
            if row.connection.is_archived { "Archived" } else { "Active" }.to_owned()
        })
        .offered(),
        Column::day("created", "Created", |row: &Row| row.connection.created_at).sorts().offered(),
        Column::day("updated", "Updated", |row: &Row| row.connection.updated_at).sorts().offered(),
        Column::new(
            "id",
            "Connection id",
            |row: &Row| panel::id(row.connection.id.as_str()).into_any(),
            |row| row.connection.id.to_string(),
        )
        .offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuDatabase,
        title: "No connection is here yet",
        text: "Connections are made in Sigma, with the warehouse's credentials, and appear with the next reading of the directory.",
    },
};

/// The list.
pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let team = Named::team(query.filter("team").unwrap_or_default(), &snapshot);
    let source = Source::of(&query, &cx).await;
    let warehouses = warehouses(snapshot.connections());
    let sub = count(warehouses.len(), "kind of warehouse", "kinds of warehouse");
    let page = PageParts::new("Connections", NavItem::Connections).islands();
    let body = move || {
        let list = match source {
            Err(error) => {
                let all = query.cleared().url();
                view! {
                    <div class="panel">{unanswered(&error)}</div>
                    <p class="hint">"Archived connections are asked of Sigma. "<a href=all>"All others"</a></p>
                }
                .into_any()
            }
            Ok(source) => {
                let rows = source.find(&query, &team, &snapshot, query.page(), PAGE_SIZE);
                Listing::new(&LIST, query, rows)
                    .of(source.connections(&snapshot).len())
                    .offer("warehouse", Offer::Choices(warehouses))
                    .offer("team", Offer::Named(team))
                    .view()
                    .into_any()
            }
        };
        view! { <Head title="Connections" sub=sub.into_any()/>{list} }
    };
    Ok(cx.show(page, body).await)
}

/// The list as CSV.
pub async fn csv(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let team = Named::team(query.filter("team").unwrap_or_default(), &snapshot);
    let source = match Source::of(&query, &cx).await {
        Ok(source) => source,
        Err(error) => return Ok(cx.leave(&query.url(), Severity::Error, error.to_string()).await),
    };
    let asked = query.clone();
    let rows = move |number, size| std::future::ready(Ok(source.find(&asked, &team, &snapshot, number, size)));
    LIST.csv(&query, cx.now, rows).await
}

/// How people get into the warehouse.
fn sign_in(connection: &Connection) -> &'static str {
    if connection.use_oauth { "OAuth" } else { "One account for all" }
}

fn name(row: &Row) -> AnyView {
    let connection = &row.connection;
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

/// What is known of the access; nothing is of archived connections.
fn known(row: &Row, show: impl FnOnce(&Access) -> AnyView) -> AnyView {
    row.access.as_ref().map_or_else(|| view! { <span class="muted">"not read"</span> }.into_any(), show)
}

fn reach(row: &Row) -> AnyView {
    let href = paths::resource_people(&ResourceRef::Connection(row.connection.id.clone()));
    known(row, |access| people(access.reach, href))
}

fn last_query(row: &Row) -> AnyView {
    row.connection.last_active_at.map_or_else(|| view! { <span>"never"</span> }.into_any(), day)
}
