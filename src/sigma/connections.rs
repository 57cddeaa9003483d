//! Connections: the list, and who is granted what on one.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::paging::BY_PAGE;
use crate::domain::{Connection, ConnectionId, ConnectionPermission, Grant, GrantId, Grantee};
use futures::stream::Stream;

/// Calls about connections; made by [`SigmaClient::connections`].
#[derive(Clone, Copy, Debug)]
pub struct Connections<'c> {
    pub(super) client: &'c SigmaClient,
}

impl Connections<'_> {
    /// Every connection, archived ones left out.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self) -> Result<Vec<Connection>, Error> {
        self.client.entries(self.client.get("listConnections", &["v2", "connections"]), BY_PAGE).await
    }

    /// The same, page by page.
    pub fn stream(self) -> impl Stream<Item = Result<Vec<Connection>, Error>> + Send + use<> {
        self.client.pages(self.client.get("listConnections", &["v2", "connections"]), BY_PAGE)
    }

    /// The grants on a connection.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn grants(self, id: &ConnectionId) -> Result<Vec<Grant>, Error> {
        self.client.list_grants("listConnectionGrants", &path(id)).await
    }

    /// Grants access, or sets it to another level. Whether this can lower a level is unknown (BEHAVIOUR.md
    /// section 10). The answer names no grant ids: list again to learn them.
    ///
    /// # Errors
    /// When the call fails.
    pub async fn grant(
        self,
        id: &ConnectionId,
        grants: &[(Grantee, ConnectionPermission)],
    ) -> Result<Answer<()>, Error> {
        self.client.grant_on("createConnectionGrants", &path(id), grants).await
    }

    /// Takes a grant away.
    ///
    /// # Errors
    /// When the call fails.
    pub async fn revoke(self, id: &ConnectionId, grant: &GrantId) -> Result<Answer<()>, Error> {
        self.client.revoke_on("deleteConnectionGrant", path(id), grant).await
    }
}

fn path(id: &ConnectionId) -> [&str; 4] {
    ["v2", "connections", id.as_str(), "grants"]
}
