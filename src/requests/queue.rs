//! What waits for whom, kept in memory: every page shows how much waits. Worked out from the pending requests and the
//! present state of people and their access, and brought up to date by what was written since, here or by another process.

use super::{Error, Requests, policies::Offering};
use crate::{
    directory::{AccessVersion, Snapshot},
    domain::{AccessRequest, ApproverGroup, PersonKey, RequestId, RequestState},
    store::WrittenRequest,
};
use jiff::{SignedDuration, Timestamp};
use std::{
    collections::HashMap,
    sync::{Arc, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// How long what was worked out is taken for true before the database is asked whether it still is: another process may
/// have written.
const FRESH: Duration = Duration::from_secs(1);

/// How far back it is looked for what was written: clocks of two processes differ, and a write takes its time.
const OVERLAP: SignedDuration = SignedDuration::from_mins(2);

/// The requests that wait for one person's decision, oldest first.
pub type Inbox = Arc<[Arc<AccessRequest>]>;

/// What waits for whom, as it was last worked out.
#[derive(Default)]
pub struct Queue {
    known: Option<Known>,
    /// How often this process has written a request.
    writes: u64,
}

struct Known {
    /// What it was worked out by: who people are, and what is offered by which rules.
    of: (AccessVersion, Arc<Offering>),
    /// When the database was last asked, after how many writes of this process.
    asked: (Instant, u64),
    /// When the newest of the requests was written that were looked at.
    newest: Timestamp,
    waiting: HashMap<RequestId, Waiting>,
    /// What waits for those who have asked since something changed.
    by_person: HashMap<PersonKey, Inbox>,
}

/// A pending request, and who decides about it.
struct Waiting {
    request: Arc<AccessRequest>,
    approvers: ApproverGroup,
}

impl Known {
    fn put(&mut self, request: AccessRequest, approvers: ApproverGroup) {
        self.by_person.clear();
        self.waiting.insert(request.id.clone(), Waiting { request: Arc::new(request), approvers });
    }

    fn drop(&mut self, id: &RequestId) {
        if self.waiting.remove(id).is_some() {
            self.by_person.clear();
        }
    }

    fn of_person(&mut self, person: &PersonKey) -> Inbox {
        let Self { waiting, by_person, .. } = self;
        if let Some(theirs) = by_person.get(person) {
            return theirs.clone();
        }
        let theirs = waiting.values().filter(|one| one.approvers.contains(person)).map(|one| one.request.clone());
        let mut theirs: Vec<_> = theirs.collect();
        theirs.sort_by(|one, other| (one.asked_at, &one.id).cmp(&(other.asked_at, &other.id)));
        let theirs: Inbox = theirs.into();
        by_person.insert(person.clone(), theirs.clone());
        theirs
    }

    fn is_of(&self, (version, offering): &(AccessVersion, Arc<Offering>)) -> bool {
        self.of.0 == *version && (Arc::ptr_eq(&self.of.1, offering) || self.of.1 == *offering)
    }

    /// Of what was written lately, the pending requests that are news.
    fn news(&self, written: &[WrittenRequest]) -> Vec<RequestId> {
        let is_known =
            |one: &WrittenRequest| self.waiting.get(&one.id).is_some_and(|known| known.request.version == one.version);
        written.iter().filter(|one| one.is_pending && !is_known(one)).map(|one| one.id.clone()).collect()
    }
}

impl Requests {
    /// What waits for one person.
    pub(super) async fn queued(&self, person: &PersonKey) -> Result<Inbox, Error> {
        self.bring_up_to_date().await?;
        let mut queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(queue.known.as_mut().ok_or(Error::NotReady)?.of_person(person))
    }

    /// Has the database asked what was written before what is known is taken for true again.
    pub(super) fn note_write(&self) {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).writes += 1;
    }

    /// Has what waits for whom worked out anew: the rules have changed.
    pub(super) fn forget_queue(&self) {
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).known = None;
        *self.0.offered.lock().unwrap_or_else(PoisonError::into_inner) = None;
        *self.0.package_owners.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn bring_up_to_date(&self) -> Result<(), Error> {
        let snapshot = self.0.snapshot()?;
        // Read at most once a second, so that what another process has set is heard of.
        let of = (snapshot.access_version(), self.0.shown_offering().await?);
        let (asked, since) = {
            let queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
            let known = queue.known.as_ref().filter(|known| known.is_of(&of));
            if known.is_some_and(|known| known.asked.0.elapsed() < FRESH && known.asked.1 == queue.writes) {
                return Ok(());
            }
            ((Instant::now(), queue.writes), known.map(|known| known.newest))
        };
        if let Some(newest) = since {
            // Once more where somebody has written in between.
            for _ in 0..2 {
                if self.catch_up(newest, asked, &of, &snapshot).await? {
                    return Ok(());
                }
            }
        }
        self.work_out(asked, of, &snapshot).await
    }

    /// Looks at what was written lately; no where that is not all that is new.
    async fn catch_up(
        &self,
        newest: Timestamp,
        asked: (Instant, u64),
        of: &(AccessVersion, Arc<Offering>),
        snapshot: &Snapshot,
    ) -> Result<bool, Error> {
        let store = &self.0.store;
        let written = store.requests_written_since(newest.checked_sub(OVERLAP).unwrap_or(Timestamp::MIN)).await?;
        let pending = store.count_pending_requests().await?;
        let news = {
            let queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
            queue.known.as_ref().map(|known| known.news(&written)).unwrap_or_default()
        };
        let mut routed = Vec::with_capacity(news.len());
        if !news.is_empty() {
            let requests = store.requests_with(&news).await?.into_iter();
            for request in requests.filter(|request| request.state == RequestState::Pending) {
                let approvers = self.approvers(&request, &of.1, snapshot);
                routed.push((request, approvers));
            }
        }
        let mut queue = self.0.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(known) = queue.known.as_mut().filter(|known| known.is_of(of)) else { return Ok(false) };
        for one in &written {
            known.newest = known.newest.max(one.written_at);
            if !one.is_pending {
                known.drop(&one.id);
            }
        }
        for (request, approvers) in routed {
            known.put(request, approvers);
        }
        known.asked = asked;
        Ok(known.waiting.len() as u64 == pending)
    }

    /// Works out everything, for another state of the directory or as the first.
    async fn work_out(
        &self,
        asked: (Instant, u64),
        of: (AccessVersion, Arc<Offering>),
        snapshot: &Snapshot,
    ) -> Result<(), Error> {
        let requests = self.0.store.pending_requests().await?;
        let written = |request: &AccessRequest| request.last_event().map_or(request.asked_at, |event| event.at);
        let newest = requests.iter().map(written).max().unwrap_or_else(|| self.0.store.clock().now());
        let offering = of.1.clone();
        let (waiting, by_person) = (HashMap::with_capacity(requests.len()), HashMap::new());
        let mut known = Known { of, asked, newest, waiting, by_person };
        for request in requests {
            let approvers = self.approvers(&request, &offering, snapshot);
            known.put(request, approvers);
        }
        self.0.queue.lock().unwrap_or_else(PoisonError::into_inner).known = Some(known);
        Ok(())
    }

    /// Who decides about the stage that a request is at.
    fn approvers(&self, request: &AccessRequest, offering: &Offering, snapshot: &Snapshot) -> ApproverGroup {
        let route = self.0.present(request, offering, snapshot).route;
        let stage = route.ok().and_then(|route| route.stages.into_iter().nth(request.stage));
        stage.map(|stage| stage.approvers).unwrap_or_default()
    }
}
