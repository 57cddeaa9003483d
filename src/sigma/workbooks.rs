//! Workbooks: the list, one, its structure, and starting an export of it.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::export::{Export, ExportTicket};
use super::paging::BY_PAGE;
use super::request::Request;
use crate::domain::{Embed, Workbook, WorkbookId, WorkbookSchema};
use futures::stream::Stream;

/// Calls about workbooks; made by [`SigmaClient::workbooks`].
#[derive(Clone, Copy, Debug)]
pub struct Workbooks<'c> {
    pub(super) client: &'c SigmaClient,
}

/// Which workbooks to list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of Sigma's, free to combine")]
pub struct ListWorkbooks {
    /// Every workbook of the organisation, not only those the credentials' owner can access. For admins only
    /// (BEHAVIOUR.md section 13).
    pub skip_permission_check: bool,
    /// Without explorations; counts only together with `skip_permission_check`.
    pub exclude_explorations: bool,
    /// Without version tags.
    pub exclude_tags: bool,
    /// The archived ones instead of the others.
    pub archived: bool,
}

impl Workbooks<'_> {
    /// The workbooks that `which` describes.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self, which: &ListWorkbooks) -> Result<Vec<Workbook>, Error> {
        let mut all = self.client.entries::<Workbook>(self.list(*which), BY_PAGE).await?;
        // In case a list has both after all (BEHAVIOUR.md section 13).
        all.retain(|workbook| workbook.is_archived == which.archived);
        Ok(all)
    }

    /// The same, page by page.
    pub fn stream(self, which: &ListWorkbooks) -> impl Stream<Item = Result<Vec<Workbook>, Error>> + Send + use<> {
        self.client.pages(self.list(*which), BY_PAGE)
    }

    /// One workbook. Sigma takes the UUID only (BEHAVIOUR.md section 4).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn get(self, id: &WorkbookId) -> Result<Workbook, Error> {
        self.client.one("getWorkbook", &["v2", "workbooks", id.as_str()]).await
    }

    /// What a workbook is made of, with the SQL of its elements if asked.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn schema(self, id: &WorkbookId, with_sql: bool) -> Result<WorkbookSchema, Error> {
        let request = self.client.get("getWorkbookSchema", &["v2", "workbooks", id.as_str(), "schema"])?;
        Ok(self.client.call(&request.flag("includeSql", with_sql)).await?.value)
    }

    /// The embeds of a workbook and of parts of it.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn embeds(self, id: &WorkbookId) -> Result<Vec<Embed>, Error> {
        let path = ["v2", "workbooks", id.as_str(), "embeds"];
        self.client.entries(self.client.get("listWorkbookEmbeds", &path), BY_PAGE).await
    }

    /// Starts an export; its result is had from [`SigmaClient::download`].
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn export(self, id: &WorkbookId, export: &Export) -> Result<Answer<ExportTicket>, Error> {
        let request = self.client.post("exportWorkbook", &["v2", "workbooks", id.as_str(), "export"])?;
        self.client.call(&request.json(export)?).await
    }

    fn list(self, which: ListWorkbooks) -> Result<Request, Error> {
        let request = self.client.get("listWorkbooks", &["v2", "workbooks"])?;
        Ok(request
            .flag("skipPermissionCheck", which.skip_permission_check)
            .flag("excludeExplorations", which.exclude_explorations)
            .flag("excludeTags", which.exclude_tags)
            // Without it, archived ones seem to be among the others (BEHAVIOUR.md section 13).
            .query("isArchived", if which.archived { "true" } else { "false" }))
    }
}
