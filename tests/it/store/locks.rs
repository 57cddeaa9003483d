//! Locks: one holder at a time across processes, and whoever has lost one holds nothing any more.

use super::{database::Database, on_both};
use futures::future::join_all;
use sigma_portal::store::{Error, LockFence, Store};
use std::time::Duration;

on_both!(
    a_lock_has_one_holder_at_a_time,
    of_many_who_want_a_new_lock_at_once_one_gets_it,
    a_lock_runs_out_and_its_old_holder_can_do_nothing_with_it,
    a_lock_that_is_given_up_is_free_at_once,
    a_lock_that_is_held_on_lasts,
);

const LEASE: Duration = Duration::from_secs(30);

async fn take(store: &Store, name: &str) -> Option<LockFence> {
    store.take_lock(name, LEASE).await.unwrap()
}

async fn a_lock_has_one_holder_at_a_time(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    assert!(take(&one, "organisation").await.is_some());
    assert_eq!(take(&two, "organisation").await, None);
    assert_eq!(take(&one, "organisation").await, None, "nor a second time by whoever holds it");
    assert!(take(&two, "something else").await.is_some());
    database.pass(29).await;
    assert_eq!(take(&two, "organisation").await, None);
}

async fn of_many_who_want_a_new_lock_at_once_one_gets_it(database: Database) {
    let stores = [database.store().await, database.store().await];
    for round in 0..5 {
        let tries = (0..20).map(|nth| {
            let (store, name) = (stores[nth % 2].clone(), format!("lock-{round}"));
            tokio::spawn(async move { store.take_lock(&name, LEASE).await.unwrap() })
        });
        let got = join_all(tries).await.into_iter().filter(|lock| lock.as_ref().unwrap().is_some()).count();
        assert_eq!(got, 1);
    }
}

async fn a_lock_runs_out_and_its_old_holder_can_do_nothing_with_it(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    let old = take(&one, "organisation").await.unwrap();
    database.pass(31).await;
    let new = take(&two, "organisation").await.expect("it has run out");
    for time in [LEASE, Duration::ZERO] {
        let refused = one.hold_lock(&old, time).await;
        assert!(matches!(refused, Err(Error::LeaseLost)), "{refused:?}");
    }
    assert_eq!(take(&one, "organisation").await, None, "the old holder has given up what is another's");
    two.hold_lock(&new, LEASE).await.unwrap();
}

async fn a_lock_that_is_given_up_is_free_at_once(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    let held = take(&one, "organisation").await.unwrap();
    one.hold_lock(&held, Duration::ZERO).await.unwrap();
    assert!(take(&two, "organisation").await.is_some());
}

async fn a_lock_that_is_held_on_lasts(database: Database) {
    let (one, two) = (database.store().await, database.store().await);
    let held = take(&one, "organisation").await.unwrap();
    database.pass(29).await;
    one.hold_lock(&held, LEASE).await.unwrap();
    database.pass(29).await;
    assert_eq!(take(&two, "organisation").await, None);
    database.pass(2).await;
    assert!(take(&two, "organisation").await.is_some());
}
