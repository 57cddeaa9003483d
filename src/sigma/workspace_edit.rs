//! Making, renaming and deleting workspaces.

use super::client::Answer;
use super::error::Error;
use super::workspaces::Workspaces;
use crate::domain::{Workspace, WorkspaceId};
use serde::{Deserialize, Serialize};

/// openapi.yaml, `CreateWorkspaceRequest` and `UpdateWorkspaceRequest`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Named<'a> {
    name: &'a str,
    no_duplicates: bool,
}

/// What came of asking for a new workspace. A taken name is answered with 200 all the same (BEHAVIOUR.md section 9).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum NewWorkspace {
    /// It was made.
    Created(Workspace),
    /// Nothing was made: these have the name already.
    #[serde(rename_all = "camelCase")]
    Existing { workspace_ids: Vec<WorkspaceId> },
}

impl Workspaces<'_> {
    /// Makes a workspace; with `unique`, only when no other has the name. Without it, sent a second time it would make
    /// a second workspace (BEHAVIOUR.md section 15).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn create(self, name: &str, unique: bool) -> Result<Answer<NewWorkspace>, Error> {
        let request = self.client.post("createWorkspace", &["v2", "workspaces"])?;
        self.client.call(&request.json(&Named { name, no_duplicates: unique })?).await
    }

    /// Renames a workspace; with `unique`, only to a name no other has.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn rename(self, id: &WorkspaceId, name: &str, unique: bool) -> Result<Answer<Workspace>, Error> {
        let request = self.client.patch("updateWorkspace", &["v2", "workspaces", id.as_str()])?;
        self.client.call(&request.json(&Named { name, no_duplicates: unique })?).await
    }

    /// Deletes a workspace for good. What becomes of documents in it is unknown (BEHAVIOUR.md section 9).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn delete(self, id: &WorkspaceId) -> Result<Answer<()>, Error> {
        self.client.tell(&self.client.delete("deleteWorkspace", &["v2", "workspaces", id.as_str()])?).await
    }
}
