//! Tasks: due, run by one process at a time, and ended only by the process that runs them.

use super::{
    database::Database,
    on_both,
    samples::{LEASE, at},
};
use futures::future::join_all;
use sigma_portal::store::{Error, Store, Task, TaskFence};

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

async fn ensure(store: &Store, name: &str, due: i64) {
    store.ensure_task(name, at(due), at(1_000)).await.unwrap();
}

async fn claim(store: &Store, owner: &str, seconds: i64) -> Option<TaskFence> {
    store.claim_task("sync", owner, at(seconds), LEASE).await.unwrap()
}

async fn task(store: &Store) -> Task {
    let [task] = store.tasks().await.unwrap().try_into().unwrap();
    task
}

/// Every use of the fence is refused, and nothing is written.
async fn assert_useless(store: &Store, fence: &TaskFence) {
    let before = task(store).await;
    let refusals = [
        store.renew_task(fence, at(90), LEASE).await,
        store.finish_task(fence, at(90), at(91), Some("late".into())).await,
        store.release_task(fence, at(90)).await,
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Err(Error::LeaseLost)), "{refusal:?}");
    }
    assert_eq!(task(store).await, before);
}

async fn claim_waits_until_the_task_is_due(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync", 10).await;
    assert_eq!(store.due_tasks(at(9)).await.unwrap(), Vec::<String>::new());
    assert_eq!(claim(&store, "one", 9).await, None);
    assert_eq!(store.due_tasks(at(10)).await.unwrap(), ["sync"]);
    assert_eq!(claim(&store, "one", 10).await.unwrap().name(), "sync");
    assert_eq!(store.due_tasks(at(10)).await.unwrap(), Vec::<String>::new());
}

async fn claim_is_exclusive_among_many_at_once(database: Database) {
    let stores = [database.store().await, database.store().await];
    for round in 0..5 {
        let name = format!("task-{round}");
        ensure(&stores[0], &name, 0).await;
        let claims = (0..20).map(|worker| {
            let (store, name) = (stores[worker % 2].clone(), name.clone());
            tokio::spawn(async move { store.claim_task(&name, &format!("w-{worker}"), at(0), LEASE).await.unwrap() })
        });
        let won = join_all(claims).await.into_iter().filter(|claim| claim.as_ref().unwrap().is_some()).count();
        assert_eq!(won, 1);
    }
}

async fn unknown_task_cannot_be_claimed_or_asked_for(database: Database) {
    let store = database.store().await;
    assert_eq!(claim(&store, "one", 0).await, None);
    assert!(!store.run_task_soon("sync", at(0)).await.unwrap());
}

async fn a_run_is_told_from_its_start_to_its_end(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync", 0).await;
    let idle = Task {
        name: "sync".into(),
        due_at: Some(at(0)),
        lease_owner: None,
        lease_until: None,
        last_started_at: None,
        last_ended_at: None,
        last_error: None,
    };
    assert_eq!(task(&store).await, idle);
    assert!(!idle.is_running(at(0)));

    let fence = claim(&store, "one", 5).await.unwrap();
    let running = Task {
        due_at: None,
        lease_owner: Some("one".into()),
        lease_until: Some(at(35)),
        last_started_at: Some(at(5)),
        ..idle.clone()
    };
    assert_eq!(task(&store).await, running);
    assert_eq!((running.is_running(at(34)), running.is_running(at(35))), (true, false));

    store.finish_task(&fence, at(7), at(60), None).await.unwrap();
    let ended = Task { due_at: Some(at(60)), last_started_at: Some(at(5)), last_ended_at: Some(at(7)), ..idle };
    assert_eq!(task(&store).await, ended);
}

async fn an_error_stays_until_the_next_run_has_ended(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync", 0).await;
    let fence = claim(&store, "one", 0).await.unwrap();
    store.finish_task(&fence, at(1), at(2), Some("Sigma\0 is away".into())).await.unwrap();
    let fence = claim(&store, "one", 2).await.unwrap();
    assert_eq!(task(&store).await.last_error.as_deref(), Some("Sigma\u{fffd} is away"));
    store.finish_task(&fence, at(3), at(4), None).await.unwrap();
    assert_eq!(task(&store).await.last_error, None);
}

