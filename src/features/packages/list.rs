//! The list of access packages, and the same as CSV: all for those who read the audit log, for others those they own.

use crate::{
    domain::{AccessPackage, Capability},
    features::shared::list::{Column, List, ListQuery, Listing, Nothing, Search},
    ui::{head::Head, icon::Icon, number},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

/// A package as the list shows it.
struct Row {
    package: AccessPackage,
    /// How many people hold it.
    holders: usize,
    /// What it gives, in a sentence.
    gives: String,
}

static LIST: List<Row> = List {
    path: paths::PACKAGES,
    one: "package",
    many: "packages",
    caption: "Access packages",
    search: Search { form: "Filter packages", label: "Search packages", placeholder: "Name or description" },
    filters: &[],
    columns: &[
        Column::new("name", "Name", name, |row| row.package.name.clone()).lead().searched().sorts(),
        Column::within_lead("about", "Description", |row: &Row| row.package.description.clone()).searched(),
        Column::text("gives", "Gives", |row: &Row| row.gives.clone()).class("lo muted"),
        Column::text("holders", "Holders", |row: &Row| number(row.holders))
            .class("num")
            .sorts_by(|row: &Row| row.holders),
        Column::text("version", "Version", |row: &Row| row.package.version.to_string()).class("num"),
        Column::day("changed", "Changed", |row: &Row| row.package.changed_at),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuPackage,
        title: "No access packages yet",
        text: "A package bundles what a job needs: account type, teams, workspaces and connections. People request it as one.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    let query = ListQuery::of(&LIST, &cx.parts.uri);
    let held = cx.app.requests.packages(&cx.actor).await?;
    let all = held.len();
    let mut rows = Vec::with_capacity(all);
    for (package, holders) in held {
        let gives = cx.app.requests.gives(&package.contents)?;
        rows.push(Row { package, holders, gives });
    }
    let found = LIST.find(rows.into_iter(), &query);
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, found).await);
    }
    let makes = cx.can(Capability::WriteMembers);
    let page = PageParts::new("Access packages", NavItem::Packages).islands();
    let sub = "Everything a job needs, as one bundle: requested, approved and revoked together.";
    let body = move || {
        let new = makes.then(|| {
            view! { <a class="btn btn-primary" href=paths::PACKAGE_NEW><Icon icon=lu::LuPlus/>" New package"</a> }
        });
        view! {
            <Head title="Access packages" sub=sub.into_any()>{new}</Head>
            {Listing::cut(&LIST, query, found).of(all).view()}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn name(row: &Row) -> AnyView {
    let package = &row.package;
    let about = (!package.description.is_empty()).then(|| view! { <small>{package.description.clone()}</small> });
    view! {
        <div class="who">
            <span class="avatar avatar-team avatar-5" aria-hidden="true"><Icon icon=lu::LuPackage/></span>
            <div><a href=paths::package(&package.id)><bdi>{package.name.clone()}</bdi></a>{about}</div>
        </div>
    }
    .into_any()
}
