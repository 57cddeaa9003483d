//! The snapshot on disk, so that a restart serves pages at once and while Sigma is down.

use super::{Snapshot, SnapshotData};
use std::{io, path::Path, sync::Arc};

/// What an earlier process left; `None` if there is nothing usable. A file of another version is not an error: the
/// next sync writes a new one.
pub async fn load(file: &Path) -> Option<Snapshot> {
    let bytes = tokio::fs::read(file).await.ok()?;
    let read = tokio::task::spawn_blocking(move || serde_json::from_slice::<SnapshotData>(&bytes).map(Snapshot::new));
    match read.await.ok()? {
        Ok(snapshot) => Some(snapshot),
        Err(error) => {
            tracing::info!(%error, "The directory's snapshot on disk is of another version and is read anew");
            None
        }
    }
}

/// Writes the snapshot beside the old one and swaps the names, so that a crash leaves one of the two whole.
pub async fn save(file: &Path, snapshot: Arc<Snapshot>) -> io::Result<()> {
    let bytes = tokio::task::spawn_blocking(move || serde_json::to_vec(snapshot.data()).map_err(io::Error::other));
    let fresh = file.with_extension("new");
    tokio::fs::write(&fresh, bytes.await.map_err(io::Error::other)??).await?;
    tokio::fs::rename(&fresh, file).await
}
