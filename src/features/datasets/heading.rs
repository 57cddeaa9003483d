//! What the pages about one dataset share: finding it, its head and its tabs.

use crate::{
    directory::Snapshot,
    domain::{Dataset, DatasetId, MigrationStatus},
    ui::{
        head::Head,
        outside::outside,
        tabs::{Tab, tabs},
    },
    web::{AppError, RequestContext, paths},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The dataset, and the directory it is in.
pub fn find(cx: &RequestContext, id: &DatasetId) -> Result<(Dataset, Arc<Snapshot>), AppError> {
    let snapshot = cx.snapshot()?;
    let dataset = snapshot.dataset(id).cloned().ok_or(AppError::NotFound)?;
    Ok((dataset, snapshot))
}

/// Head and tabs of the page at `here`.
pub fn heading(dataset: &Dataset, here: &str) -> impl IntoView + use<> {
    let open = outside(&dataset.url, "Open in Sigma", "btn");
    let sub = view! { <span>{dataset.path.clone()}</span>{migration(&dataset.migration_status)} };
    let tab = |label, href: String| {
        let is_here = href == here;
        Tab::new(label, href, is_here)
    };
    let id = &dataset.id;
    let pages = vec![
        tab("Overview", paths::dataset(id)),
        tab("Everyone", paths::dataset_people(id)),
        tab("Materializations", paths::dataset_runs(id)).part("materializations"),
        tab("Activity", paths::dataset_activity(id)).part("history"),
    ];
    view! {
        <Head title=dataset.name.clone() crumbs=vec![("Datasets", paths::DATASETS)] sub=sub.into_any()>{open}</Head>
        {tabs(&dataset.name, pages)}
    }
}

/// Whether it was replaced by a data model.
pub fn migration(status: &MigrationStatus) -> AnyView {
    let (class, label) = match status {
        MigrationStatus::Migrated => ("status is-done", "Migrated"),
        MigrationStatus::NotMigrated => ("status is-planned", "Not migrated"),
        MigrationStatus::NotRequired => ("status is-skipped", "Not required"),
        MigrationStatus::Other(word) => ("status is-unknown", word.as_str()),
    };
    view! { <span class=class>{label.to_owned()}</span> }.into_any()
}
