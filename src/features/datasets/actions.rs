//! What can be done to datasets: server functions, whose arguments are the forms.

use super::heading;
use crate::{
    domain::{AppError, Capability, ChangeId, DatasetId, Intent},
    features::shared::review,
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans starting a materialization of a dataset and leads to the review.
#[server(endpoint = "datasets/materialize")]
pub async fn materialize_dataset(#[server(default)] dataset_id: DatasetId) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteDocuments)?;
    let (dataset, _) = heading::find(&cx, &dataset_id)?;
    let intent = Intent::Materialize { dataset_id, name: dataset.name };
    cx.propose(intent, NavItem::Datasets).await.map_err(review::in_words)
}
