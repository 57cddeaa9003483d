//! Who may call Sigma when: a bound on calls in flight, one pace for all, and people before background work.
//!
//! More than five calls at once were met with refusals at Sigma's edge (BEHAVIOUR.md section 6). Background calls
//! leave one slot free and stand back while a person waits, so a sync never makes an admin wait for a slot.

use super::pace::{Pace, Started};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Mutex as Turnstile, Notify};
use tokio::time::{Instant, sleep_until};

/// Whose call it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// A person waits for it.
    Foreground,
    /// Nobody waits.
    Background,
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
    /// Background calls that wait for their turn.
    pub background_waiting: usize,
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
    foreground: Turnstile<()>,
    background: Turnstile<()>,
    state: Mutex<State>,
    /// Rung when a slot, the pace or the set of waiting people changes.
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    in_flight: usize,
    in_background: usize,
    people_waiting: usize,
    background_waiting: usize,
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
            foreground: Turnstile::new(()),
            background: Turnstile::new(()),
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
            in_flight: state.in_flight,
            people_waiting: state.people_waiting,
            background_waiting: state.background_waiting,
            per_second: state.pace.rate(now),
            pause: pause.filter(|pause| !pause.is_zero()),
        }
    }

    /// Waits until a call may start. Dropping the future gives the place in line up.
    pub async fn enter(self: &Arc<Self>, lane: Lane) -> Permit {
        let waiting = Waiting::new(self, lane);
        let turnstile = match lane {
            Lane::Foreground => &self.foreground,
            Lane::Background => &self.background,
        };
        let _front = turnstile.lock().await;
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
        let slot_is_free = match lane {
            Lane::Foreground => state.in_flight < self.most,
            Lane::Background => {
                let most = self.most.saturating_sub(1).max(1);
                state.people_waiting == 0 && state.in_flight < self.most && state.in_background < most
            }
        };
        if !slot_is_free {
            return Err(Wait::ForChange);
        }
        let opens = state.pace.opens(now);
        if opens > now {
            return Err(Wait::For(opens));
        }
        let started = state.pace.started(now);
        state.in_flight += 1;
        state.in_background += usize::from(lane == Lane::Background);
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
        *limiter.state().waiting(lane) += 1;
        Self { limiter, lane }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        *self.limiter.state().waiting(self.lane) -= 1;
        if self.lane == Lane::Foreground {
            self.limiter.changed.notify_waiters();
        }
    }
}

impl State {
    fn waiting(&mut self, lane: Lane) -> &mut usize {
        match lane {
            Lane::Foreground => &mut self.people_waiting,
            Lane::Background => &mut self.background_waiting,
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
            state.in_flight -= 1;
            state.in_background -= usize::from(self.lane == Lane::Background);
        }
        self.limiter.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests;
