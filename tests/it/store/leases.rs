//! Leases: one worker at a time, and a worker that lost its change writes nothing more.

use super::{
    database::Database,
    on_both,
    samples::{LEASE, at, event, insert},
};
use futures::future::join_all;
use sea_orm::ConnectionTrait;
use sigma_portal::domain::{Change, ChangeId, ChangeState, Order, Step, StepState, Waiting};
use sigma_portal::store::{AuditFilter, Error, Fence, PageRequest, Store};
use std::time::Duration;

on_both!(
    claim_is_exclusive,
    claim_is_exclusive_among_many_at_once,
    unknown_change_cannot_be_claimed,
    lease_of_a_killed_worker_is_taken_over,
    stale_fence_is_refused,
    renewed_lease_lasts,
    what_is_written_renews_the_lease_and_brings_orders,
    leases_are_told_by_the_clock_of_the_database,
    lapsed_lease_can_be_renewed_until_it_is_taken_over,
    released_change_can_be_claimed_at_once,
    takeover_amid_writes_stops_the_first_worker,
    what_a_change_waits_for_is_written_with_its_event_and_by_its_worker_only,
);

async fn claim(store: &Store, change: &Change, owner: &str) -> Option<Fence> {
    store.claim_change(&change.id, owner, LEASE).await.unwrap()
}

fn waiting() -> Waiting {
    Waiting { until: at(90), why: "Sigma asked for a pause.".into() }
}

/// Every use of the fence is refused, and nothing is written.
async fn assert_useless(store: &Store, fence: &Fence) {
    let before = store.change(fence.change_id()).await.unwrap().unwrap();
    let step = Step { state: StepState::Done, attempts: 99, ..before.steps[0].clone() };
    let refusals = [
        store.save_step(fence, &step, Some(&event("late", 9))).await.map(drop),
        store.save_change_state(fence, ChangeState::Done, Some(at(9)), Some(&event("late", 9))).await,
        store.save_waiting(fence, Some(&waiting()), Some(&event("late", 9))).await,
        store.renew_lease(fence).await.map(drop),
        store.release(fence).await,
    ];
    for refusal in refusals {
        assert!(matches!(refusal, Err(Error::LeaseLost)), "{refusal:?}");
    }
    assert_eq!(store.change(fence.change_id()).await.unwrap(), Some(before));
    let late = AuditFilter { action_prefix: None, from: Some(at(9)), ..AuditFilter::default() };
    assert_eq!(store.audit(&late, PageRequest { number: 1, size: 1 }).await.unwrap().total, 0);
}

async fn claim_is_exclusive(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    let change = insert(&one, "c", 0).await;
    assert!(claim(&one, &change, "one").await.is_some());
    assert_eq!(claim(&two, &change, "two").await, None);
    database.pass(29).await;
    assert_eq!(claim(&one, &change, "one").await, None);
}

async fn claim_is_exclusive_among_many_at_once(database: Database) {
    let stores = [database.store().await, database.store().await];
    for round in 0..5 {
        let change = insert(&stores[0], &format!("c-{round}"), 0).await;
        let claims = (0..20).map(|worker| {
            let (store, id) = (stores[worker % 2].clone(), change.id.clone());
            tokio::spawn(async move { store.claim_change(&id, &format!("w-{worker}"), LEASE).await.unwrap() })
        });
        let won = join_all(claims).await.into_iter().filter(|claim| claim.as_ref().unwrap().is_some()).count();
        assert_eq!(won, 1);
    }
}

async fn unknown_change_cannot_be_claimed(database: Database) {
    let store = database.store().await;
    assert_eq!(store.claim_change(&ChangeId::new("nobody's"), "one", LEASE).await.unwrap(), None);
}

async fn lease_of_a_killed_worker_is_taken_over(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    let change = insert(&one, "c", 0).await;
    claim(&one, &change, "one").await.unwrap();
    one.close().await.unwrap();
    assert_eq!(two.unsettled_changes().await.unwrap(), std::slice::from_ref(&change.id));
    database.pass(29).await;
    assert_eq!(claim(&two, &change, "two").await, None);
    database.pass(1).await;
    let fence = claim(&two, &change, "two").await.unwrap();
    let step = Step { state: StepState::Running, ..change.steps[0].clone() };
    two.save_step(&fence, &step, None).await.unwrap();
    assert_eq!(two.change(&change.id).await.unwrap().unwrap().steps[0], step);
}

async fn stale_fence_is_refused(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    let change = insert(&one, "c", 0).await;
    let stale = claim(&one, &change, "one").await.unwrap();
    database.pass(30).await;
    let fresh = claim(&two, &change, "two").await.unwrap();
    assert_useless(&one, &stale).await;
    two.save_change_state(&fresh, ChangeState::Done, Some(at(31)), None).await.unwrap();
    two.release(&fresh).await.unwrap();
    assert_useless(&one, &stale).await;
}

