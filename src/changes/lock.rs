//! The lock under which rules over the whole organization are checked and calls that could break them are sent: one such
//! call at a time, across changes and processes.

use super::Inner;
use crate::store::{self, LockFence, Store, lease};
use std::{sync::Arc, time::Duration};
use tokio::{task::JoinHandle, time::Instant};
use tokio_util::sync::{CancellationToken, DropGuard};

/// Its name in the database.
const ORGANISATION: &str = "organisation";
/// How often a lock that somebody else holds is asked for again, at least.
const ASK_AGAIN: Duration = Duration::from_millis(50);

/// The lock, held. Renewed until it is given up; dropped, it runs out by itself.
pub struct Lock {
    store: Store,
    fence: LockFence,
    renewing: DropGuard,
    renewal: JoinHandle<()>,
}

impl Lock {
    /// Waits for the lock. `None` when the process stops, or `lost` is cancelled, before it is free.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn take(inner: &Arc<Inner>, lost: &CancellationToken) -> Result<Option<Self>, store::Error> {
        let lease = inner.settings.lease;
        while !inner.stop.is_cancelled() && !lost.is_cancelled() {
            let asked = Instant::now();
            if let Some(fence) = inner.store.take_lock(ORGANISATION, lease).await? {
                let renewing = CancellationToken::new();
                let (store, held, until) = (inner.store.clone(), fence.clone(), renewing.clone());
                // A task of its own: a write to the database is not to be dropped half-way.
                let renewal = tokio::spawn(async move {
                    let renew = || store.hold_lock(&held, lease);
                    _ = lease::keep(lease, asked + lease, &until, renew).await;
                });
                let store = inner.store.clone();
                return Ok(Some(Self { store, fence, renewing: renewing.drop_guard(), renewal }));
            }
            tokio::time::sleep(ASK_AGAIN.mul_f64(rand::random_range(1.0..3.0))).await;
        }
        Ok(None)
    }

    /// Gives the lock up after this time. Whoever waits for it asks again soon, so a failure only makes them wait until it
    /// runs out.
    pub async fn release(self, after: Duration) {
        drop(self.renewing);
        if let Err(error) = self.renewal.await {
            tracing::error!(%error, "Renewing a lock broke off");
        }
        if let Err(error) = self.store.hold_lock(&self.fence, after).await {
            tracing::warn!(%error, "A lock could not be given up and runs out by itself");
        }
    }
}
