//! Who may call Sigma when: a bound on calls in flight, one pace for all, and three lanes.
//!
//! More than five calls at once were met with refusals at Sigma's edge (BEHAVIOUR.md section 6). Changes and the sync
//! leave one slot free and stand back while a person waits, so that nobody waits for a slot behind a bulk change; the
//! sync stands back while a change waits too. It has a floor: one start in [`FLOOR`] is its own as long as it waits, or
//! a change of thousands of steps, or a busy morning, would keep the directory from being read at all.

use super::pace::{Pace, Started};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex as Turnstile, Notify};
use tokio::time::{Instant, sleep_until};

/// One start in so many is the sync's while it waits.
const FLOOR: usize = 10;

/// Whose call it is, the most urgent first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// A person waits for the answer.
    Person,
    /// A step of an accepted change.
    Change,
    /// The directory is read.
    Sync,
}

impl Lane {
    /// Whether a person sits through the wait for a slot.
    pub fn has_audience(self) -> bool {
        match self {
            Self::Person => true,
            Self::Change | Self::Sync => false,
        }
    }
}

/// What the limiter is doing, for people.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LimiterStatus {
    /// Most calls in flight at once.
    pub most: usize,
    /// Calls in flight.
    pub in_flight: usize,
    /// Calls that people wait for and that wait for their turn.
    pub people_waiting: usize,
    /// Calls of changes that wait for their turn.
    pub changes_waiting: usize,
    /// Calls of the sync that wait for their turn.
    pub sync_waiting: usize,
    /// Calls a second that may start; `None` while Sigma has not refused any for some minutes.
    pub per_second: Option<f64>,
    /// How much longer Sigma wants no call at all.
    pub pause: Option<Duration>,
}

/// The limiter of one set of credentials.
#[derive(Debug)]
pub(super) struct Limiter {
    most: usize,
    /// Only the call at the front of its lane contends for a slot, so each lane is first come, first served.
    lanes: [Turnstile<()>; 3],
    state: Mutex<State>,
    /// Rung when a slot, the pace or the set of those who wait changes.
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// Calls in flight, by lane.
    in_flight: [usize; 3],
    /// Calls that wait, by lane.
    waiting: [usize; 3],
    /// Calls of other lanes that have started while the sync waited.
    passed_sync: usize,
    pace: Pace,
}

/// What stands between a call and its start.
enum Wait {
    For(Instant),
    ForChange,
}

impl Limiter {
    pub fn new(most: usize) -> Self {
        Self {
            most: most.max(1),
            lanes: [const { Turnstile::const_new(()) }; 3],
            state: Mutex::default(),
            changed: Notify::new(),
        }
    }

    /// When the pause Sigma asked for ends, if it asked for one.
    pub fn paused_until(&self) -> Option<Instant> {
        self.state().pace.paused_until()
    }

    /// What it is doing.
    pub fn status(&self) -> LimiterStatus {
        let now = Instant::now();
        let state = self.state();
        let pause = state.pace.paused_until().map(|until| until.saturating_duration_since(now));
        LimiterStatus {
            most: self.most,
            in_flight: state.in_flight.iter().sum(),
            people_waiting: state.waiting[Lane::Person as usize],
            changes_waiting: state.waiting[Lane::Change as usize],
            sync_waiting: state.waiting[Lane::Sync as usize],
            per_second: state.pace.rate(now),
            pause: pause.filter(|pause| !pause.is_zero()),
        }
    }

    /// Waits until a call may start. Dropping the future gives the place in line up.
    pub async fn enter(self: &Arc<Self>, lane: Lane) -> Permit {
        let waiting = Waiting::new(self, lane);
        let _front = self.lanes[lane as usize].lock().await;
        loop {
            let changed = self.changed.notified();
            let mut changed = std::pin::pin!(changed);
            // Listening before looking: a change in between must not be missed.
            changed.as_mut().enable();
            match self.try_start(lane) {
                Ok(permit) => {
                    drop(waiting);
                    return permit;
                }
                Err(Wait::ForChange) => changed.await,
                Err(Wait::For(time)) => tokio::select! {
                    () = sleep_until(time) => {}
                    () = changed => {}
                },
            }
        }
    }

    fn try_start(self: &Arc<Self>, lane: Lane) -> Result<Permit, Wait> {
        let now = Instant::now();
        let mut state = self.state();
        if !state.has_slot(lane, self.most) || state.stands_back(lane, self.most) {
            return Err(Wait::ForChange);
        }
        let opens = state.pace.opens(now);
        if opens > now {
            return Err(Wait::For(opens));
        }
        let started = state.pace.started(now);
        state.in_flight[lane as usize] += 1;
        state.passed_sync = match lane {
            Lane::Sync => 0,
            Lane::Person | Lane::Change => state.passed_sync + usize::from(state.waits(Lane::Sync)),
        };
        Ok(Permit { limiter: self.clone(), lane, started })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in line, counted while it lasts.
struct Waiting<'l> {
    limiter: &'l Limiter,
    lane: Lane,
}

impl<'l> Waiting<'l> {
    fn new(limiter: &'l Limiter, lane: Lane) -> Self {
        limiter.state().waiting[lane as usize] += 1;
        Self { limiter, lane }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.limiter.state().waiting[self.lane as usize] -= 1;
        self.limiter.changed.notify_waiters();
    }
}

impl State {
    fn waits(&self, lane: Lane) -> bool {
        self.waiting[lane as usize] > 0
    }

    /// Whether a slot is free that the lane may take.
    fn has_slot(&self, lane: Lane, most: usize) -> bool {
        let [people, changes, sync] = self.in_flight;
        let is_free = people + changes + sync < most;
        match lane {
            Lane::Person => is_free,
            Lane::Change | Lane::Sync => is_free && changes + sync < most.saturating_sub(1).max(1),
        }
    }

    /// Whether somebody else goes first.
    fn stands_back(&self, lane: Lane, most: usize) -> bool {
        let is_due = self.passed_sync + 1 >= FLOOR && self.waits(Lane::Sync) && self.has_slot(Lane::Sync, most);
        match lane {
            Lane::Person => is_due,
            Lane::Change => is_due || self.waits(Lane::Person),
            Lane::Sync => !is_due && (self.waits(Lane::Person) || self.waits(Lane::Change)),
        }
    }
}

/// The right to have one call in flight; ends when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    limiter: Arc<Limiter>,
    lane: Lane,
    started: Started,
}

impl Permit {
    /// Notes an answer other than 429.
    pub fn accepted(&self) {
        self.limiter.state().pace.accepted(self.started);
    }

    /// Notes a 429: every call waits, and the pace drops.
    pub fn refused(&self, retry_after: Option<Duration>) {
        self.limiter.state().pace.refused(self.started, Instant::now(), retry_after);
        self.limiter.changed.notify_waiters();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        {
            let mut state = self.limiter.state();
            state.in_flight[self.lane as usize] -= 1;
        }
        self.limiter.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests;
