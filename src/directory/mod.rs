//! The snapshot of the organisation: sync, search, who can reach what.
//!
//! The reading road: pages ask it and never wait for Sigma. Owns when Sigma is read and what is kept of it; owns no
//! writes to Sigma.

mod access;
mod disk;
mod fold;
mod members;
mod rank;
mod reach;
mod refresh;
mod snapshot;
mod status;
mod sync;

pub use access::Reach;
pub(crate) use access::effect_of;
pub use fold::fold;
pub use members::{MemberQuery, MemberSort};
pub use rank::Typed;
pub use reach::{EffectKind, ReachQuery};
pub use snapshot::{Grants, Snapshot, SnapshotData};
pub use status::{SyncState, SyncStatus};

use crate::{domain::Subject, sigma::SigmaClient};
use arc_swap::ArcSwapOption;
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::sync::{Mutex, Notify, watch};
use tokio_util::sync::CancellationToken;

/// The directory: hands out the present snapshot and keeps it fresh.
#[derive(Clone)]
pub struct Directory(Arc<Inner>);

struct Inner {
    snapshot: ArcSwapOption<Snapshot>,
    status: watch::Sender<SyncStatus>,
    wake: Notify,
    /// One writer at a time: a full sync must not overwrite what a targeted refresh has just read.
    writing: Mutex<()>,
    client: SigmaClient,
    file: PathBuf,
}

impl Directory {
    /// A directory that keeps its snapshot in `file`; starts from what an earlier process left there.
    pub async fn open(client: SigmaClient, file: PathBuf) -> Self {
        let kept = disk::load(&file).await;
        let status = SyncStatus { as_of: kept.as_ref().map(Snapshot::as_of), ..SyncStatus::default() };
        Self(Arc::new(Inner {
            snapshot: ArcSwapOption::new(kept.map(Arc::new)),
            status: watch::Sender::new(status),
            wake: Notify::new(),
            writing: Mutex::new(()),
            client,
            file,
        }))
    }

    /// The present snapshot; `None` until the first sync of a new installation is through.
    pub fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.0.snapshot.load_full()
    }

    /// How fresh the snapshot is and what the sync is doing.
    pub fn status(&self) -> SyncStatus {
        self.0.status.borrow().clone()
    }

    /// Follows [`Self::status`].
    pub fn watch(&self) -> watch::Receiver<SyncStatus> {
        self.0.status.subscribe()
    }

    /// Asks for a full sync as soon as possible; returns at once.
    pub fn request_sync(&self) {
        self.0.wake.notify_one();
    }

    /// Keeps the snapshot fresh until `stop`: syncs at once, then every `every` or when asked. After a failure it
    /// tries again sooner, so that the portal recovers by itself when Sigma does.
    pub async fn keep_fresh(&self, every: Duration, stop: CancellationToken) {
        const AFTER_FAILURE: Duration = Duration::from_secs(15);
        loop {
            let wait = if self.sync().await { every } else { AFTER_FAILURE.min(every) };
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.0.wake.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Reads the whole organisation once; whether it worked. A failure is kept in the status and logged.
    pub async fn sync(&self) -> bool {
        let _writing = self.0.writing.lock().await;
        let report = |progress| self.0.status.send_modify(|s| s.state = SyncState::Running(progress));
        match sync::read_all(&self.0.client.background(), report).await {
            Ok(data) => {
                self.publish(data).await;
                true
            }
            Err(error) => {
                tracing::warn!(error = %error, "The directory could not be read from Sigma");
                self.0.status.send_modify(|s| s.state = SyncState::Failed(error.to_string()));
                false
            }
        }
    }

    /// Reads what a change touched, at once. Failures are logged only: the next full sync heals them.
    pub async fn refresh(&self, subjects: &[Subject]) {
        let _writing = self.0.writing.lock().await;
        let Some(snapshot) = self.snapshot() else { return };
        let mut data = snapshot.data().clone();
        match refresh::read(&self.0.client, &mut data, subjects).await {
            Ok(()) => self.publish(data).await,
            Err(error) => tracing::warn!(error = %error, "What a change touched could not be read back from Sigma"),
        }
    }

    async fn publish(&self, data: SnapshotData) {
        let built = tokio::task::spawn_blocking(move || Snapshot::new(data)).await;
        let Ok(snapshot) = built.map(Arc::new) else { return };
        let as_of = snapshot.as_of();
        self.0.snapshot.store(Some(snapshot.clone()));
        self.0.status.send_modify(|s| *s = SyncStatus { state: SyncState::Idle, as_of: Some(as_of) });
        if let Err(error) = disk::save(&self.0.file, snapshot).await {
            tracing::warn!(%error, "The directory's snapshot could not be kept on disk");
        }
    }
}