async fn renewed_lease_lasts(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    let fence = claim(&store, &change, "one").await.unwrap();
    database.pass(20).await;
    store.renew_lease(&fence).await.unwrap();
    database.pass(29).await;
    assert_eq!(claim(&store, &change, "two").await, None);
    database.pass(1).await;
    assert!(claim(&store, &change, "two").await.is_some());
}

async fn what_is_written_renews_the_lease_and_brings_orders(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    let fence = claim(&store, &change, "one").await.unwrap();
    database.pass(20).await;
    assert_eq!(store.save_step(&fence, &change.steps[0], None).await.unwrap(), Order::Go);
    database.pass(29).await;
    assert_eq!(claim(&store, &change, "two").await, None);
    store.order_change(&change.id, Order::Pause, &event("paused", 1)).await.unwrap();
    assert_eq!(store.save_step(&fence, &change.steps[1], None).await.unwrap(), Order::Pause);
}

async fn lapsed_lease_can_be_renewed_until_it_is_taken_over(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    let fence = claim(&store, &change, "one").await.unwrap();
    database.pass(100).await;
    store.renew_lease(&fence).await.unwrap();
    database.pass(29).await;
    assert_eq!(claim(&store, &change, "two").await, None);
    database.pass(1).await;
    claim(&store, &change, "two").await.unwrap();
    assert_useless(&store, &fence).await;
}

async fn released_change_can_be_claimed_at_once(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    let fence = claim(&store, &change, "one").await.unwrap();
    store.release(&fence).await.unwrap();
    assert_useless(&store, &fence).await;
    assert!(claim(&store, &change, "one").await.is_some());
    assert_useless(&store, &fence).await;
}

/// The first worker writes again and again while the second takes over: each write before the takeover counts, none
/// after it.
async fn takeover_amid_writes_stops_the_first_worker(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    let change = insert(&one, "c", 0).await;
    let stale = claim(&one, &change, "one").await.unwrap();
    let step = change.steps[0].clone();
    let (started, has_started) = tokio::sync::oneshot::channel();
    let writes = tokio::spawn(async move {
        let mut started = Some(started);
        for attempts in 1.. {
            if let Err(error) = one.save_step(&stale, &Step { attempts, ..step.clone() }, None).await {
                assert!(matches!(error, Error::LeaseLost), "{error:?}");
                return attempts - 1;
            }
            if let Some(started) = started.take() {
                started.send(()).unwrap();
            }
            // SQLite does not queue: who never pauses may keep everybody else from writing for ever.
            tokio::time::sleep(Duration::from_millis(rand::random_range(0..3))).await;
        }
        unreachable!("the lease is lost in the end")
    });
    has_started.await.unwrap();
    // The writes renew the lease, so the claim follows at once when the time has passed; else it passes again.
    let clock = super::database::connect(&database.url).await;
    let mut taken = None;
    while taken.is_none() {
        clock.execute_unprepared("UPDATE changes SET lease_until = lease_until - 30000").await.unwrap();
        taken = claim(&two, &change, "two").await;
    }
    let at_takeover = two.change(&change.id).await.unwrap().unwrap().steps[0].attempts;
    assert_eq!(writes.await.unwrap(), at_takeover);
    assert_eq!(two.change(&change.id).await.unwrap().unwrap().steps[0].attempts, at_takeover);
}

/// The clock of the machine that the tests run on shows neither the one nor the other.
async fn leases_are_told_by_the_clock_of_the_database(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    let before = store.now().await.unwrap();
    claim(&store, &change, "one").await.unwrap();
    store.ensure_task("sync", LEASE).await.unwrap();
    store.claim_task("sync", "one", LEASE).await.unwrap().unwrap();
    let after = store.now().await.unwrap();
    let task = store.tasks().await.unwrap().remove(0);
    let (until, started) = (task.lease_until.unwrap(), task.last_started_at.unwrap());
    assert!(before + LEASE <= until && until <= after + LEASE, "{until} is not {before} and the lease");
    assert!(before <= started && started <= after);
}

async fn what_a_change_waits_for_is_written_with_its_event_and_by_its_worker_only(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    let change = insert(&one, "c", 0).await;
    let kept = async || two.change(&change.id).await.unwrap().unwrap();
    let fence = claim(&one, &change, "one").await.unwrap();
    one.save_waiting(&fence, Some(&waiting()), Some(&event("waits", 5))).await.unwrap();
    assert_eq!(kept().await, Change { waiting: Some(waiting()), ..change.clone() }, "nothing else has changed");
    let events = AuditFilter { from: Some(at(5)), ..AuditFilter::default() };
    let events = two.audit(&events, PageRequest { number: 1, size: 9 }).await.unwrap().items;
    assert_eq!(events.iter().map(|event| &event.id).collect::<Vec<_>>(), [&event("waits", 5).id]);
    database.pass(31).await;
    let new = claim(&two, &change, "two").await.expect("whoever waits can be taken over");
    assert_useless(&one, &fence).await;
    assert_eq!(kept().await.waiting, Some(waiting()));
    two.save_waiting(&new, None, None).await.unwrap();
    assert_eq!(kept().await.waiting, None, "it goes on");
}
