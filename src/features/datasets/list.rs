//! The datasets list, and the same as CSV.

use super::{heading::migration, retired};
use crate::{
    directory::Snapshot,
    domain::{Capability, Dataset, MemberId, MigrationStatus},
    features::shared::{
        list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, SavedList, Search},
        picker::{CandidateSource, Listed, Resolved},
    },
    ui::{head::Head, number, panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// A dataset of the directory.
struct Row {
    snapshot: Arc<Snapshot>,
    /// Its place among the directory's datasets.
    at: usize,
}

impl Row {
    fn dataset(&self) -> &Dataset {
        &self.snapshot.datasets()[self.at]
    }

    fn owner(&self) -> String {
        owner_name(&self.dataset().owner, &self.snapshot)
    }
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
        Column::new("name", "Name", name, |row| row.dataset().name.clone()).lead().searched().sorts(),
        Column::text("path", "Folder", |row: &Row| row.dataset().path.clone()).searched().sorts(),
        Column::new("owner", "Owner", owner, Row::owner).sorts(),
        Column::new(
            "migration",
            "Migration",
            |row: &Row| migration(&row.dataset().migration_status),
            |row| status_slug(&row.dataset().migration_status).to_owned(),
        ),
        Column::text("used", "Used by", |row: &Row| row.dataset().reference_count.to_string())
            .class("num")
            .sorts_by(|row| usize::try_from(row.dataset().reference_count).unwrap_or_default()),
        Column::text("model", "Data model", |row: &Row| {
            row.dataset().migration_to_data_model.as_ref().map(|m| m.data_model_url.clone()).unwrap_or_default()
        })
        .offered(),
        Column::day("updated", "Updated", |row: &Row| row.dataset().updated_at).sorts(),
        Column::text("about", "Description", |row: &Row| row.dataset().description.clone()).offered(),
        Column::new("id", "Dataset id", id, |row| row.dataset().id.to_string()).offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuTable2,
        title: "No dataset is left",
        text: "Sigma has retired datasets, and this organization has none.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let snapshot = cx.snapshot()?;
    let owner = who(&query, &snapshot);
    let found = find(&query, &owner, &snapshot);
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, found).await);
    }
    let all = snapshot.datasets().len();
    let open = snapshot.datasets().iter().filter(|d| d.migration_status == MigrationStatus::NotMigrated).count();
    let sub = format!("{} in {}, {} not migrated yet", number(all), cx.app.organization_name, number(open));
    let page = PageParts::new("Datasets", NavItem::Datasets).islands();
    let notice = retired(&snapshot);
    let body = move || {
        let listing = Listing::cut(&LIST, query, found).saved(saved).of(all).offer("owner", Offer::Named(owner));
        view! { <Head title="Datasets" sub=sub.into_any()/>{notice}{listing.view()} }
    };
    Ok(cx.render_page(page, body).await)
}

/// Whose datasets are asked for, among those that own any.
fn who(query: &ListQuery, snapshot: &Snapshot) -> Resolved {
    let typed = query.filter("owner").unwrap_or_default();
    let owners: BTreeSet<&str> = match typed {
        "" => BTreeSet::new(),
        _ => snapshot.datasets().iter().map(|dataset| dataset.owner.as_str()).collect(),
    };
    let owners: Vec<_> = owners.into_iter().map(|owner| (owner, owner_name(owner, snapshot))).collect();
    Listed::new("member", owners.iter().map(|(id, name)| (*id, name.as_str()))).resolve(typed)
}

/// The owner's name where the directory knows them; Sigma does not say what it writes there.
fn owner_name(owner: &str, snapshot: &Snapshot) -> String {
    snapshot.member(&MemberId::new(owner)).map_or_else(|| owner.to_owned(), crate::domain::Member::full_name)
}

/// The datasets that match; none while it is not clear who is meant.
fn find(query: &ListQuery, owner: &Resolved, snapshot: &Arc<Snapshot>) -> Vec<Row> {
    let matches = |row: &Row| {
        owner.id().is_none_or(|id| row.dataset().owner == id)
            && query.filter("migration").is_none_or(|slug| status_slug(&row.dataset().migration_status) == slug)
    };
    let all = if owner.is_settled() { snapshot.datasets().len() } else { 0 };
    LIST.find((0..all).map(|at| Row { snapshot: snapshot.clone(), at }).filter(matches), query)
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
    view! { <a href=paths::dataset(&row.dataset().id)>{row.dataset().name.clone()}</a> }.into_any()
}

/// The owner; linked where the directory knows them.
fn owner(row: &Row) -> AnyView {
    let id = MemberId::new(row.dataset().owner.as_str());
    if row.snapshot.member(&id).is_some() {
        return view! { <a href=paths::member(&id)>{row.owner()}</a> }.into_any();
    }
    row.owner().into_any()
}

fn id(row: &Row) -> AnyView {
    panel::id(row.dataset().id.as_str()).into_any()
}