async fn task_of_a_silent_process_is_taken_over(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    ensure(&one, "sync", 0).await;
    claim(&one, "one", 0).await.unwrap();
    one.close().await.unwrap();
    assert_eq!(claim(&two, "two", 29).await, None);
    assert_eq!(two.due_tasks(at(30)).await.unwrap(), ["sync"]);
    let fence = claim(&two, "two", 30).await.unwrap();
    two.finish_task(&fence, at(31), at(60), None).await.unwrap();
    assert_eq!(task(&two).await.due_at, Some(at(60)));
}

async fn stale_fence_is_refused(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    ensure(&one, "sync", 0).await;
    let stale = claim(&one, "one", 0).await.unwrap();
    let fresh = claim(&two, "two", 30).await.unwrap();
    assert_useless(&one, &stale).await;
    two.finish_task(&fresh, at(31), at(60), None).await.unwrap();
    assert_useless(&one, &stale).await;
    assert_useless(&two, &fresh).await;
}

async fn renewed_lease_lasts(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync", 0).await;
    let fence = claim(&store, "one", 0).await.unwrap();
    store.renew_task(&fence, at(20), LEASE).await.unwrap();
    assert_eq!(claim(&store, "two", 49).await, None);
    store.renew_task(&fence, at(100), LEASE).await.unwrap();
    assert_eq!(claim(&store, "two", 129).await, None);
    assert!(claim(&store, "two", 130).await.is_some());
}

async fn released_task_is_due_again_and_keeps_its_last_end(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync", 0).await;
    let fence = claim(&store, "one", 0).await.unwrap();
    store.finish_task(&fence, at(1), at(2), Some("no luck".into())).await.unwrap();
    let fence = claim(&store, "one", 2).await.unwrap();
    store.release_task(&fence, at(3)).await.unwrap();
    let released = task(&store).await;
    assert_eq!((released.due_at, released.lease_owner), (Some(at(3)), None));
    assert_eq!((released.last_ended_at, released.last_error.as_deref()), (Some(at(1)), Some("no luck")));
    assert_useless(&store, &fence).await;
    assert!(claim(&store, "two", 3).await.is_some());
}

async fn asked_for_while_idle_it_is_due_at_once(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync", 100).await;
    assert!(store.run_task_soon("sync", at(5)).await.unwrap());
    assert_eq!(task(&store).await.due_at, Some(at(5)));
    assert!(claim(&store, "one", 5).await.is_some());
}

async fn asked_for_while_it_runs_it_runs_once_more(database: Database) {
    let store = database.store().await;
    ensure(&store, "sync", 0).await;
    let first = claim(&store, "one", 0).await.unwrap();
    for seconds in [5, 6] {
        assert!(store.run_task_soon("sync", at(seconds)).await.unwrap());
        assert_eq!(claim(&store, "two", seconds).await, None);
    }
    store.finish_task(&first, at(8), at(60), None).await.unwrap();
    let second = claim(&store, "two", 8).await.unwrap();
    store.finish_task(&second, at(9), at(60), None).await.unwrap();
    assert_eq!(task(&store).await.due_at, Some(at(60)));
}

async fn ensuring_again_only_brings_it_forward(database: Database) {
    let store = database.store().await;
    store.ensure_task("sync", at(50), at(90)).await.unwrap();
    store.ensure_task("sync", at(10), at(60)).await.unwrap();
    assert_eq!(task(&store).await.due_at, Some(at(50)));
    store.ensure_task("sync", at(10), at(40)).await.unwrap();
    assert_eq!(task(&store).await.due_at, Some(at(40)));
    let fence = claim(&store, "one", 40).await.unwrap();
    store.ensure_task("sync", at(10), at(20)).await.unwrap();
    assert_eq!(task(&store).await.due_at, None);
    store.finish_task(&fence, at(41), at(80), None).await.unwrap();
    assert_eq!(task(&store).await.due_at, Some(at(80)));
}
