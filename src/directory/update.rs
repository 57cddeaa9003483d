//! Putting what was read, here or by another process, in the place of what was held.

use super::{
    Directory, Section, Snapshot,
    content::{Content, Held, Slot},
    keep::{self, Kept},
    section::Sections,
};
use crate::store;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often the versions of the blobs are looked at: so long another process's reading may go unseen.
const LOOK: Duration = Duration::from_secs(2);

/// What became of an update.
pub enum Updated {
    /// It was made, between these snapshots; they are missing before a new installation's first reading is through.
    Made(Option<Arc<Snapshot>>, Option<Arc<Snapshot>>),
    /// There was nothing to change.
    Not,
    /// Another process was faster, and nothing was changed.
    Overtaken,
}

impl Directory {
    /// Changes a section: what `change` makes of the newest state that any process has kept, `None` to leave it.
    pub(super) async fn update<T: Content>(
        &self,
        change: impl FnOnce(Option<&Held<T>>) -> Option<Held<T>> + Send + 'static,
    ) -> Updated {
        let mut sections = self.0.writing.lock().await;
        self.load_newer(&mut sections, &[T::SECTION]).await;
        let before = self.snapshot();
        let slot = T::slot(&sections).clone();
        let from = slot.version;
        let made = tokio::task::spawn_blocking(move || {
            let held = change(slot.held())?;
            let bytes = keep::encode(&held);
            Some((held, bytes))
        });
        // A panic in there is a bug that its own log line names; the section stays as it is.
        let Ok(Some((held, bytes))) = made.await else { return Updated::Not };
        let version = match bytes {
            Ok(bytes) => match keep::save::<T>(&self.0.store, bytes, from).await {
                Ok(Kept::Yes) => from + 1,
                Ok(Kept::Overtaken) => return Updated::Overtaken,
                Err(error) => {
                    tracing::warn!(%error, "The directory's {} could not be kept", T::SECTION.name());
                    from
                }
            },
            Err(error) => {
                tracing::error!(%error, "The directory's {} could not be written down", T::SECTION.name());
                from
            }
        };
        *T::slot_mut(&mut sections) = Slot { version, held: Some(Arc::new(held)) };
        self.publish(&sections).await;
        Updated::Made(before, self.snapshot())
    }

    /// Notes, for all processes, that a section was tried: the first snapshot does not wait for it any longer.
    pub(super) async fn give_up<T: Content>(&self) {
        self.update::<T>(|held| held.is_none().then(Held::default)).await;
    }

    /// Loads what other processes have kept meanwhile, until `stop`.
    pub(super) async fn follow_others(&self, stop: &CancellationToken) {
        while stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_some() {
            let mut sections = self.0.writing.lock().await;
            self.load_newer(&mut sections, &Section::ALL).await;
        }
    }

    async fn load_newer(&self, held: &mut Sections, which: &[Section]) {
        let newer = match self.newer(held, which).await {
            Ok(newer) if newer.is_empty() => return,
            Ok(newer) => newer,
            Err(error) => {
                tracing::warn!(%error, "Whether another process has read the directory could not be seen");
                return;
            }
        };
        for section in newer {
            keep::load_one(&self.0.store, section, held).await;
        }
        self.publish(held).await;
    }

    /// The sections of which the database has a newer state than is held.
    async fn newer(&self, held: &Sections, which: &[Section]) -> Result<Vec<Section>, store::Error> {
        let keys: Vec<String> = which.iter().map(|section| section.key()).collect();
        let versions = self.0.store.blob_versions(&keys).await?;
        let is_newer = |section: &Section| {
            versions.iter().any(|(key, version)| *key == section.key() && *version > held.version(*section))
        };
        Ok(which.iter().copied().filter(is_newer).collect())
    }

    /// Makes a snapshot of what is held, once all of it was read or tried and the members are among it.
    pub(super) async fn publish(&self, sections: &Sections) {
        let is_ready = Section::ALL.into_iter().all(|section| sections.has(section));
        if !is_ready || sections.as_of(Section::Members).is_none() {
            return;
        }
        let (sections, earlier) = (sections.clone(), self.snapshot());
        let built = tokio::task::spawn_blocking(move || Snapshot::new(sections, earlier.as_deref())).await;
        let Ok(snapshot) = built.map(Arc::new) else { return };
        self.0.snapshot.store(Some(snapshot.clone()));
        self.0.status.send_modify(|status| {
            status.as_of = Some(snapshot.as_of());
            for section in &mut status.sections {
                let as_of = snapshot.sections().as_of(section.section);
                if as_of > section.as_of {
                    // Whoever read it, it could be read.
                    section.error = None;
                    section.next_at = as_of.and_then(|at| at.checked_add(self.interval(section.section)).ok());
                }
                section.as_of = as_of;
            }
            status.settle();
        });
    }
}
