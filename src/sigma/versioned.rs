//! Data models and reports: the lists, and one of each.

use super::client::SigmaClient;
use super::error::Error;
use super::paging::BY_PAGE;
use crate::domain::{DataModel, DataModelId, Report, ReportId};

/// Calls about data models; made by [`SigmaClient::data_models`].
#[derive(Clone, Copy, Debug)]
pub struct DataModels<'c> {
    pub(super) client: &'c SigmaClient,
}

impl DataModels<'_> {
    /// The data models the credentials' owner can access, without their tags; with `skip_permission_check`, which admins
    /// may ask for, every one of the organisation.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self, skip_permission_check: bool) -> Result<Vec<DataModel>, Error> {
        let request = self.client.get("listDataModels", &["v2", "dataModels"]);
        let request = request.map(|r| r.flag("skipPermissionCheck", skip_permission_check).flag("excludeTags", true));
        let mut all = self.client.entries::<DataModel>(request, BY_PAGE).await?;
        all.retain(|model| !model.is_archived);
        Ok(all)
    }

    /// One data model.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn get(self, id: &DataModelId) -> Result<DataModel, Error> {
        self.client.one("getDataModel", &["v2", "dataModels", id.as_str()]).await
    }
}

/// Calls about reports; made by [`SigmaClient::reports`].
#[derive(Clone, Copy, Debug)]
pub struct Reports<'c> {
    pub(super) client: &'c SigmaClient,
}

impl Reports<'_> {
    /// The reports the credentials' owner can access, without their tags and without archived ones; with
    /// `skip_permission_check`, which admins may ask for, every one of the organisation.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self, skip_permission_check: bool) -> Result<Vec<Report>, Error> {
        let request = self.client.get("listReports", &["v2", "reports"]);
        let request = request.map(|r| {
            r.flag("skipPermissionCheck", skip_permission_check).flag("excludeTags", true).query("isArchived", "false")
        });
        let mut all = self.client.entries::<Report>(request, BY_PAGE).await?;
        all.retain(|report| !report.is_archived);
        Ok(all)
    }

    /// One report.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn get(self, id: &ReportId) -> Result<Report, Error> {
        self.client.one("getReport", &["v2", "reports", id.as_str()]).await
    }
}
