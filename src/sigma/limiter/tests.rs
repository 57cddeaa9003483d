//! The limiter under a paused clock: bounds, lanes, and the pace it finds.

use super::*;
use futures::future::join_all;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
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
            let lane = if n % 2 == 0 { Lane::Person } else { Lane::Sync };
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
async fn says_what_it_is_doing() {
    let limiter = Arc::new(Limiter::new(2));
    let (first, _second) = (limiter.enter(Lane::Person).await, limiter.enter(Lane::Sync).await);
    let wait = |lane| {
        let limiter = limiter.clone();
        tokio::spawn(async move { limiter.enter(lane).await })
    };
    let waiting = [wait(Lane::Person), wait(Lane::Sync), wait(Lane::Sync)];
    tokio::task::yield_now().await;
    let busy = LimiterStatus {
        most: 2,
        in_flight: 2,
        people_waiting: 1,
        changes_waiting: 0,
        sync_waiting: 2,
        per_second: None,
        pause: None,
    };
    assert_eq!(limiter.status(), busy);
    waiting.iter().for_each(tokio::task::JoinHandle::abort);
    tokio::task::yield_now().await;
    first.refused(Some(Duration::from_secs(3)));
    let slowed = limiter.status();
    assert_eq!((slowed.people_waiting, slowed.sync_waiting), (0, 0));
    assert_eq!(slowed.pause, Some(Duration::from_secs(3)));
    assert!(slowed.per_second.is_some());
    advance(Duration::from_secs(4)).await;
    assert_eq!(limiter.status().pause, None);
}

#[tokio::test(start_paused = true)]
async fn a_person_finds_a_slot_while_a_sync_runs() {
    let limiter = Arc::new(Limiter::new(5));
    let mut sync = vec![];
    while let Some(permit) = ready(limiter.enter(Lane::Sync)).await {
        sync.push(permit);
    }
    assert_eq!(sync.len(), 4);
    assert!(ready(limiter.enter(Lane::Person)).await.is_some());
}

#[tokio::test(start_paused = true)]
async fn background_stands_back_while_a_person_waits() {
    let limiter = Arc::new(Limiter::new(1));
    let held = limiter.enter(Lane::Sync).await;
    let order = Mutex::new(vec![]);
    let (sync, person) = (
        async {
            let _permit = limiter.enter(Lane::Sync).await;
            order.lock().unwrap().push("sync");
        },
        async {
            let _permit = limiter.enter(Lane::Person).await;
            order.lock().unwrap().push("person");
        },
    );
    tokio::join!(sync, person, async { drop(held) });
    assert_eq!(*order.lock().unwrap(), ["person", "sync"]);
}

/// Which of two lanes starts the next calls while both always have some waiting, one call at a time.
async fn shares(lanes: [Lane; 2], calls: usize) -> [usize; 2] {
    let limiter = Arc::new(Limiter::new(1));
    let counts = [const { AtomicUsize::new(0) }; 2];
    let workers = (0..8).map(|n| {
        let (limiter, counts) = (&limiter, &counts);
        async move {
            let at = n % 2;
            while counts.iter().map(|count| count.load(Ordering::Relaxed)).sum::<usize>() < calls {
                let permit = limiter.enter(lanes[at]).await;
                counts[at].fetch_add(1, Ordering::Relaxed);
                sleep(CALL).await;
                drop(permit);
            }
        }
    });
    join_all(workers).await;
    counts.map(AtomicUsize::into_inner)
}

#[tokio::test(start_paused = true)]
async fn a_change_stands_back_while_a_person_waits() {
    let [person, change] = shares([Lane::Person, Lane::Change], 200).await;
    assert!(person >= 190, "{person} calls of people, {change} of changes");
}

#[tokio::test(start_paused = true)]
async fn the_sync_has_one_start_in_ten_however_long_a_change_or_people_keep_calling() {
    for busy in [Lane::Change, Lane::Person] {
        let [other, sync] = shares([busy, Lane::Sync], 1_000).await;
        assert!((90..=120).contains(&sync), "{sync} calls of the sync beside {other} of {busy:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_sync_that_is_due_but_has_no_slot_holds_nobody_up() {
    let limiter = Arc::new(Limiter::new(2));
    let held = limiter.enter(Lane::Sync).await;
    let waiting = tokio::spawn({
        let limiter = limiter.clone();
        async move { limiter.enter(Lane::Sync).await }
    });
    tokio::task::yield_now().await;
    for _ in 0..3 * FLOOR {
        assert!(ready(limiter.enter(Lane::Person)).await.is_some());
    }
    drop(held);
    waiting.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn whoever_gives_up_frees_the_way() {
    let limiter = Arc::new(Limiter::new(1));
    let held = limiter.enter(Lane::Person).await;
    assert!(ready(limiter.enter(Lane::Person)).await.is_none());
    drop(held);
    assert!(ready(limiter.enter(Lane::Sync)).await.is_some());
    assert!(ready(limiter.enter(Lane::Person)).await.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_refusal_makes_everybody_wait_as_long_as_asked() {
    let limiter = Arc::new(Limiter::new(5));
    limiter.enter(Lane::Person).await.refused(Some(Duration::from_secs(3)));
    assert!(ready(limiter.enter(Lane::Person)).await.is_none());
    advance(Duration::from_secs(3)).await;
    assert!(ready(limiter.enter(Lane::Person)).await.is_some());
}

/// Whatever comes, waits, gives up, finishes or is refused: the bounds hold, and nobody is forgotten.
#[tokio::test(start_paused = true)]
async fn bounds_hold_whatever_happens() {
    for seed in 0..20 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let most = rng.random_range(1..=6);
        let limiter = Arc::new(Limiter::new(most));
        let finished = AtomicUsize::new(0);
        let calls: Vec<_> = (0..200)
            .map(|_| {
                let lane = [Lane::Person, Lane::Change, Lane::Sync][rng.random_range(0..3)];
                let [arrives, patience, lasts] = [5_000, 20_000, 300].map(|most| rng.random_range(0..most));
                let (is_refused, gives_up) = (rng.random_bool(0.05), rng.random_bool(0.3));
                let (limiter, finished) = (&limiter, &finished);
                async move {
                    sleep(Duration::from_millis(arrives)).await;
                    let patience = Duration::from_millis(if gives_up { patience } else { 10_000_000 });
                    let Ok(permit) = tokio::time::timeout(patience, limiter.enter(lane)).await else {
                        assert!(gives_up, "seed {seed}: a call was forgotten");
                        return;
                    };
                    {
                        let state = limiter.state();
                        let [people, changes, sync] = state.in_flight;
                        assert!(people + changes + sync <= most && changes + sync <= most.saturating_sub(1).max(1));
                    }
                    sleep(Duration::from_millis(lasts)).await;
                    if is_refused {
                        permit.refused(None);
                    } else {
                        permit.accepted();
                    }
                    finished.fetch_add(1, Ordering::Relaxed);
                }
            })
            .collect();
        join_all(calls).await;
        assert!(finished.load(Ordering::Relaxed) >= 100, "seed {seed}");
        let state = limiter.state();
        assert_eq!((state.in_flight, state.waiting), ([0; 3], [0; 3]), "seed {seed}");
    }
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
                    let permit = limiter.enter(Lane::Person).await;
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
