//! The sync: reads sections when they are due or somebody asks.

use super::{
    Collection, Directory, Snapshot, SyncState, SyncStatus,
    activity::Activity,
    detailed_row::DetailFetcher,
    failure::Failure,
    history,
    outbound::{Embeds, ScheduledExports},
    own::OwnRecentChanges,
    payload::{
        AccountTypes, Cached, Connections, DataModels, Datasets, Members, Reports, Teams, UserAttributes, Workbooks,
        Workspaces,
    },
    read::{Depth, Readable, Reader},
    single_flight::ReadTurn,
    update::Updated,
};
use crate::{
    domain::DirectoryEvent,
    schedule::{self, Next, Scheduler},
    sigma::{self, OddRows, SigmaClient},
    store,
};
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// How soon a section is tried again after a failure, so that the portal recovers by itself when Sigma does.
const AFTER_FAILURE: Duration = Duration::from_secs(15);

/// How soon a reading that left rows for later goes on.
const TO_GO_ON: Duration = Duration::from_secs(5);

/// How long what Sigma no longer offers is not asked for again.
const ASKED_AGAIN: SignedDuration = SignedDuration::from_hours(24);

impl Directory {
    /// Adds the reading of each section to the timed work of all processes, at its multiple of `every`: however many
    /// there are, Sigma is read as often as one would.
    pub fn schedule(&self, scheduler: &mut Scheduler, every: Duration) {
        _ = self.0.every.set(every);
        for section in Collection::ALL {
            let directory = self.clone();
            scheduler.add(section.task(), self.interval(section), move |_| {
                let directory = directory.clone();
                async move {
                    let read = directory.sync_section(section, Depth::Due).await;
                    read.map_err(|error| schedule::Failure::from(error).retry_in(AFTER_FAILURE.min(every)))?;
                    Ok(if directory.is_complete(section).await {
                        Next::Regularly
                    } else {
                        Next::In(TO_GO_ON.min(every))
                    })
                }
            });
        }
    }

    /// Whether every row of a section has been asked for its details once.
    pub(super) async fn is_complete(&self, section: Collection) -> bool {
        self.0.writing.lock().await.is_complete(section)
    }

    /// How long after a reading a section is due again; for ever while nothing is scheduled.
    pub(super) fn interval(&self, section: Collection) -> Duration {
        self.0.every.get().map_or(Duration::MAX, |every| *every * section.multiple())
    }

    /// Loads what other processes have read, and reads everything when this one is asked to, until `stop`.
    pub async fn keep_fresh(&self, stop: CancellationToken) {
        self.ask_for_missing().await;
        let asked = async {
            loop {
                self.0.wake.notified().await;
                self.sync().await;
                self.0.asked.store(false, Ordering::Release);
            }
        };
        tokio::join!(stop.run_until_cancelled(asked), self.follow_others(&stop));
    }

    /// Has the sections read at once that have never been read, or not in this encoding, as after an update: their
    /// regular time may be an hour off.
    async fn ask_for_missing(&self) {
        for section in Collection::ALL {
            if self.0.writing.lock().await.as_of(section).is_some() {
                continue;
            }
            if let Err(error) = self.0.store.run_task_soon(section.task()).await {
                tracing::warn!(%error, "The reading of {} could not be asked for", section.name());
            }
        }
    }

    /// Reads the whole organization once; whether all of it worked. Failures are kept in the status and logged.
    pub async fn sync(&self) -> bool {
        // Each in a place of its own: together they are more than a thread's stack has room for.
        let sections = Collection::ALL.map(|section| Box::pin(self.sync_section(section, Depth::Whole)));
        join_all(sections).await.iter().all(Result::is_ok)
    }

    /// Reads one section, or waits for a reading under way that serves as well.
    ///
    /// # Errors
    /// Why it could not be read whole; logged and kept in the status.
    pub async fn sync_section(&self, section: Collection, depth: Depth) -> Result<(), Failure> {
        match self.0.readings.wait_or_join(section, depth).await {
            Some(turn) => self.read_section(section, depth, turn, &self.0.client.for_sync()).await,
            None => Ok(()),
        }
    }

