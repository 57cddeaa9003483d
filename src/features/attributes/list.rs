//! The user attributes list, and the same as CSV.

use crate::{
    components::{
        head::Head,
        list::{Column, List, ListQuery, Listing, Nothing, PAGE_SIZE, Search},
        number, panel,
    },
    directory::{self, Snapshot, fold},
    domain::{Capability, Page, UserAttribute},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

/// An attribute with how many have a value.
struct Row {
    attribute: UserAttribute,
    members: usize,
    teams: usize,
}

static LIST: List<Row> = List {
    path: paths::ATTRIBUTES,
    one: "attribute",
    many: "attributes",
    caption: "User attributes",
    search: Search { form: "Filter attributes", label: "Search attributes", placeholder: "Name or description" },
    filters: &[],
    columns: &[
        Column::new("name", "Name", name, |row| row.attribute.name.clone()).lead().sorts(),
        Column::within_lead("about", "Description", |row: &Row| row.attribute.description.clone().unwrap_or_default()),
        Column::new("default", "Default", default, default_text),
        Column::text("members", "Members", |row: &Row| number(row.members)).class("num").sorts(),
        Column::text("teams", "Teams", |row: &Row| number(row.teams)).class("num").sorts(),
        Column::day("updated", "Updated", |row: &Row| row.attribute.updated_at),
        Column::new(
            "id",
            "Attribute id",
            |row: &Row| panel::id(row.attribute.id.as_str()).into_any(),
            |row| row.attribute.id.to_string(),
        )
        .offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuTags,
        title: "No user attributes",
        text: "The organisation has none. They are made in Sigma and serve row-level security and parameters.",
    },
};

/// The list.
pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let rows = find(&query, &snapshot, query.page(), PAGE_SIZE);
    let all = snapshot.user_attributes().len();
    let page = PageParts::new("User attributes", NavItem::Attributes).islands();
    let sub = "Named values of members and teams: they decide which rows somebody sees. They are defined in Sigma.";
    let body = move || {
        view! { <Head title="User attributes" sub=sub.into_any()/>{Listing::new(&LIST, query, rows).of(all).view()} }
    };
    Ok(cx.show(page, body).await)
}

/// The list as CSV.
pub async fn csv(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let asked = query.clone();
    let rows = move |number, size| std::future::ready(Ok::<_, AppError>(find(&asked, &snapshot, number, size)));
    LIST.csv(&query, cx.now, rows).await
}

fn find(query: &ListQuery, snapshot: &Snapshot, number: u32, size: u32) -> Page<Row> {
    let words = directory::words(query.q());
    let has_words = |attribute: &UserAttribute| {
        let text = fold(&format!("{} {}", attribute.name, attribute.description.as_deref().unwrap_or_default()));
        words.iter().all(|word| text.contains(word))
    };
    let row = |attribute: &UserAttribute| {
        let (members, teams) = snapshot.attribute_values(&attribute.id);
        Row { attribute: attribute.clone(), members, teams }
    };
    let mut found: Vec<Row> = snapshot.user_attributes().iter().filter(|a| has_words(a)).map(row).collect();
    match query.order().column {
        "members" => found.sort_by_key(|row| row.members),
        "teams" => found.sort_by_key(|row| row.teams),
        _ => {}
    }
    if query.order().descending {
        found.reverse();
    }
    Page::cut(found, number, size)
}

fn name(row: &Row) -> AnyView {
    let about = row.attribute.description.clone().filter(|text| !text.is_empty());
    view! {
        <div class="row-text">
            <a href=paths::attribute(&row.attribute.id)>{row.attribute.name.clone()}</a>
            {about.map(|about| view! { <small>{about}</small> })}
        </div>
    }
    .into_any()
}

fn default(row: &Row) -> AnyView {
    match &row.attribute.default_value {
        Some(value) => view! { <span class="tag">{value.value.clone()}</span> }.into_any(),
        None => view! { <span class="muted">"none"</span> }.into_any(),
    }
}

fn default_text(row: &Row) -> String {
    row.attribute.default_value.as_ref().map(|value| value.value.clone()).unwrap_or_default()
}
