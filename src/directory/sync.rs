//! The sync: reads one section after another when they are due.

use super::{
    Directory, Section, SyncState,
    content::{AccountTypes, Connections, Documents, Held, Members, Teams, UserAttributes, Workspaces},
    history,
    own::Own,
    read::{Depth, Readable, Reader},
    update::Sides,
};
use crate::sigma;
use jiff::Timestamp;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// How soon a section is tried again after a failure, so that the portal recovers by itself when Sigma does.
const AFTER_FAILURE: Duration = Duration::from_secs(15);

/// Why a section could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Sigma did not give it.
    #[error(transparent)]
    Sigma(#[from] sigma::Error),
    /// Another process changed the section while the reading was put in.
    #[error("another process was reading at the same time")]
    Overtaken,
}

impl Failure {
    /// Whether the next section would fail alike.
    fn is_outage(&self) -> bool {
        match self {
            Self::Sigma(error) => error.status().is_none_or(|status| status == 429 || status >= 500),
            Self::Overtaken => false,
        }
    }
}

impl Directory {
    /// Keeps the snapshot fresh until `stop`: reads each section at once and then at its multiple of `every`, and all
    /// of them whole when asked.
    pub async fn keep_fresh(&self, every: Duration, stop: CancellationToken) {
        let syncing = async {
            let mut due: Vec<(Section, Instant)> = Section::ALL.map(|section| (section, Instant::now())).into();
            let mut depth = Depth::Due;
            loop {
                self.round(&mut due, depth, every).await;
                let next = due.iter().map(|(_, at)| *at).min().unwrap_or_else(|| Instant::now() + every);
                depth = tokio::select! {
                    () = self.0.wake.notified() => {
                        due.iter_mut().for_each(|(_, at)| *at = Instant::now());
                        Depth::Whole
                    }
                    () = tokio::time::sleep_until(next) => Depth::Due,
                };
            }
        };
        let following = self.follow_others(&stop);
        let both = async { tokio::join!(stop.run_until_cancelled(syncing), following) };
        both.await;
    }

    /// Reads the whole organisation once; whether all of it worked. Failures are kept in the status and logged.
    pub async fn sync(&self) -> bool {
        let mut due: Vec<(Section, Instant)> = Section::ALL.map(|section| (section, Instant::now())).into();
        self.round(&mut due, Depth::Whole, Duration::ZERO).await
    }

    /// Reads the sections that are due and notes when they are due again; whether all worked.
    async fn round(&self, due: &mut [(Section, Instant)], depth: Depth, every: Duration) -> bool {
        let _one_at_a_time = self.0.round.lock().await;
        let mut worked = true;
        let mut is_down = false;
        for (section, at) in due.iter_mut().filter(|(_, at)| *at <= Instant::now()) {
            let wait = if is_down {
                // Sigma has just shown that it does not answer; this section is tried together with that one.
                self.give_up(*section).await;
                AFTER_FAILURE.min(every)
            } else {
                match self.sync_section(*section, depth).await {
                    Ok(()) => every * section.multiple(),
                    Err(failure) => {
                        worked = false;
                        is_down = failure.is_outage();
                        AFTER_FAILURE.min(every)
                    }
                }
            };
            *at = Instant::now() + wait;
            let next_at = Timestamp::now().checked_add(wait).ok();
            self.0.status.send_modify(|s| s.section_mut(*section).into_iter().for_each(|s| s.next_at = next_at));
        }
        self.0.status.send_modify(|status| {
            let error = status.section(Section::Members).and_then(|members| members.error.clone());
            status.state = error.map_or(SyncState::Idle, SyncState::Failed);
        });
        worked
    }

    /// Reads one section.
    ///
    /// # Errors
    /// Why it could not be read whole; logged and kept in the status.
    pub async fn sync_section(&self, section: Section, depth: Depth) -> Result<(), Failure> {
        let read = match section {
            Section::Members => self.sync_content::<Members>(depth).await,
            Section::Teams => self.sync_content::<Teams>(depth).await,
            Section::Workspaces => self.sync_content::<Workspaces>(depth).await,
            Section::Connections => self.sync_content::<Connections>(depth).await,
            Section::Documents => self.sync_content::<Documents>(depth).await,
            Section::AccountTypes => self.sync_content::<AccountTypes>(depth).await,
            Section::UserAttributes => self.sync_content::<UserAttributes>(depth).await,
        };
        if let Err(error) = &read {
            tracing::warn!(%error, "The {} could not be read from Sigma", section.name());
            self.give_up(section).await;
        }
        let error = read.as_ref().err().map(ToString::to_string);
        self.0.status.send_modify(|s| s.section_mut(section).into_iter().for_each(|s| s.error.clone_from(&error)));
        read
    }

    async fn sync_content<T: Readable>(&self, depth: Depth) -> Result<(), Failure> {
        let began = Timestamp::now();
        let held = T::slot(&self.0.writing.lock().await.sections).held.clone();
        let report = |progress| self.0.status.send_modify(|s| s.state = SyncState::Running(progress));
        let reader = Reader { client: self.0.client.background(), depth, report: &report };
        let (read, error) = T::read(&reader, held.as_deref()).await?;
        drop(held);
        let is_whole = error.is_none();
        let sides = self.update::<T>(move |held| Held {
            as_of: if is_whole { Some(began) } else { held.and_then(|held| held.as_of) },
            content: T::merged(held.map(|held| &held.content), read),
        });
        let sides = sides.await.ok_or(Failure::Overtaken)?;
        self.tell(T::SECTION, sides, began).await;
        error.map_or(Ok(()), |error| Err(error.into()))
    }

    /// Writes into the history what differs, apart from the portal's own doings.
    async fn tell(&self, section: Section, sides: Sides, began: Timestamp) {
        let (Some(before), Some(after)) = sides else { return };
        // Nothing was known of the section before: all of it would be news.
        if !before.sections().has(section) {
            return;
        }
        let compared = (before.clone(), after.clone());
        let at = Timestamp::now();
        let found = tokio::task::spawn_blocking(move || history::events(&compared.0, &compared.1, section, at)).await;
        let mut events = found.unwrap_or_default();
        if events.is_empty() {
            return;
        }
        match self.0.store.subjects_changed_since(began).await {
            Ok(changes) => {
                // Against what was held before: what this reading has met is no news for the last time.
                let unread = self.0.unread.still(before.sections());
                let own = Own::new(changes.iter().chain(&unread));
                events.retain(|event| !own.explains(event, [&before, &after]));
            }
            Err(error) => {
                tracing::warn!(%error, "What the portal itself has changed could not be looked up; nothing is told");
                return;
            }
        }
        if let Err(error) = self.0.store.append_history(&events).await {
            tracing::warn!(%error, "What changed outside the portal could not be written into the history");
        }
    }
}
