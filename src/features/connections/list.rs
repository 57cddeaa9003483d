//! The connections list: search, filters, sort and page, all in the URL; and the same as CSV.

use crate::{
    components::{
        count,
        head::Head,
        icon::Icon,
        list::{Column, Filter, List, ListQuery, Listing, Named, Nothing, Offer, PAGE_SIZE, Search},
        number, panel,
    },
    directory::{Snapshot, fold},
    domain::{Capability, Connection, Grantee, Page, ResourceRef},
    web::{Cx, Fault, PageParts, Place, date, paths, stamp},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

/// A connection with what the list shows of its access.
struct Row {
    connection: Connection,
    grants: usize,
    /// Everybody who can reach it.
    reach: usize,
}

static LIST: List<Row> = List {
    path: paths::CONNECTIONS,
    one: "connection",
    many: "connections",
    caption: "Connections",
    search: Search { form: "Filter connections", label: "Search connections", placeholder: "Name or id" },
    filters: &[Filter::open("warehouse", "Warehouse"), Filter::named("team", "Team")],
    columns: &[
        Column::new("name", "Name", name, |row| row.connection.name.clone()).lead().sorts(),
        Column::text("warehouse", "Warehouse", |row: &Row| row.connection.warehouse_label().to_owned()).sorts(),
        Column::text("signin", "Signs in with", |row: &Row| sign_in(&row.connection).to_owned()),
        Column::new("grants", "Grants", |row: &Row| number(row.grants).into_any(), |row| row.grants.to_string())
            .class("num")
            .sorts(),
        Column::new("reach", "Can reach it", reach, |row| row.reach.to_string()).class("num"),
        Column::new("active", "Last query", last_query, |row| {
            row.connection.last_active_at.map(stamp).unwrap_or_default()
        })
        .class("lo muted nowrap")
        .sorts(),
        Column::new(
            "created",
            "Created",
            |row: &Row| day(row.connection.created_at),
            |row| stamp(row.connection.created_at),
        )
        .class("lo muted nowrap")
        .sorts()
        .offered(),
        Column::new(
            "updated",
            "Updated",
            |row: &Row| day(row.connection.updated_at),
            |row| stamp(row.connection.updated_at),
        )
        .class("lo muted nowrap")
        .sorts()
        .offered(),
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
pub async fn list(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let team = team(&query, &snapshot);
    let connections = find(&query, &team, &snapshot, query.page(), PAGE_SIZE);
    let all = snapshot.connections().len();
    let warehouses = warehouses(&snapshot);
    let sub = count(warehouses.len(), "kind of warehouse", "kinds of warehouse");
    let page = PageParts::new("Connections", Place::Connections).islands();
    let body = move || {
        let listing = Listing::new(&LIST, query, connections)
            .of(all)
            .offer("warehouse", Offer::Choices(warehouses))
            .offer("team", Offer::Named(team))
            .view();
        view! { <Head title="Connections" sub=sub.into_any()/>{listing} }
    };
    Ok(cx.show(page, body).await)
}

/// The list as CSV.
pub async fn csv(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let team = team(&query, &snapshot);
    let asked = query.clone();
    let rows = move |number, size| std::future::ready(Ok(find(&asked, &team, &snapshot, number, size)));
    LIST.csv(&query, Timestamp::now(), rows).await
}

/// The warehouses there are: Sigma's words and their makers'.
fn warehouses(snapshot: &Snapshot) -> Vec<(String, String)> {
    let mut all: Vec<_> =
        snapshot.connections().iter().map(|c| (c.warehouse_type.clone(), c.warehouse_label().to_owned())).collect();
    all.sort();
    all.dedup();
    all
}

/// The team that shall have been given access.
fn team(query: &ListQuery, snapshot: &Snapshot) -> Named {
    let teams = snapshot.teams().iter().map(|team| (team.id.as_str(), team.name.as_str()));
    Named::resolve(query.filter("team").unwrap_or_default(), teams)
}

/// A page of rows; who can reach a connection is worked out for these only.
fn find(query: &ListQuery, team: &Named, snapshot: &Snapshot, number: u32, size: u32) -> Page<Row> {
    if !team.is_settled() {
        return Page::empty(size);
    }
    let words: Vec<String> = fold(query.q()).split_whitespace().map(str::to_owned).collect();
    let of_team = team.id().map(|id| snapshot.granted_to(&Grantee::Team(id.into())));
    let mut found: Vec<&Connection> = snapshot
        .connections()
        .iter()
        .filter(|connection| answers(connection, query.q().trim(), &words))
        .filter(|connection| query.filter("warehouse").is_none_or(|wanted| wanted == connection.warehouse_type))
        .filter(|connection| {
            let is_it = |of: &ResourceRef| matches!(of, ResourceRef::Connection(id) if *id == connection.id);
            of_team.is_none_or(|granted| granted.iter().any(|(of, _)| is_it(of)))
        })
        .collect();
    let order = query.order();
    match order.column {
        "warehouse" => found.sort_by_key(|connection| connection.warehouse_label()),
        "grants" => found.sort_by_cached_key(|connection| grants(connection, snapshot)),
        "active" => found.sort_by_key(|connection| connection.last_active_at),
        "created" => found.sort_by_key(|connection| connection.created_at),
        "updated" => found.sort_by_key(|connection| connection.updated_at),
        // The directory has them by name.
        _ => {}
    }
    if order.descending {
        found.reverse();
    }
    Page::cut(found, number, size).map(|connection| Row {
        grants: grants(connection, snapshot),
        reach: snapshot.reach_count(&ResourceRef::Connection(connection.id.clone())),
        connection: connection.clone(),
    })
}

fn answers(connection: &Connection, typed: &str, words: &[String]) -> bool {
    let name = fold(&connection.name);
    words.iter().all(|word| name.contains(word.as_str())) || connection.id.as_str().eq_ignore_ascii_case(typed)
}

fn grants(connection: &Connection, snapshot: &Snapshot) -> usize {
    snapshot.grants(&ResourceRef::Connection(connection.id.clone())).len()
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
    view! { <div class="what"><Icon icon=lu::LuDatabase/><span><a href=href>{name}</a>{kind}</span></div> }.into_any()
}

fn reach(row: &Row) -> AnyView {
    let href = paths::resource_people(&ResourceRef::Connection(row.connection.id.clone()));
    match row.reach {
        0 => view! { <span class="muted">"nobody"</span> }.into_any(),
        n => view! { <a href=href>{count(n, "person", "people")}</a> }.into_any(),
    }
}

fn last_query(row: &Row) -> AnyView {
    row.connection.last_active_at.map_or_else(|| view! { <span>"never"</span> }.into_any(), day)
}

fn day(at: Timestamp) -> AnyView {
    view! { <time datetime=at.to_string()>{date(at)}</time> }.into_any()
}
