//! Which of Sigma's credentials the portal uses: those of its configuration, or those that it has made in their place.

use crate::{
    sigma::{Credentials, SigmaClient},
    store::{self, Store},
};
use futures::FutureExt;
use std::sync::Arc;

/// Has the client use these credentials of the configuration, or those that stand for them; and look again for the latter
/// whenever Sigma refuses what it uses, as another process may have renewed them.
pub async fn configure_credentials(store: &Store, client: &SigmaClient, configured: Credentials) {
    let id = configured.client_id.clone();
    let in_their_place = logged(renewed(store, &id).await);
    client.replace_credentials(in_their_place.unwrap_or(configured));
    let store = store.clone();
    client.ask_for_newer(Arc::new(move || {
        let (store, id) = (store.clone(), id.clone());
        async move { logged(renewed(&store, &id).await) }.boxed()
    }));
}

/// The credentials that stand for those of this client id.
///
/// # Errors
/// Failures of the database, and that they were kept with another `PORTAL_SECRET`.
pub async fn renewed(store: &Store, configured: &str) -> Result<Option<Credentials>, store::Error> {
    let Some(renewed) = store.credentials_in_use(configured).await? else { return Ok(None) };
    let client_secret = store.secret_of(&renewed)?;
    Ok(Some(Credentials { client_id: renewed.client_id, client_secret }))
}

/// From the configuration are better than none.
fn logged(found: Result<Option<Credentials>, store::Error>) -> Option<Credentials> {
    found.unwrap_or_else(|error| {
        tracing::error!(%error, "Credentials that the portal has renewed cannot be used");
        None
    })
}
