//! Workspaces: the list, and who is granted what on one.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::paging::{BY_PAGE, Slice};
use super::request::Request;
use crate::domain::{Grant, GrantId, Grantee, Workspace, WorkspaceId, WorkspacePermission};
use futures::stream::Stream;

/// Calls about workspaces; made by [`SigmaClient::workspaces`].
#[derive(Clone, Copy, Debug)]
pub struct Workspaces<'c> {
    pub(super) client: &'c SigmaClient,
}

/// Which workspaces to list, by name and without case (BEHAVIOUR.md section 9).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ListWorkspaces {
    /// All of them.
    #[default]
    All,
    /// Those with this in their name.
    Containing(String),
    /// Those with exactly this name.
    Named(String),
}

impl ListWorkspaces {
    fn on(&self, request: Request) -> Request {
        match self {
            Self::All => request,
            Self::Containing(part) => request.query("name", part),
            Self::Named(name) => request.query("exactName", name),
        }
    }
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

    /// One page of the workspaces that `which` describes; the first without a cursor.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn slice(self, which: &ListWorkspaces, cursor: Option<&str>) -> Result<Slice<Workspace>, Error> {
        self.client.slice(which.on(self.client.get("listWorkspacesV21", &["v2.1", "workspaces"])?), cursor).await
    }

    /// The workspaces that `which` describes.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn matching(self, which: &ListWorkspaces) -> Result<Vec<Workspace>, Error> {
        let request = self.client.get("listWorkspaces", &["v2", "workspaces"]).map(|request| which.on(request));
        self.client.entries(request, BY_PAGE).await
    }

    /// One workspace.
    ///
    /// # Errors
    /// When the call fails; status 403 for one the credentials' owner cannot access (BEHAVIOUR.md section 9).
    pub async fn get(self, id: &WorkspaceId) -> Result<Workspace, Error> {
        self.client.one("getWorkspace", &["v2", "workspaces", id.as_str()]).await
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
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn grant(self, id: &WorkspaceId, grants: &[(Grantee, WorkspacePermission)]) -> Result<Answer<()>, Error> {
        self.client.grant_on("createWorkspaceGrants", &path(id), grants).await
    }

    /// Takes a grant away.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn revoke(self, id: &WorkspaceId, grant: &GrantId) -> Result<Answer<()>, Error> {
        self.client.revoke_on("deleteWorkspaceGrant", &path(id), grant).await
    }
}

fn path(id: &WorkspaceId) -> [&str; 4] {
    ["v2", "workspaces", id.as_str(), "grants"]
}
