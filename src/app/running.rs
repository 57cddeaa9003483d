//! A portal that runs.

use crate::web::AppState;
use anyhow::Context;
use std::{net::SocketAddr, time::Duration};
use tokio::task::JoinHandle;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How long requests and changes under way may take to finish when the portal stops.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(20);

/// A portal that runs; stops when asked.
pub struct Running {
    /// Where it listens.
    pub addr: SocketAddr,
    /// Where it listens for machines, where that is an address of its own.
    pub machine_addr: Option<SocketAddr>,
    /// Its parts, for tests.
    pub app: AppState,
    pub(super) stop: CancellationToken,
    pub(super) serving: JoinHandle<()>,
    pub(super) background: TaskTracker,
}

impl Running {
    /// Stops: no new requests, those under way finish, changes reach a safe point.
    ///
    /// # Errors
    /// That serving had panicked before.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.cancel();
        self.background.close();
        let rest = async {
            let served = self.serving.await;
            self.background.wait().await;
            self.app.changes.drain().await;
            served
        };
        if let Ok(served) = tokio::time::timeout(SHUTDOWN_GRACE, rest).await {
            return served.context("the server's task failed");
        }
        tracing::warn!("Not everything finished in time; unfinished changes are taken up at the next start");
        Ok(())
    }
}
