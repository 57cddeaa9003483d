//! Files: the tree of documents, folders and workspaces.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::paging::BY_PAGE;
use super::request::Request;
use crate::domain::{File, FileKind, FilePatch, InodeId, WorkspacePermission};
use futures::stream::{Stream, TryStreamExt};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Calls about files; made by [`SigmaClient::files`].
#[derive(Clone, Copy, Debug)]
pub struct Files<'c> {
    pub(super) client: &'c SigmaClient,
}

/// Which files to list. Without `kinds`, Sigma lists workbooks, folders, data models, datasets and reports;
/// workspaces only when they are the single kind (BEHAVIOUR.md section 14).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFiles {
    /// Below this folder or workspace; from the root when absent.
    pub parent: Option<InodeId>,
    /// Only what lies directly in it.
    pub direct_children: bool,
    /// Only these kinds.
    pub kinds: Vec<FileKind>,
    /// Only those on which at least this is held.
    pub permission: Option<WorkspacePermission>,
    /// Only those with this in their name.
    pub name: Option<String>,
}

impl ListFiles {
    pub(super) fn on(&self, request: Request) -> Request {
        let mut request = request
            .maybe("parentId", self.parent.as_ref().map(InodeId::as_str))
            .flag("directChildFilter", self.direct_children)
            .maybe("permissionFilter", self.permission.map(WorkspacePermission::slug))
            .maybe("name", self.name.as_deref());
        for kind in &self.kinds {
            // That several kinds repeat the parameter is inferred (openapi.yaml, `typeFilters`).
            request = request.query("typeFilters", kind.as_str());
        }
        request
    }
}

/// A row of a file list. One published version of the contract lets error items without an id stand among the files;
/// those are left out (BEHAVIOUR.md section 5).
pub(super) struct Row(Option<File>);

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(row: D) -> Result<Self, D::Error> {
        let row = Value::deserialize(row)?;
        if row.get("id").is_none_or(Value::is_null) {
            return Ok(Self(None));
        }
        serde_json::from_value(row).map(|file| Self(Some(file))).map_err(serde::de::Error::custom)
    }
}

impl SigmaClient {
    /// Pages of a list of files, without the rows that are none.
    pub(super) fn file_pages(
        &self,
        request: Result<Request, Error>,
    ) -> impl Stream<Item = Result<Vec<File>, Error>> + Send + use<> {
        self.pages::<Row>(request, BY_PAGE).map_ok(|rows| rows.into_iter().filter_map(|row| row.0).collect())
    }
}

impl Files<'_> {
    /// Files that the credentials' owner can access, which for admins too need not be all. New ones appear with a
    /// delay (BEHAVIOUR.md section 14).
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self, which: &ListFiles) -> Result<Vec<File>, Error> {
        self.stream(which).try_concat().await
    }

    /// The same, page by page.
    pub fn stream(self, which: &ListFiles) -> impl Stream<Item = Result<Vec<File>, Error>> + Send + use<> {
        self.client.file_pages(self.client.get("listFiles", &["v2", "files"]).map(|request| which.on(request)))
    }

    /// One file.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn get(self, id: &InodeId) -> Result<File, Error> {
        self.client.one("getFile", &["v2", "files", id.as_str()]).await
    }

    /// Renames, moves or restores a file, or gives it to somebody else.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn update(self, id: &InodeId, patch: &FilePatch) -> Result<Answer<File>, Error> {
        let request = self.client.patch("updateFile", &["v2", "files", id.as_str()])?;
        self.client.call(&request.json(patch)?).await
    }
}
