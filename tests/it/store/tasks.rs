//! Tasks: due, run by one process at a time, and ended only by the process that runs them.

use super::{database::Database, on_both, samples::LEASE};
use futures::future::join_all;
use jiff::Timestamp;
use sigma_portal::store::{Error, Store, Task, TaskFence};
use std::time::Duration;

on_both!(
    claim_waits_until_the_task_is_due,
    claim_is_exclusive_among_many_at_once,
    unknown_task_cannot_be_claimed_or_asked_for,
    a_run_is_told_from_its_start_to_its_end,
    an_error_stays_until_the_next_run_has_ended,
    task_of_a_silent_process_is_taken_over,
    stale_fence_is_refused,
    renewed_lease_lasts,
    released_task_is_due_again_and_keeps_its_last_end,
    asked_for_while_idle_it_is_due_at_once,
    asked_for_while_it_runs_it_runs_once_more,
    ensuring_again_only_brings_it_forward,
);

/// How soon a task is due again.
const EVERY: Duration = Duration::from_mins(1);

async fn ensure(store: &Store, name: &str) {
    store.ensure_task(name, EVERY).await.unwrap();
}

async fn claim(store: &Store, owner: &str) -> Option<TaskFence> {
    store.claim_task("sync", owner, LEASE).await.unwrap()
}

async fn finish(store: &Store, fence: &TaskFence, error: Option<&str>) {
    store.finish_task(fence, EVERY, error.map(str::to_owned)).await.unwrap();
}

async fn due(store: &Store) -> Vec<String> {
    store.due_tasks().await.unwrap()
}

async fn task(store: &Store) -> Task {
    let [task] = store.tasks().await.unwrap().try_into().unwrap();
    task
}

/// About so long after now; tests take less than this for what they do in between.
fn is_in(time: Option<Timestamp>, wait: Duration) -> bool {
    const SLACK: Duration = Duration::from_secs(20);
    time.is_some_and(|time| time > Timestamp::now() + wait - SLACK && time < Timestamp::now() + wait + SLACK)
}

/// Every use of the fence is refused, and nothing is written.
async fn assert_useless(store: &Store, fence: &TaskFence) {
    let before = task(store).await;
    let refusals = [
        store.renew_task(fence).await,
        store.finish_task(fence, EVERY, Some("late".into())).await,
        store.release_task(fence).await,
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Err(Error::LeaseLost)), "{refusal:?}");
    }
    assert_eq!(task(store).await, before);
}

async fn claim_waits_until_the_task_is_due(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync").await;
    assert_eq!(due(&store).await, ["sync"]);
    let fence = claim(&store, "one").await.unwrap();
    assert_eq!(fence.name(), "sync");
    assert_eq!(due(&store).await, Vec::<String>::new());
    finish(&store, &fence, None).await;
    database.pass(40).await;
    assert_eq!(due(&store).await, Vec::<String>::new());
    assert_eq!(claim(&store, "one").await, None);
    database.pass(20).await;
    assert_eq!(due(&store).await, ["sync"]);
    assert!(claim(&store, "one").await.is_some());
}

async fn claim_is_exclusive_among_many_at_once(database: Database) {
    let stores = [database.store().await, database.store().await];
    for round in 0..5 {
        let name = format!("task-{round}");
        ensure(&stores[0], &name).await;
        let claims = (0..20).map(|worker| {
            let (store, name) = (stores[worker % 2].clone(), name.clone());
            tokio::spawn(async move { store.claim_task(&name, &format!("w-{worker}"), LEASE).await.unwrap() })
        });
        let won = join_all(claims).await.into_iter().filter(|claim| claim.as_ref().unwrap().is_some()).count();
        assert_eq!(won, 1);
    }
}

async fn unknown_task_cannot_be_claimed_or_asked_for(database: Database) {
    let store = database.store().await;
    assert_eq!(claim(&store, "one").await, None);
    assert!(!store.run_task_soon("sync").await.unwrap());
}

async fn a_run_is_told_from_its_start_to_its_end(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync").await;
    let idle = task(&store).await;
    assert!(is_in(idle.due_at, Duration::ZERO), "{idle:?}");
    let nothing = Task {
        name: "sync".into(),
        due_at: idle.due_at,
        lease_owner: None,
        lease_until: None,
        last_started_at: None,
        last_ended_at: None,
        last_error: None,
    };
    assert_eq!(idle, nothing);
    assert!(!idle.is_running(Timestamp::UNIX_EPOCH));

    let fence = claim(&store, "one").await.unwrap();
    let running = task(&store).await;
    assert_eq!((running.due_at, running.lease_owner.as_deref()), (None, Some("one")));
    assert!(is_in(running.last_started_at, Duration::ZERO), "{running:?}");
    let until = running.lease_until.unwrap();
    assert_eq!(until, running.last_started_at.unwrap() + LEASE);
    assert_eq!((running.is_running(until - LEASE / 30), running.is_running(until)), (true, false));

    finish(&store, &fence, None).await;
    let ended = task(&store).await;
    assert_eq!((ended.lease_owner, ended.lease_until, ended.last_error), (None, None, None));
    assert_eq!(ended.last_started_at, running.last_started_at);
    assert_eq!(ended.due_at, ended.last_ended_at.map(|at| at + EVERY));
}

