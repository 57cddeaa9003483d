//! Collections as blobs in the database: a restart serves pages at once and while Sigma is down, and one process has what
//! another has read.
//!
//! A blob's version is one more than that of the blob it was made from, and only a blob of that version is replaced:
//! of two processes that change a section at the same time, the slower one notices and works from the newer state. What a
//! reading has met of changes outside the portal goes into the history with the blob that knows them, so that a crash
//! loses neither.

use super::{
    collection::{Collection, Collections},
    payload::{CacheSlot, Cached, Payload},
};
use crate::store::Store;
use std::sync::Arc;

/// A section in the form it is kept in. JSON: of 50,000 people `MessagePack` would be a seventh smaller and be read 6 ms
/// sooner, which does not pay for another crate; encodings without names of fields cannot hold Sigma's types, which
/// leave out what is empty.
///
/// # Errors
/// That a type cannot be written, which would be a bug.
pub fn encode<T: Payload>(held: &Cached<T>) -> serde_json::Result<Vec<u8>> {
    serde_json::to_vec(held)
}

/// Reads [`encode`] back.
///
/// # Errors
/// That it was written by a version whose types were others.
pub fn decode<T: Payload>(bytes: &[u8]) -> serde_json::Result<Cached<T>> {
    serde_json::from_slice(bytes)
}

/// Everything that is kept, decoded side by side.
pub async fn load_all(store: &Store) -> Collections {
    let mut sections = Collections::default();
    let Collections {
        members,
        teams,
        workspaces,
        connections,
        workbooks,
        datasets,
        data_models,
        reports,
        account_types,
        user_attributes,
        activity,
        scheduled_exports,
        embeds,
    } = &mut sections;
    tokio::join!(
        load(store, members),
        load(store, teams),
        load(store, workspaces),
        load(store, connections),
        load(store, workbooks),
        load(store, datasets),
        load(store, data_models),
        load(store, reports),
        load(store, account_types),
        load(store, user_attributes),
        load(store, activity),
        load(store, scheduled_exports),
        load(store, embeds),
    );
    sections
}

/// Reads one section into its place.
pub async fn load_one(store: &Store, section: Collection, sections: &mut Collections) {
    match section {
        Collection::Members => load(store, &mut sections.members).await,
        Collection::Teams => load(store, &mut sections.teams).await,
        Collection::Workspaces => load(store, &mut sections.workspaces).await,
        Collection::Connections => load(store, &mut sections.connections).await,
        Collection::Workbooks => load(store, &mut sections.workbooks).await,
        Collection::Datasets => load(store, &mut sections.datasets).await,
        Collection::DataModels => load(store, &mut sections.data_models).await,
        Collection::Reports => load(store, &mut sections.reports).await,
        Collection::AccountTypes => load(store, &mut sections.account_types).await,
        Collection::UserAttributes => load(store, &mut sections.user_attributes).await,
        Collection::Activity => load(store, &mut sections.activity).await,
        Collection::ScheduledExports => load(store, &mut sections.scheduled_exports).await,
        Collection::Embeds => load(store, &mut sections.embeds).await,
    }
}

/// Puts what is kept of a section into its place. What cannot be had leaves there what was; a blob that cannot be read
/// is no error, because the next sync writes a new one.
async fn load<T: Payload>(store: &Store, slot: &mut CacheSlot<T>) {
    let name = T::COLLECTION.name();
    let blob = match store.get_blob(&T::COLLECTION.key()).await {
        Ok(Some(blob)) => blob,
        Ok(None) => return,
        Err(error) => {
            tracing::warn!(%error, "The directory's {name} could not be read from the database");
            return;
        }
    };
    let version = blob.version;
    slot.version = version;
    match tokio::task::spawn_blocking(move || decode::<T>(&blob.bytes)).await {
        Ok(Ok(held)) => *slot = CacheSlot::kept(version, Arc::new(held)),
        Ok(Err(error)) => tracing::info!(%error, "The directory's {name} are kept in another form and are read anew"),
        Err(error) => tracing::error!(%error, "The directory's {name} could not be decoded"),
    }
}
