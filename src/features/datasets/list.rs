//! The datasets list, and the same as CSV.

use super::{frame::migration, retired};
use crate::{
    components::{
        head::Head,
        list::{Column, Filter, List, ListQuery, Listing, Named, Nothing, Offer, PAGE_SIZE, Search},
        number, panel,
    },
    directory::{self, Snapshot, fold},
    domain::{Capability, Dataset, MemberId, MigrationStatus, Page},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// A dataset with what the list shows of others.
struct Row {
    dataset: Dataset,
    owner: String,
    /// Whether the owner is somebody the directory knows.
    has_page: bool,
}

static LIST: List<Row> = List {
    path: paths::DATASETS,
    one: "dataset",
    many: "datasets",
    caption: "Datasets",
    search: Search { form: "Filter datasets", label: "Search datasets", placeholder: "Name or folder" },
    filters: &[
        Filter::named("owner", "Owner"),
        Filter::fixed(
            "migration",
            "Migration",
            &[("not-migrated", "Not migrated"), ("migrated", "Migrated"), ("not-required", "Not required")],
        ),
    ],
    columns: &[
        Column::new("name", "Name", name, |row| row.dataset.name.clone()).lead().sorts(),
        Column::text("path", "Folder", |row: &Row| row.dataset.path.clone()).sorts(),
        Column::new("owner", "Owner", owner, |row| row.owner.clone()).sorts(),
        Column::new(
            "migration",
            "Migration",
            |row: &Row| migration(&row.dataset.migration_status),
            |row| status_slug(&row.dataset.migration_status).to_owned(),
        ),
        Column::text("used", "Used by", |row: &Row| row.dataset.reference_count.to_string()).class("num").sorts(),
        Column::text("model", "Data model", |row: &Row| {
            row.dataset.migration_to_data_model.as_ref().map(|m| m.data_model_url.clone()).unwrap_or_default()
        })
        .offered(),
        Column::day("updated", "Updated", |row: &Row| row.dataset.updated_at).sorts(),
        Column::text("about", "Description", |row: &Row| row.dataset.description.clone()).offered(),
        Column::new(
            "id",
            "Dataset id",
            |row: &Row| panel::id(row.dataset.id.as_str()).into_any(),
            |row| row.dataset.id.to_string(),
        )
        .offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuTable2,
        title: "No dataset is left",
        text: "Sigma has retired datasets, and this organisation has none.",
    },
};

/// The list.
pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let owner = who(&query, &snapshot);
    let rows = find(&query, &owner, &snapshot, query.page(), PAGE_SIZE);
    let all = snapshot.datasets().len();
    let open = snapshot.datasets().iter().filter(|d| d.migration_status == MigrationStatus::NotMigrated).count();
    let sub = format!("{} in {}, {} not migrated yet", number(all), cx.app.organization_name, number(open));
    let page = PageParts::new("Datasets", NavItem::Datasets).islands();
    let body = move || {
        let listing = Listing::new(&LIST, query, rows).of(all).offer("owner", Offer::Named(owner));
        view! { <Head title="Datasets" sub=sub.into_any()/>{retired()}{listing.view()} }
    };
    Ok(cx.show(page, body).await)
}

/// The list as CSV.
pub async fn csv(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let owner = who(&query, &snapshot);
    let asked = query.clone();
    let rows = move |number, size| std::future::ready(Ok::<_, AppError>(find(&asked, &owner, &snapshot, number, size)));
    LIST.csv(&query, cx.now, rows).await
}

/// Whose datasets are asked for, among those that own any.
fn who(query: &ListQuery, snapshot: &Snapshot) -> Named {
    let typed = query.filter("owner").unwrap_or_default();
    let owners: BTreeSet<&str> = match typed {
        "" => BTreeSet::new(),
        _ => snapshot.datasets().iter().map(|dataset| dataset.owner.as_str()).collect(),
    };
    let owners: Vec<_> = owners.into_iter().map(|owner| (owner, owner_name(owner, snapshot))).collect();
    Named::resolve(typed, owners.iter().map(|(id, name)| (*id, name.as_str())))
}

/// The owner's name where the directory knows them; Sigma does not say what it writes there.
fn owner_name(owner: &str, snapshot: &Snapshot) -> String {
    snapshot.member(&MemberId::new(owner)).map_or_else(|| owner.to_owned(), crate::domain::Member::full_name)
}

/// A page of rows; none while it is not clear who is meant.
fn find(query: &ListQuery, owner: &Named, snapshot: &Snapshot, number: u32, size: u32) -> Page<Row> {
    if !owner.is_settled() {
        return Page::empty(size);
    }
    let words = directory::words(query.q());
    let matches = |dataset: &&Dataset| {
        owner.id().is_none_or(|id| dataset.owner == id)
            && query.filter("migration").is_none_or(|slug| status_slug(&dataset.migration_status) == slug)
            && (words.is_empty() || {
                let text = fold(&format!("{} {}", dataset.name, dataset.path));
                words.iter().all(|word| text.contains(word))
            })
    };
    let mut found: Vec<&Dataset> = snapshot.datasets().iter().filter(matches).collect();
    match query.order().column {
        "path" => found.sort_by_cached_key(|dataset| fold(&dataset.path)),
        "owner" => found.sort_by_cached_key(|dataset| fold(&owner_name(&dataset.owner, snapshot))),
        "used" => found.sort_by_key(|dataset| dataset.reference_count),
        "updated" => found.sort_by_key(|dataset| dataset.updated_at),
        _ => {}
    }
    if query.order().descending {
        found.reverse();
    }
    Page::cut(found, number, size).map(|dataset| Row {
        owner: owner_name(&dataset.owner, snapshot),
        has_page: snapshot.member(&MemberId::new(dataset.owner.as_str())).is_some(),
        dataset: dataset.clone(),
    })
}

fn status_slug(status: &MigrationStatus) -> &str {
    match status {
        MigrationStatus::Migrated => "migrated",
        MigrationStatus::NotMigrated => "not-migrated",
        MigrationStatus::NotRequired => "not-required",
        MigrationStatus::Other(word) => word,
    }
}

fn name(row: &Row) -> AnyView {
    view! { <a href=paths::dataset(&row.dataset.id)>{row.dataset.name.clone()}</a> }.into_any()
}

fn owner(row: &Row) -> AnyView {
    if row.has_page {
        let href = paths::member(&MemberId::new(row.dataset.owner.as_str()));
        return view! { <a href=href>{row.owner.clone()}</a> }.into_any();
    }
    row.owner.clone().into_any()
}
