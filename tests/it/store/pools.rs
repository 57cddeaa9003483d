//! How the pools of connections say how they are used.

use super::{database::Database, on_both, samples::event};
use futures::future::join_all;
use sigma_portal::store::{PoolUse, Store};
use std::{pin::pin, time::Duration};

on_both!(who_waits_for_a_connection_is_counted);

fn sum(store: &Store, of: impl Fn(&PoolUse) -> u64) -> u64 {
    store.pools().iter().map(|(_, pool)| of(pool)).sum()
}

async fn who_waits_for_a_connection_is_counted(database: Database) {
    let store = database.store().await;
    let count = |number: usize| u64::try_from(number).unwrap();
    let before = sum(&store, |pool| pool.waited);
    let events: Vec<_> = (0..60).map(|nth| event(&format!("e{nth}"), nth)).collect();
    let mut writing = pin!(join_all(events.iter().map(|event| store.append_audit(event))));
    let mut most_waiting = 0;
    let written = loop {
        tokio::select! {
            written = writing.as_mut() => break written,
            () = tokio::time::sleep(Duration::from_millis(1)) => {
                most_waiting = most_waiting.max(sum(&store, |pool| count(pool.waiting)));
            }
        }
    };
    assert!(written.iter().all(Result::is_ok));
    assert!(most_waiting > 0, "sixty writes at once and none waits");
    assert!(sum(&store, |pool| pool.waited) > before);
    let at_rest = async {
        while sum(&store, |pool| count(pool.in_use + pool.waiting)) > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), at_rest).await.expect("connections stay in use");
    assert!(sum(&store, |pool| count(pool.idle)) > 0);
}
