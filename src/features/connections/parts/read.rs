//! What Sigma says of the paths of a connection while somebody waits.

use crate::{
    domain::{AppError, ConnectionId, ConnectionPath, ConnectionPermission, Grantee, Permission},
    sigma::{Error, SigmaClient},
    web::RequestContext,
};
use futures::TryStreamExt;
use std::time::Duration;

/// How long somebody waits for the list.
const SIGMA_TIMEOUT: Duration = Duration::from_secs(12);

/// Most paths that are read: five of Sigma's pages.
pub const MAX_PATHS: usize = 5_000;

/// Most parts of a path: database, schema and table (BEHAVIOUR.md section 12).
const DEEPEST: usize = 3;

/// The paths of a connection.
pub struct Paths {
    /// By name, each below what contains it.
    pub paths: Vec<Vec<String>>,
    /// Whether there are more than are read.
    pub more: bool,
}

/// The paths of a connection, page by page until there are enough.
///
/// # Errors
/// When Sigma does not answer as hoped.
pub async fn paths(cx: &RequestContext, id: &ConnectionId) -> Result<Paths, Error> {
    let client = cx.sigma_within(SIGMA_TIMEOUT);
    let mut pages = std::pin::pin!(client.connections().paths(id));
    let mut paths: Vec<Vec<String>> = Vec::new();
    while paths.len() <= MAX_PATHS
        && let Some(page) = pages.try_next().await?
    {
        paths.extend(page.into_iter().filter(|listed| listed.connection_id == *id).map(|listed| listed.path));
    }
    let more = paths.len() > MAX_PATHS;
    paths.truncate(MAX_PATHS);
    paths.sort_by_cached_key(|path| path.iter().map(|part| part.to_lowercase()).collect::<Vec<_>>());
    Ok(Paths { paths, more })
}

/// Why a path is not shown.
pub enum Missed {
    /// The connection has no such path.
    Nothing,
    /// Sigma does not answer as hoped.
    Sigma(Error),
}

impl From<Missed> for AppError {
    fn from(missed: Missed) -> Self {
        match missed {
            Missed::Nothing => Self::NotFound,
            Missed::Sigma(error) => Self::Refused(error.sentence()),
        }
    }
}

/// A path of this connection, with the id that grants on it take.
pub async fn path(client: &SigmaClient, id: &ConnectionId, parts: Vec<String>) -> Result<ConnectionPath, Missed> {
    // Without parts it is the connection itself.
    if parts.is_empty() || parts.len() > DEEPEST {
        return Err(Missed::Nothing);
    }
    let asked: Vec<&str> = parts.iter().map(String::as_str).collect();
    match client.connections().lookup(id, &asked).await {
        Ok(found) => Ok(ConnectionPath { connection_id: id.clone(), inode_id: found.inode_id, parts }),
        Err(error) if error.is_hidden_or_gone() => Err(Missed::Nothing),
        Err(error) => Err(Missed::Sigma(error)),
    }
}

/// The level somebody has on the path itself, as Sigma has it now.
///
/// # Errors
/// When Sigma does not answer as hoped.
pub async fn held(
    client: &SigmaClient,
    path: &ConnectionPath,
    grantee: &Grantee,
) -> Result<Option<ConnectionPermission>, Error> {
    let grants = client.connections().path_grants(&path.inode_id).await?;
    let theirs = grants.into_iter().find(|grant| grant.grantee().as_ref() == Some(grantee));
    Ok(theirs.as_ref().map(|grant| &grant.permission).and_then(Permission::connection))
}
