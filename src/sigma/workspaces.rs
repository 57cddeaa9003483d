//! Workspaces: the list, and who is granted what on one.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::paging::BY_PAGE;
use crate::domain::{Grant, GrantId, Grantee, Workspace, WorkspaceId, WorkspacePermission};
use futures::stream::Stream;

/// Calls about workspaces; made by [`SigmaClient::workspaces`].
#[derive(Clone, Copy, Debug)]
pub struct Workspaces<'c> {
    pub(super) client: &'c SigmaClient,
}

impl Workspaces<'_> {
    /// Every workspace the credentials' owner can access; others are not listed (BEHAVIOUR.md section 9).
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self) -> Result<Vec<Workspace>, Error> {
        self.client.entries(self.client.get("listWorkspaces", &["v2", "workspaces"]), BY_PAGE).await
    }

    /// The same, page by page.
    pub fn stream(self) -> impl Stream<Item = Result<Vec<Workspace>, Error>> + Send + use<> {
        self.client.pages(self.client.get("listWorkspaces", &["v2", "workspaces"]), BY_PAGE)
    }

    /// The grants on a workspace.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn grants(self, id: &WorkspaceId) -> Result<Vec<Grant>, Error> {
        self.client.list_grants("listWorkspaceGrants", &path(id)).await
    }

    /// Grants access, or sets it to another level. Whether this can lower a level is unknown (BEHAVIOUR.md
    /// section 10). The answer names no grant ids: list again to learn them.
    ///
    /// # Errors
    /// When the call fails.
    pub async fn grant(self, id: &WorkspaceId, grants: &[(Grantee, WorkspacePermission)]) -> Result<Answer<()>, Error> {
        self.client.grant_on("createWorkspaceGrants", &path(id), grants).await
    }

    /// Takes a grant away.
    ///
    /// # Errors
    /// When the call fails.
    pub async fn revoke(self, id: &WorkspaceId, grant: &GrantId) -> Result<Answer<()>, Error> {
        self.client.revoke_on("deleteWorkspaceGrant", path(id), grant).await
    }
}

fn path(id: &WorkspaceId) -> [&str; 4] {
    ["v2", "workspaces", id.as_str(), "grants"]
}
