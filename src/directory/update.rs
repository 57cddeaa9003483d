//! Putting what was read, here or by another process, in the place of what was held.

use super::{
    Collection, Directory, Snapshot,
    collection::Collections,
    keep,
    payload::{CacheSlot, Cached, Payload},
};
use crate::store;
use jiff::{SignedDuration, Timestamp};
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often the versions of the blobs are looked at: so long another process's reading may go unseen.
const LOOK: Duration = Duration::from_secs(2);

/// How long a section that stays the same is not written again. When its rows were asked for their details is known to
/// this process alone meanwhile, so that another begins the turns of a day anew at worst.
const UNWRITTEN: Duration = Duration::from_hours(24);

/// What became of an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Updated {
    /// It was made, and told of so much news.
    Made(usize),
    /// There was nothing to change.
    Not,
    /// Another process was faster, and nothing was changed.
    Overtaken,
}

impl Directory {
    /// Changes a section: what `change` makes of the newest state that any process has kept, `None` to leave it. For a
    /// reading, `read_since` is when it began: what it has met of changes outside the portal goes into the history.
    ///
    /// # Errors
    /// That it could not be kept; nothing is changed then, so that the next reading meets the same.
    pub(super) async fn update<T: Payload>(
        &self,
        read_since: Option<Timestamp>,
        change: impl FnOnce(Option<&Cached<T>>) -> Option<Cached<T>> + Send + 'static,
    ) -> Result<Updated, store::Error> {
        let mut sections = self.0.writing.lock().await;
        self.load_newer(&mut sections, &[T::COLLECTION]).await;
        let slot = T::slot(&sections).clone();
        let from = slot.version;
        // What was found to be the same later by another process is the newer reading.
        if read_since.is_some_and(|began| slot.confirmed_at.is_some_and(|at| at > began)) {
            return Ok(Updated::Not);
        }
        let before = slot.clone();
        let made = tokio::task::spawn_blocking(move || {
            let held = change(before.held())?;
            let bytes = (!is_same(&before, &held)).then(|| keep::encode(&held));
            Some((held, bytes))
        });
        // A panic in there is a bug that its own log line names; the section stays as it is.
        let Ok(Some((held, bytes))) = made.await else { return Ok(Updated::Not) };
        let Some(bytes) = bytes else { return self.confirm(&mut sections, slot, held).await };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                tracing::error!(%error, "The directory's {} could not be written down", T::COLLECTION.name());
                return Ok(Updated::Not);
            }
        };
        let mut newer = sections.clone();
        *T::slot_mut(&mut newer) = CacheSlot::kept(from + 1, Arc::new(held));
        let before = self.snapshot();
        let after = self.picture(&newer, before.clone()).await;
        let news = match (read_since, &before, &after) {
            (Some(began), Some(before), Some(after)) => self.news(T::COLLECTION, before, after, began).await?,
            _ => Vec::new(),
        };
        if !self.0.store.swap_blob(&T::COLLECTION.key(), bytes, from, &news).await? {
            return Ok(Updated::Overtaken);
        }
        *sections = newer;
        self.show(after);
        Ok(Updated::Made(news.len()))
    }

    /// Holds a reading that has brought the same, and notes when it was made, without writing the section again.
    async fn confirm<T: Payload>(
        &self,
        sections: &mut Collections,
        slot: CacheSlot<T>,
        held: Cached<T>,
    ) -> Result<Updated, store::Error> {
        let confirmed_at = held.as_of.filter(|at| Some(*at) > slot.as_of());
        if let Some(at) = confirmed_at
            && !self.0.store.confirm_blob(&T::COLLECTION.key(), slot.version, at).await?
        {
            return Ok(Updated::Overtaken);
        }
        let confirmed_at = confirmed_at.or(slot.confirmed_at);
        *T::slot_mut(sections) = CacheSlot { held: Some(Arc::new(held)), confirmed_at, ..slot };
        self.publish(sections).await;
        Ok(Updated::Made(0))
    }

    /// Notes, for all processes, that a section was tried: the first snapshot does not wait for it any longer.
    pub(super) async fn give_up<T: Payload>(&self) {
        if let Err(error) = self.update::<T>(None, |held| held.is_none().then(Cached::default)).await {
            tracing::warn!(%error, "That the {} could not be read could not be kept", T::COLLECTION.name());
        }
    }

    /// Loads what other processes have kept meanwhile, until `stop`.
    pub(super) async fn follow_others(&self, stop: &CancellationToken) {
        while stop.run_until_cancelled(tokio::time::sleep(LOOK)).await.is_some() {
            if let Err(error) = self.refresh_roles().await {
                tracing::warn!(%error, "Whether roles were given or taken away elsewhere could not be seen");
            }
            let mut sections = self.0.writing.lock().await;
            self.load_newer(&mut sections, &Collection::ALL).await;
        }
    }

    pub(super) async fn load_newer(&self, held: &mut Collections, which: &[Collection]) {
        let newer = match self.newer(held, which).await {
            Ok(newer) if newer.is_empty() => return,
            Ok(newer) => newer,
            Err(error) => {
                tracing::warn!(%error, "Whether another process has read the directory could not be seen");
                return;
            }
        };
        for (section, confirmed_at) in newer {
            match confirmed_at {
                Some(at) => held.confirm(section, at),
                None => keep::load_one(&self.0.store, section, held).await,
            }
        }
        self.publish(held).await;
    }

    /// The sections of which the database has a newer state than is held; with a time those of which it has only been
    /// found that they are still the same.
    async fn newer(
        &self,
        held: &Collections,
        which: &[Collection],
    ) -> Result<Vec<(Collection, Option<Timestamp>)>, store::Error> {
        let keys: Vec<String> = which.iter().map(|section| section.key()).collect();
        let versions = self.0.store.blob_versions(&keys).await?;
        let newer = |section: &Collection| {
            let kept = versions.iter().find(|kept| kept.key == section.key())?;
            let is_confirmed = kept.confirmed_at > held.confirmed_at(*section).max(held.as_of(*section));
            if kept.version > held.version(*section) {
                return Some((*section, None));
            }
            kept.confirmed_at.filter(|_| is_confirmed).map(|at| (*section, Some(at)))
        };
        Ok(which.iter().filter_map(newer).collect())
    }

    /// Shows what is held, once all of it was read or tried and the members are among it.
    pub(super) async fn publish(&self, sections: &Collections) {
        self.show(self.picture(sections, self.snapshot()).await);
    }

    /// A snapshot of the sections, if all were read or tried and the members are among them.
    async fn picture(&self, sections: &Collections, earlier: Option<Arc<Snapshot>>) -> Option<Arc<Snapshot>> {
        let is_ready =
            Collection::ALL.into_iter().filter(|section| is_waited_for(*section)).all(|section| sections.has(section));
        if !is_ready || sections.as_of(Collection::Members).is_none() {
            return None;
        }
        let (sections, given_roles) = (sections.clone(), self.0.given_roles.load_full());
        let build = move || Snapshot::new(sections, earlier.as_deref()).with_given_roles(given_roles);
        tokio::task::spawn_blocking(build).await.ok().map(Arc::new)
    }

    fn show(&self, snapshot: Option<Arc<Snapshot>>) {
        let Some(snapshot) = snapshot else { return };
        self.0.snapshot.store(Some(snapshot.clone()));
        self.0.views.clear();
        self.0.status.send_modify(|status| {
            status.as_of = Some(snapshot.as_of());
            for section in &mut status.sections {
                let as_of = snapshot.sections().as_of(section.section);
                if as_of > section.as_of {
                    // Whoever read it, it could be read.
                    section.error = None;
                    section.shortfall = None;
                    section.next_at = as_of.and_then(|at| at.checked_add(self.interval(section.section)).ok());
                }
                section.as_of = as_of;
                section.withdrawn_at = snapshot.sections().withdrawn_at(section.section);
                if section.withdrawn_at.is_some() {
                    section.error = None;
                }
            }
            status.settle();
        });
    }
}

/// Whether a reading has brought what is kept already, and that was written not too long ago.
fn is_same<T: Payload>(slot: &CacheSlot<T>, newer: &Cached<T>) -> bool {
    let is_recent = |written: Timestamp, now: Timestamp| {
        now.duration_since(written) < SignedDuration::try_from(UNWRITTEN).unwrap_or(SignedDuration::MAX)
    };
    let ages = slot.written_as_of.zip(newer.as_of);
    let held = slot.held().filter(|_| ages.is_some_and(|(written, now)| is_recent(written, now)));
    held.is_some_and(|held| held.withdrawn_at == newer.withdrawn_at && held.content.has_same_rows(&newer.content))
}

/// Whether pages wait until a section was read or tried. These are told when they are known: an installation that has read
/// everything else before an update goes on at once.
fn is_waited_for(section: Collection) -> bool {
    match section {
        Collection::Activity
        | Collection::ScheduledExports
        | Collection::Embeds
        | Collection::DataModels
        | Collection::Reports => false,
        Collection::Members
        | Collection::Teams
        | Collection::Workspaces
        | Collection::Connections
        | Collection::Workbooks
        | Collection::Datasets
        | Collection::AccountTypes
        | Collection::UserAttributes => true,
    }
}