async fn an_error_stays_until_the_next_run_has_ended(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync").await;
    let fence = claim(&store, "one").await.unwrap();
    finish(&store, &fence, Some("Sigma\0 is away")).await;
    database.pass(60).await;
    let fence = claim(&store, "one").await.unwrap();
    assert_eq!(task(&store).await.last_error.as_deref(), Some("Sigma\u{fffd} is away"));
    finish(&store, &fence, None).await;
    assert_eq!(task(&store).await.last_error, None);
}

async fn task_of_a_silent_process_is_taken_over(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    ensure(&one, "sync").await;
    claim(&one, "one").await.unwrap();
    one.close().await.unwrap();
    database.pass(10).await;
    assert_eq!(claim(&two, "two").await, None);
    database.pass(20).await;
    assert_eq!(due(&two).await, ["sync"]);
    let fence = claim(&two, "two").await.unwrap();
    finish(&two, &fence, None).await;
    assert!(is_in(task(&two).await.due_at, EVERY));
}

async fn stale_fence_is_refused(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    ensure(&one, "sync").await;
    let stale = claim(&one, "one").await.unwrap();
    database.pass(30).await;
    let fresh = claim(&two, "two").await.unwrap();
    assert_useless(&one, &stale).await;
    finish(&two, &fresh, None).await;
    assert_useless(&one, &stale).await;
    assert_useless(&two, &fresh).await;
}

async fn renewed_lease_lasts(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync").await;
    let fence = claim(&store, "one").await.unwrap();
    for passed in [20, 100] {
        database.pass(passed).await;
        store.renew_task(&fence).await.unwrap();
        database.pass(10).await;
        assert_eq!(claim(&store, "two").await, None);
    }
    database.pass(20).await;
    assert!(claim(&store, "two").await.is_some());
}

async fn released_task_is_due_again_and_keeps_its_last_end(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync").await;
    let fence = claim(&store, "one").await.unwrap();
    finish(&store, &fence, Some("no luck")).await;
    let ended_at = task(&store).await.last_ended_at;
    database.pass(60).await;
    let fence = claim(&store, "one").await.unwrap();
    store.release_task(&fence).await.unwrap();
    let released = task(&store).await;
    assert!(is_in(released.due_at, Duration::ZERO), "{released:?}");
    assert_eq!((released.last_ended_at, released.last_error.as_deref()), (ended_at, Some("no luck")));
    assert_eq!(released.lease_owner, None);
    assert_useless(&store, &fence).await;
    assert!(claim(&store, "two").await.is_some());
}

async fn asked_for_while_idle_it_is_due_at_once(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync").await;
    let fence = claim(&store, "one").await.unwrap();
    finish(&store, &fence, None).await;
    assert_eq!(claim(&store, "one").await, None);
    assert!(store.run_task_soon("sync").await.unwrap());
    assert!(claim(&store, "one").await.is_some());
}

async fn asked_for_while_it_runs_it_runs_once_more(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync").await;
    let first = claim(&store, "one").await.unwrap();
    for _ in 0..2 {
        assert!(store.run_task_soon("sync").await.unwrap());
        assert_eq!(claim(&store, "two").await, None);
    }
    finish(&store, &first, None).await;
    let second = claim(&store, "two").await.unwrap();
    finish(&store, &second, None).await;
    assert!(is_in(task(&store).await.due_at, EVERY));
}

async fn ensuring_again_only_brings_it_forward(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync").await;
    let fence = claim(&store, "one").await.unwrap();
    finish(&store, &fence, None).await;
    for (every, expected) in [(EVERY * 100, EVERY), (EVERY / 2, EVERY / 2), (EVERY, EVERY / 2)] {
        store.ensure_task("sync", every).await.unwrap();
        assert!(is_in(task(&store).await.due_at, expected), "{every:?}");
    }
    database.pass(60).await;
    let fence = claim(&store, "one").await.unwrap();
    ensure(&store, "sync").await;
    assert_eq!(task(&store).await.due_at, None);
    finish(&store, &fence, None).await;
    assert!(is_in(task(&store).await.due_at, EVERY));
}
