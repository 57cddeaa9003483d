//! Who may call Sigma when: a bound on calls in flight, one pace for all, and people before background work.
//!
//! More than five calls at once were met with refusals at Sigma's edge (BEHAVIOUR.md section 6). Background calls
//! leave one slot free and stand back while a person waits, so a sync never makes an admin wait for a slot.

use super::pace::Pace;
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
        state.pace.started(now);
        state.in_flight += 1;
        state.in_background += usize::from(lane == Lane::Background);
        Ok(Permit { limiter: self.clone(), lane, started: now })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A person's place in line, counted while it lasts.
struct Waiting<'l>(Option<&'l Limiter>);

impl<'l> Waiting<'l> {
    fn new(limiter: &'l Limiter, lane: Lane) -> Self {
        let counted = (lane == Lane::Foreground).then_some(limiter);
        if let Some(limiter) = counted {
            limiter.state().people_waiting += 1;
        }
        Self(counted)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(limiter) = self.0 {
            limiter.state().people_waiting -= 1;
            limiter.changed.notify_waiters();
        }
    }
}

/// The right to have one call in flight; ends when dropped.
#[derive(Debug)]
pub(super) struct Permit {
    limiter: Arc<Limiter>,
    lane: Lane,
    started: Instant,
}

impl Permit {
    /// Notes an answer other than 429.
    pub fn accepted(&self) {
        self.limiter.state().pace.accepted(Instant::now());
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
mod tests {
    use super::*;
    use futures::future::join_all;
    use std::collections::VecDeque;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::time::{advance, sleep};

    const CALL: Duration = Duration::from_millis(80);

    /// Whether `future` is ready without time passing.
    async fn ready<T>(future: impl Future<Output = T>) -> Option<T> {
        tokio::time::timeout(Duration::ZERO, future).await.ok()
    }

    #[tokio::test(start_paused = true)]
    async fn never_more_than_the_limit_in_flight() {
        let limiter = Arc::new(Limiter::new(5));
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let begin = Instant::now();
        join_all((0..100).map(|n| {
            let (limiter, now, most) = (&limiter, &now, &most);
            async move {
                let lane = if n % 2 == 0 { Lane::Foreground } else { Lane::Background };
                let _permit = limiter.enter(lane).await;
                most.fetch_max(now.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
                sleep(CALL).await;
                now.fetch_sub(1, Ordering::Relaxed);
            }
        }))
        .await;
        assert_eq!(most.load(Ordering::Relaxed), 5);
        assert!(begin.elapsed() <= CALL * 24, "slots stood empty: {:?}", begin.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_person_finds_a_slot_while_a_sync_runs() {
        let limiter = Arc::new(Limiter::new(5));
        let mut sync = vec![];
        while let Some(permit) = ready(limiter.enter(Lane::Background)).await {
            sync.push(permit);
        }
        assert_eq!(sync.len(), 4);
        assert!(ready(limiter.enter(Lane::Foreground)).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn background_stands_back_while_a_person_waits() {
        let limiter = Arc::new(Limiter::new(1));
        let held = limiter.enter(Lane::Background).await;
        let order = Mutex::new(vec![]);
        let (sync, person) = (
            async {
                let _permit = limiter.enter(Lane::Background).await;
                order.lock().unwrap().push("sync");
            },
            async {
                let _permit = limiter.enter(Lane::Foreground).await;
                order.lock().unwrap().push("person");
            },
        );
        tokio::join!(sync, person, async { drop(held) });
        assert_eq!(*order.lock().unwrap(), ["person", "sync"]);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_gives_up_frees_the_way() {
        let limiter = Arc::new(Limiter::new(1));
        let held = limiter.enter(Lane::Foreground).await;
        assert!(ready(limiter.enter(Lane::Foreground)).await.is_none());
        drop(held);
        assert!(ready(limiter.enter(Lane::Background)).await.is_some());
        assert!(ready(limiter.enter(Lane::Foreground)).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_makes_everybody_wait_as_long_as_asked() {
        let limiter = Arc::new(Limiter::new(5));
        limiter.enter(Lane::Foreground).await.refused(Some(Duration::from_secs(3)));
        assert!(ready(limiter.enter(Lane::Foreground)).await.is_none());
        advance(Duration::from_secs(3)).await;
        assert!(ready(limiter.enter(Lane::Foreground)).await.is_some());
    }

    /// Servers that allow twenty calls a second, each counting in its own way.
    enum Server {
        /// A bucket of twenty that fills by twenty a second.
        Bucket(f64, Instant),
        /// Twenty in any second.
        Window(VecDeque<Instant>),
    }

    impl Server {
        fn allows(&mut self) -> bool {
            let now = Instant::now();
            match self {
                Self::Bucket(level, at) => {
                    *level = (*level + (now - *at).as_secs_f64() * 20.0).min(20.0);
                    *at = now;
                    let allowed = *level >= 1.0;
                    *level -= if allowed { 1.0 } else { 0.0 };
                    allowed
                }
                Self::Window(passed) => {
                    passed.retain(|at| now - *at < Duration::from_secs(1));
                    let allowed = passed.len() < 20;
                    passed.extend(allowed.then_some(now));
                    allowed
                }
            }
        }
    }

    /// Five thousand calls by eight workers where twenty a second are allowed: close to the fewest calls and the
    /// shortest time possible, however the server counts and whether or not it says how long to wait.
    #[tokio::test(start_paused = true)]
    async fn finds_and_keeps_the_pace_a_server_allows() {
        let window = || Server::Window(VecDeque::new());
        let bucket = || Server::Bucket(20.0, Instant::now());
        let second = Some(Duration::from_secs(1));
        for (server, asked) in [(bucket(), second), (bucket(), None), (window(), second), (window(), None)] {
            let (server, limiter) = (Mutex::new(server), Arc::new(Limiter::new(5)));
            let (todo, sent) = (AtomicUsize::new(5000), AtomicUsize::new(0));
            let begin = Instant::now();
            join_all((0..8).map(|_| async {
                while todo.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok() {
                    loop {
                        let permit = limiter.enter(Lane::Foreground).await;
                        // A network that is never twice the same.
                        let n = sent.fetch_add(1, Ordering::Relaxed) as u64;
                        sleep(Duration::from_millis(20 + n * 7 % 23)).await;
                        let allowed = server.lock().unwrap().allows();
                        sleep(Duration::from_millis(40)).await;
                        if allowed {
                            permit.accepted();
                            break;
                        }
                        permit.refused(asked);
                    }
                }
            }))
            .await;
            let calls = sent.load(Ordering::Relaxed);
            let time = begin.elapsed().as_secs_f64() / (4980.0 / 20.0);
            assert!(calls <= 5250, "{calls} calls");
            assert!(time <= 1.1, "{time} times the shortest time");
        }
    }
}
