//! The user attributes list, and the same as CSV.

use crate::{
    directory::Snapshot,
    domain::{Capability, UserAttribute},
    features::shared::list::{Column, List, ListQuery, Listing, Nothing, Search},
    ui::{head::Head, icon::Icon, number, panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;

/// An attribute of the directory.
struct Row {
    snapshot: Arc<Snapshot>,
    /// Its place among the directory's attributes.
    at: usize,
}

impl Row {
    fn attribute(&self) -> &UserAttribute {
        &self.snapshot.user_attributes()[self.at]
    }

    /// Members with a value of their own.
    fn members(&self) -> usize {
        self.snapshot.attribute_values(&self.attribute().id).0
    }

    /// Teams with a value.
    fn teams(&self) -> usize {
        self.snapshot.attribute_values(&self.attribute().id).1
    }
}

static LIST: List<Row> = List {
    path: paths::ATTRIBUTES,
    one: "attribute",
    many: "attributes",
    caption: "User attributes",
    search: Search { form: "Filter attributes", label: "Search attributes", placeholder: "Name or description" },
    filters: &[],
    columns: &[
        Column::new("name", "Name", name, |row| row.attribute().name.clone()).lead().searched().sorts(),
        Column::within_lead("about", "Description", |row: &Row| {
            row.attribute().description.clone().unwrap_or_default()
        })
        .searched(),
        Column::new("default", "Default", default, default_text),
        Column::text("members", "Members", |row: &Row| number(row.members())).class("num").sorts_by(Row::members),
        Column::text("teams", "Teams", |row: &Row| number(row.teams())).class("num").sorts_by(Row::teams),
        Column::day("updated", "Updated", |row: &Row| row.attribute().updated_at),
        Column::new("id", "Attribute id", id, |row| row.attribute().id.to_string()).offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuTags,
        title: "No user attributes",
        text: "Named values of members and teams, for row-level security and parameters. Create the first one.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::of(&LIST, &cx.parts.uri);
    let snapshot = cx.snapshot()?;
    let all = snapshot.user_attributes().len();
    let found = LIST.find((0..all).map(|at| Row { snapshot: snapshot.clone(), at }), &query);
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, found).await);
    }
    let page = PageParts::new("User attributes", NavItem::Attributes).islands();
    let sub = "Named values of members and teams: they decide which rows someone sees.";
    let creates = cx.can(Capability::WriteMembers);
    let body = move || {
        view! {
            <Head title="User attributes" sub=sub.into_any()>
                {creates.then(|| view! { <a class="btn btn-primary" href=paths::ATTRIBUTE_NEW><Icon icon=lu::LuPlus/>" New attribute"</a> })}
            </Head>
            {Listing::cut(&LIST, query, found).of(all).view()}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn name(row: &Row) -> AnyView {
    let about = row.attribute().description.clone().filter(|text| !text.is_empty());
    view! {
        <div class="row-text">
            <a href=paths::attribute(&row.attribute().id)>{row.attribute().name.clone()}</a>
            {about.map(|about| view! { <small>{about}</small> })}
        </div>
    }
    .into_any()
}

fn default(row: &Row) -> AnyView {
    match &row.attribute().default_value {
        Some(value) => view! { <span class="tag">{value.value.clone()}</span> }.into_any(),
        None => view! { <span class="muted">"none"</span> }.into_any(),
    }
}

fn default_text(row: &Row) -> String {
    row.attribute().default_value.as_ref().map(|value| value.value.clone()).unwrap_or_default()
}

fn id(row: &Row) -> AnyView {
    panel::id(row.attribute().id.as_str()).into_any()
}
