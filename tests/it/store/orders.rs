//! Orders about changes that were accepted before.

use super::{
    database::Database,
    on_both,
    samples::{LEASE, at, change, event, insert, steps},
};
use sigma_portal::domain::{Change, ChangeId, ChangeState, Order, Step, StepState};
use sigma_portal::store::{AuditFilter, PageRequest, Store};

on_both!(
    tells_the_worker_to_pause_and_to_go_on,
    queues_a_paused_change_that_is_to_go_on_or_to_be_cancelled,
    says_when_there_is_nothing_to_order,
    forgets_an_order_that_came_too_late,
    queues_what_failed_again,
    marks_what_was_undone,
);

async fn state(store: &Store, id: &ChangeId) -> ChangeState {
    store.change(id).await.unwrap().unwrap().state
}

async fn events(store: &Store) -> u64 {
    store.audit(&AuditFilter::default(), PageRequest { number: 1, size: 1 }).await.unwrap().total
}

async fn tells_the_worker_to_pause_and_to_go_on(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    let fence = store.claim_change(&change.id, "worker", LEASE).await.unwrap().unwrap();
    assert_eq!(store.renew_lease(&fence).await.unwrap(), Order::Go);
    assert!(store.order_change(&change.id, Order::Pause, &event("e", 1)).await.unwrap());
    assert_eq!(store.renew_lease(&fence).await.unwrap(), Order::Pause);
}

async fn queues_a_paused_change_that_is_to_go_on_or_to_be_cancelled(database: Database) {
    let store = database.store().await;
    for order in [Order::Go, Order::Cancel] {
        let id = format!("{order:?}");
        let change = insert(&store, &id, 0).await;
        let fence = store.claim_change(&change.id, "worker", LEASE).await.unwrap().unwrap();
        store.save_change_state(&fence, ChangeState::Paused, Some(at(1)), None).await.unwrap();
        assert!(store.order_change(&change.id, order, &event(&id, 1)).await.unwrap());
        assert_eq!(state(&store, &change.id).await, ChangeState::Queued);
        assert_eq!(store.renew_lease(&fence).await.unwrap(), order);
    }
}

async fn says_when_there_is_nothing_to_order(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    assert!(!store.order_change(&change.id, Order::Go, &event("e", 1)).await.unwrap(), "it is not paused");
    assert!(!store.retry_change(&change.id, &event("e", 1)).await.unwrap(), "it has not failed");
    assert!(!store.order_change(&ChangeId::new("?"), Order::Pause, &event("e", 1)).await.unwrap());
    assert_eq!(events(&store).await, 1, "only that it was accepted");
}

async fn forgets_an_order_that_came_too_late(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    let fence = store.claim_change(&change.id, "worker", LEASE).await.unwrap().unwrap();
    store.order_change(&change.id, Order::Pause, &event("e", 1)).await.unwrap();
    store.save_change_state(&fence, ChangeState::Failed, Some(at(1)), None).await.unwrap();
    assert!(store.retry_change(&change.id, &event("f", 2)).await.unwrap());
    assert_eq!(store.renew_lease(&fence).await.unwrap(), Order::Go);
}

async fn queues_what_failed_again(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    let fence = store.claim_change(&change.id, "worker", LEASE).await.unwrap().unwrap();
    for (step, state) in change.steps.iter().zip([StepState::Failed, StepState::Unknown]) {
        store.save_step(&fence, &Step { state, ..step.clone() }, None).await.unwrap();
    }
    store.save_change_state(&fence, ChangeState::Failed, Some(at(1)), None).await.unwrap();
    assert!(store.retry_change(&change.id, &event("e", 2)).await.unwrap());
    let queued = store.change(&change.id).await.unwrap().unwrap();
    let states: Vec<StepState> = queued.steps.iter().map(|s| s.state).collect();
    assert_eq!((queued.state, queued.ended_at), (ChangeState::Queued, None));
    assert_eq!(states, [StepState::Planned, StepState::Unknown], "what is unknown is looked at first");
    assert_eq!(events(&store).await, 2);
}

async fn marks_what_was_undone(database: Database) {
    let store = database.store().await;
    let steps = steps().into_iter().take(3).map(|s| Step { state: StepState::Done, ..s }).collect();
    let past = Change { steps, ..change("c", 0) };
    store.insert_change(&past, &event("e", 0)).await.unwrap();
    store.mark_undone(&past.id, &[0, 2], &ChangeId::new("undo")).await.unwrap();
    let kept = store.change(&past.id).await.unwrap().unwrap();
    let states: Vec<StepState> = kept.steps.iter().map(|s| s.state).collect();
    assert_eq!(states, [StepState::Undone, StepState::Done, StepState::Undone]);
}
