//! Connections: the list, and who is granted what on one.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::paging::BY_PAGE;
use crate::domain::{
    Connection, ConnectionId, ConnectionPatch, ConnectionPermission, ConnectionTest, Grant, GrantId, Grantee, InodeId,
    ListedPath, Permission, WarehousePath,
};
use futures::stream::Stream;
use serde::Serialize;

/// Calls about connections; made by [`SigmaClient::connections`].
#[derive(Clone, Copy, Debug)]
pub struct Connections<'c> {
    pub(super) client: &'c SigmaClient,
}

/// Which connections to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListConnections {
    /// Also archived ones.
    pub include_archived: bool,
    /// Only those with this in their name.
    pub search: Option<String>,
}

#[derive(Serialize)]
struct Lookup<'a> {
    path: &'a [&'a str],
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

    /// The connections that `which` describes.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn matching(self, which: &ListConnections) -> Result<Vec<Connection>, Error> {
        let request = self.client.get("listConnections", &["v2", "connections"]).map(|request| {
            request.flag("includeArchived", which.include_archived).maybe("search", which.search.as_deref())
        });
        self.client.entries(request, BY_PAGE).await
    }

    /// One connection.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn get(self, id: &ConnectionId) -> Result<Connection, Error> {
        self.client.one("getConnection", &["v2", "connections", id.as_str()]).await
    }

    /// Renames a connection or switches its way of signing in. Sigma has deprecated this call.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn update(self, id: &ConnectionId, patch: &ConnectionPatch) -> Result<Answer<Connection>, Error> {
        let request = self.client.patch("patchConnection", &["v2", "connections", id.as_str()])?;
        self.client.call(&request.json(patch)?).await
    }

    /// Whether a connection works.
    ///
    /// # Errors
    /// When the call fails; a connection that does not work is an answer, not an error.
    pub async fn test(self, id: &ConnectionId) -> Result<ConnectionTest, Error> {
        let request = self.client.get("testConnection", &["v2", "connections", id.as_str(), "test"])?;
        Ok(self.client.call(&request).await?.value)
    }

    /// What a path of up to three parts is: database, schema, table. Only looks, so repeating it is safe. The path of
    /// this one call says `connection` (BEHAVIOUR.md section 12).
    ///
    /// # Errors
    /// When the call fails; status 404 for a path that does not exist.
    pub async fn lookup(self, id: &ConnectionId, path: &[&str]) -> Result<WarehousePath, Error> {
        let request = self.client.post("lookupConnection", &["v2", "connection", id.as_str(), "lookup"])?;
        Ok(self.client.call(&request.json(&Lookup { path })?.repeatable()).await?.value)
    }

    /// The databases, schemas and tables of a connection, page by page.
    pub fn paths(self, id: &ConnectionId) -> impl Stream<Item = Result<Vec<ListedPath>, Error>> + Send + use<> {
        let request = self.client.get("listConnectionPaths", &["v2", "connections", "paths"]);
        self.client.pages(request.map(|request| request.query("connectionId", id.as_str())), BY_PAGE)
    }

    /// The grants on one database, schema or table.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn path_grants(self, path: &InodeId) -> Result<Vec<Grant>, Error> {
        self.client.list_grants("listConnectionPathGrants", &grants_on_path(path)).await
    }

    /// Grants access to one database, schema or table, or sets it to another level, as [`Self::grant`] does. Levels are
    /// sent as they are named: an earlier one that is put back may be one that this version does not know.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); repeating it is safe.
    pub async fn grant_on_path(self, path: &InodeId, grants: &[(Grantee, &Permission)]) -> Result<Answer<()>, Error> {
        self.client.grant_on("createConnectionPathGrants", &grants_on_path(path), grants).await
    }

    /// Takes a grant on one database, schema or table away.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn revoke_on_path(self, path: &InodeId, grant: &GrantId) -> Result<Answer<()>, Error> {
        self.client.revoke_on("deleteConnectionPathGrant", &grants_on_path(path), grant).await
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
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
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
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn revoke(self, id: &ConnectionId, grant: &GrantId) -> Result<Answer<()>, Error> {
        self.client.revoke_on("deleteConnectionGrant", &path(id), grant).await
    }
}

fn grants_on_path(path: &InodeId) -> [&str; 5] {
    ["v2", "connections", "paths", path.as_str(), "grants"]
}

fn path(id: &ConnectionId) -> [&str; 4] {
    ["v2", "connections", id.as_str(), "grants"]
}