    /// Reads all of one section from now on, with the client of whoever waits for it: one that began before may have missed
    /// what they have done.
    ///
    /// # Errors
    /// As [`Self::sync_section`].
    pub(super) async fn sync_section_anew(&self, section: Collection, client: &SigmaClient) -> Result<(), Failure> {
        self.read_section(section, Depth::Whole, self.0.readings.wait(section).await, client).await
    }

    async fn read_section(
        &self,
        section: Collection,
        depth: Depth,
        turn: ReadTurn<'_>,
        client: &SigmaClient,
    ) -> Result<(), Failure> {
        if self.is_withdrawn(section).await {
            turn.done(depth);
            return Ok(());
        }
        let is_quiet = section.is_by_turns();
        let _running = (!is_quiet).then(|| Running::of(&self.0.status));
        let began = self.0.store.clock().now();
        let read = match section {
            Collection::Members => self.sync_content::<Members>(depth, client).await,
            Collection::Teams => self.sync_content::<Teams>(depth, client).await,
            Collection::Workspaces => self.sync_content::<Workspaces>(depth, client).await,
            Collection::Connections => self.sync_content::<Connections>(depth, client).await,
            Collection::Workbooks => self.sync_content::<Workbooks>(depth, client).await,
            Collection::Datasets => Box::pin(self.sync_datasets(depth, client)).await,
            Collection::DataModels => self.sync_content::<DataModels>(depth, client).await,
            Collection::Reports => self.sync_content::<Reports>(depth, client).await,
            Collection::AccountTypes => self.sync_content::<AccountTypes>(depth, client).await,
            Collection::UserAttributes => self.sync_content::<UserAttributes>(depth, client).await,
            Collection::Activity => self.sync_content::<Activity>(depth, client).await,
            Collection::ScheduledExports => self.sync_content::<ScheduledExports>(depth, client).await,
            Collection::Embeds => self.sync_content::<Embeds>(depth, client).await,
        };
        if let Err(error) = &read {
            tracing::warn!(%error, "The {} could not be read from Sigma", section.name());
        }
        if !is_quiet || depth == Depth::Whole || read.is_err() {
            self.record(section, began, &read).await;
        }
        if section == Collection::Members && read.is_ok() {
            self.record_headcount().await;
        }
        let error = read.as_ref().err().map(ToString::to_string);
        let shortfall = read.as_ref().err().and_then(Failure::shortfall);
        let refused = match &read {
            Ok(_) => Some(None),
            Err(Failure::Sigma(error)) if matches!(error.kind(), sigma::ErrorKind::Unauthorized(_)) => {
                Some(Some(error.to_string()))
            }
            // Says nothing of the credentials.
            Err(_) => None,
        };
        self.0.status.send_modify(|status| {
            if let Some(refused) = refused {
                status.refused = refused;
            }
            if let (Some(section), Some(error)) = (status.section_mut(section), error) {
                section.error = Some(error);
                section.shortfall = shortfall;
                section.next_at = self.0.store.clock().now().checked_add(AFTER_FAILURE).ok();
            }
        });
        read.map(|_| turn.done(depth))
    }

    /// Reads a section at once and takes its list as it is, however much it leaves out: an admin has said that it is
    /// right.
    ///
    /// # Errors
    /// Why it could not be read whole; logged and kept in the status.
    pub async fn accept_shorter(&self, section: Collection) -> Result<(), Failure> {
        self.0.accepted.note(section);
        self.sync_section_anew(section, &self.0.client).await
    }

    /// Reads a section; says how many changes outside the portal that has shown.
    async fn sync_content<T: Readable>(&self, depth: Depth, client: &SigmaClient) -> Result<usize, Failure> {
        let read = self.read_content::<T>(depth, client).await;
        if read.is_err() {
            self.give_up::<T>().await;
        }
        read
    }

