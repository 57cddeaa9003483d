//! Datasets and the runs that write them to the warehouse. Sigma has deprecated the resource (BEHAVIOUR.md
//! section 14).

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::paging::BY_PAGE;
use super::request::Request;
use crate::domain::{Dataset, DatasetId, Materialization};
use futures::stream::Stream;
use serde::Deserialize;

/// Calls about datasets; made by [`SigmaClient::datasets`].
#[derive(Clone, Copy, Debug)]
pub struct Datasets<'c> {
    pub(super) client: &'c SigmaClient,
}

/// openapi.yaml, `MaterializeResponse`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    task_id: String,
}

impl Datasets<'_> {
    /// The datasets the credentials' owner can access; with `skip_permission_check`, which admins may ask for, every
    /// one of the organisation.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self, skip_permission_check: bool) -> Result<Vec<Dataset>, Error> {
        self.client.entries(self.list(skip_permission_check), BY_PAGE).await
    }

    /// The same, page by page.
    pub fn stream(self, skip_permission_check: bool) -> impl Stream<Item = Result<Vec<Dataset>, Error>> + Send + use<> {
        self.client.pages(self.list(skip_permission_check), BY_PAGE)
    }

    /// One dataset.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn get(self, id: &DatasetId) -> Result<Dataset, Error> {
        self.client.one("getDataset", &["v2", "datasets", id.as_str()]).await
    }

    /// The finished runs of a dataset; running ones are not listed.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn materializations(self, id: &DatasetId) -> Result<Vec<Materialization>, Error> {
        let path = ["v2", "datasets", id.as_str(), "materialization"];
        self.client.entries(self.client.get("listDatasetMaterializations", &path), BY_PAGE).await
    }

    /// Starts a run, which needs a schedule on the dataset, and says under which id. No call can look that id up.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn materialize(self, id: &DatasetId) -> Result<Answer<String>, Error> {
        let path = ["v2", "datasets", id.as_str(), "materialization"];
        let request = self.client.post("materializeDataset", &path)?;
        let Answer { value, request_id } = self.client.call::<Started>(&request.empty()).await?;
        Ok(Answer { value: value.task_id, request_id })
    }

    fn list(self, skip_permission_check: bool) -> Result<Request, Error> {
        let request = self.client.get("listDatasets", &["v2", "datasets"])?;
        Ok(request.flag("skipPermissionCheck", skip_permission_check))
    }
}