    /// Reads the datasets, which Sigma is going to offer no longer (BEHAVIOUR.md section 14). That it does not any more is
    /// no failure: what is held stays, and is said to be from before.
    async fn sync_datasets(&self, depth: Depth, client: &SigmaClient) -> Result<usize, Failure> {
        let began = self.0.store.clock().now();
        match self.sync_content::<Datasets>(depth, client).await {
            Err(Failure::Sigma(error)) if error.operation() == "listDatasets" && error.is_gone() => {
                tracing::info!(%error, "Sigma no longer offers datasets");
                let noted = self.update::<Datasets>(None, move |held| {
                    let (as_of, content) = held.map_or_else(Default::default, |h| (h.as_of, h.content.clone()));
                    Some(Cached { as_of, content, withdrawn_at: Some(began) })
                });
                noted.await?;
                Ok(0)
            }
            read => read,
        }
    }

    /// Whether Sigma has said lately that it does not offer these any more: it is asked again once a day.
    async fn is_withdrawn(&self, section: Collection) -> bool {
        let now = self.0.store.clock().now();
        let said = self.0.writing.lock().await.withdrawn_at(section);
        said.is_some_and(|at| now.duration_since(at) < ASKED_AGAIN)
    }

    async fn read_content<T: Readable>(&self, depth: Depth, client: &SigmaClient) -> Result<usize, Failure> {
        let began = self.0.store.clock().now();
        let odd = OddRows::default();
        let (held, asker) = {
            let sections = self.0.writing.lock().await;
            (T::slot(&sections).held.clone(), DetailFetcher::new(client.counting(&odd), &sections))
        };
        let report = |progress| self.0.status.send_modify(|s| s.state = SyncState::Running(progress));
        let takes_short = self.0.accepted.take(T::COLLECTION);
        let reader = Reader { asker, depth, odd, takes_short, doubts: &self.0.doubts, report: &report };
        let (read, error) = T::read(&reader, held.as_deref()).await?;
        let odd_rows = reader.odd.mended() + reader.odd.lost();
        self.0.status.send_modify(|status| {
            status.section_mut(T::COLLECTION).into_iter().for_each(|section| section.odd_rows = odd_rows);
        });
        drop(held);
        let is_whole = error.is_none();
        let updated = self.update::<T>(Some(began), move |held| {
            let as_of = held.and_then(|held| held.as_of);
            // Somebody who began later was through sooner: this reading is the older one.
            let is_late = as_of.is_some_and(|as_of| as_of > began);
            let as_of = if is_whole { Some(began) } else { as_of };
            (!is_late).then(|| Cached {
                as_of,
                content: T::merged(held.map(|held| &held.content), read),
                withdrawn_at: None,
            })
        });
        let news = match updated.await? {
            Updated::Made(news) => news,
            Updated::Not => 0,
            Updated::Overtaken => return Err(Failure::Overtaken),
        };
        error.map_or(Ok(news), |error| Err(error.into()))
    }

    /// What a reading that began at `began` has met of changes outside the portal.
    ///
    /// # Errors
    /// That it could not be looked up what the portal itself has changed.
    pub(super) async fn news(
        &self,
        section: Collection,
        before: &Arc<Snapshot>,
        after: &Arc<Snapshot>,
        began: Timestamp,
    ) -> Result<Vec<DirectoryEvent>, store::Error> {
        // Not all of the section was known before: what was not would be news.
        if before.sections().as_of(section).is_none() {
            return Ok(Vec::new());
        }
        let compared = (before.clone(), after.clone());
        let at = self.0.store.clock().now();
        let found = tokio::task::spawn_blocking(move || history::events(&compared.0, &compared.1, section, at)).await;
        let mut events = found.unwrap_or_default();
        if !events.is_empty() {
            let changes = self.0.store.subjects_changed_since(began).await?;
            // Against what was held before: what this reading has met is no news for the last time.
            let unread = self.0.unread.still(before.sections());
            let own = OwnRecentChanges::new(changes.iter().chain(&unread));
            events.retain(|event| !own.explains(event, [before, after]));
        }
        Ok(events)
    }
}

/// A reading under way, for the status; also one that is cut off ends.
struct Running<'d>(&'d watch::Sender<SyncStatus>);

impl<'d> Running<'d> {
    fn of(status: &'d watch::Sender<SyncStatus>) -> Self {
        status.send_modify(|status| status.running += 1);
        Self(status)
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|status| {
            status.running -= 1;
            status.settle();
        });
    }
}
