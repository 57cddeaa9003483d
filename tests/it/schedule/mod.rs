//! Timed work by several schedulers on one database, as several processes have it.
#![expect(clippy::unwrap_used, reason = "clippy takes only `#[test]` functions for tests, not what they share")]

mod support;

use crate::store::{database::Database, on_both};
use jiff::Timestamp;
use sigma_portal::schedule::{Failure, Next};
use std::time::Duration;
use support::{HOUR, QUICK, Runs, SELDOM, is_due_in_an_hour, until};

on_both!(
    each_due_task_runs_once_among_two,
    a_killed_process_is_followed_when_its_lease_has_run_out,
    a_long_run_keeps_its_lease,
    a_run_whose_lease_is_lost_is_cut_off,
    a_process_that_stops_gives_its_task_back,
    asked_for_in_one_process_it_runs_in_another,
    asked_for_in_its_own_process_it_runs_at_once,
    asked_for_while_it_runs_it_runs_once_more,
    a_failed_run_is_retried_when_it_asked_for_it_and_its_error_kept,
    a_panic_is_a_failure_and_the_rest_goes_on,
);

async fn each_due_task_runs_once_among_two(database: Database) {
    const TASKS: [&str; 12] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let mut runs = Runs::new();
    let one = runs.process(&database, "one", QUICK, &TASKS).await;
    let two = runs.process(&database, "two", QUICK, &TASKS).await;
    let mut ran = Vec::new();
    for _ in TASKS {
        let run = runs.next().await;
        ran.push(run.task);
        run.end(Ok(Next::Regularly));
    }
    for task in TASKS {
        assert!(is_due_in_an_hour(&two.ended(task).await));
    }
    one.stop().await;
    two.stop().await;
    ran.sort_unstable();
    assert_eq!(ran, TASKS);
    runs.assert_no_more();
}

async fn a_killed_process_is_followed_when_its_lease_has_run_out(database: Database) {
    let mut runs = Runs::new();
    let one = runs.process(&database, "one", QUICK, &["sync"]).await;
    let mut first = runs.next().await;
    one.kill().await;
    first.is_cut_off().await;
    let two = runs.process(&database, "two", QUICK, &["sync"]).await;
    let lease_until = two.task("sync").await.lease_until.unwrap();
    let second = runs.next().await;
    assert_eq!(second.process, "two");
    assert!(two.task("sync").await.last_started_at.unwrap() >= lease_until, "it did not wait for the lease to run out");
    second.end(Ok(Next::Regularly));
    assert!(is_due_in_an_hour(&two.ended("sync").await));
}

async fn a_long_run_keeps_its_lease(database: Database) {
    let mut runs = Runs::new();
    let one = runs.process(&database, "one", QUICK, &["sync"]).await;
    let run = runs.next().await;
    let two = runs.process(&database, "two", QUICK, &["sync"]).await;
    let first = one.task("sync").await;
    // Renewed after the first lease would have run out.
    let later = first.lease_until.unwrap() + QUICK.lease;
    until("the lease is not renewed", async || two.task("sync").await.lease_until.unwrap() > later).await;
    assert_eq!(two.task("sync").await.lease_owner, first.lease_owner);
    runs.assert_no_more();
    run.end(Ok(Next::Regularly));
    assert_eq!(two.ended("sync").await.last_started_at, first.last_started_at);
}

async fn a_run_whose_lease_is_lost_is_cut_off(database: Database) {
    let mut runs = Runs::new();
    let one = runs.process(&database, "one", QUICK, &["sync"]).await;
    let mut run = runs.next().await;
    // Another process can have it as soon as the lease is over, which its holder renews all the time.
    let mut taken = None;
    while taken.is_none() {
        database.pass(HOUR.as_secs().try_into().unwrap()).await;
        taken = one.store.claim_task("sync", "another", HOUR).await.unwrap();
    }
    let taken = taken.unwrap();
    run.is_cut_off().await;
    let task = one.task("sync").await;
    assert_eq!((task.lease_owner.as_deref(), task.last_ended_at), (Some("another"), None));
    one.store.finish_task(&taken, Duration::ZERO, None).await.unwrap();
    assert_eq!(runs.next().await.process, "one");
}

async fn a_process_that_stops_gives_its_task_back(database: Database) {
    let mut runs = Runs::new();
    let one = runs.process(&database, "one", QUICK, &["sync"]).await;
    let mut run = runs.next().await;
    one.stop().await;
    run.is_cut_off().await;
    let two = runs.process(&database, "two", SELDOM, &["sync"]).await;
    let run = runs.next().await;
    assert_eq!(run.process, "two");
    run.end(Ok(Next::Regularly));
    assert_eq!(two.ended("sync").await.last_error, None);
}

async fn asked_for_in_one_process_it_runs_in_another(database: Database) {
    let mut runs = Runs::new();
    let one = runs.process(&database, "one", QUICK, &["sync"]).await;
    let two = runs.process(&database, "two", QUICK, &[]).await;
    runs.next().await.end(Ok(Next::Regularly));
    one.ended("sync").await;
    assert!(two.handle.run_soon("sync").await.unwrap());
    assert_eq!(runs.next().await.process, "one");
    assert!(!two.handle.run_soon("nothing").await.unwrap());
}

async fn asked_for_in_its_own_process_it_runs_at_once(database: Database) {
    let (mut runs, store) = (Runs::new(), database.store().await);
    store.ensure_task("sync", HOUR).await.unwrap();
    let fence = store.claim_task("sync", "before", HOUR).await.unwrap().unwrap();
    store.finish_task(&fence, HOUR, None).await.unwrap();
    let one = runs.process(&database, "one", SELDOM, &["sync", "other"]).await;
    let other = runs.next().await;
    assert_eq!(other.task, "other");
    assert!(one.handle.run_soon("sync").await.unwrap());
    let run = runs.next().await;
    assert_eq!(run.task, "sync");
    run.end(Ok(Next::Regularly));
    other.end(Ok(Next::Regularly));
    one.ended("sync").await;
}

async fn asked_for_while_it_runs_it_runs_once_more(database: Database) {
    let mut runs = Runs::new();
    let one = runs.process(&database, "one", SELDOM, &["sync"]).await;
    let first = runs.next().await;
    for _ in 0..2 {
        assert!(one.handle.run_soon("sync").await.unwrap());
    }
    runs.assert_no_more();
    first.end(Ok(Next::Regularly));
    runs.next().await.end(Ok(Next::Regularly));
    assert!(is_due_in_an_hour(&one.ended("sync").await));
    one.stop().await;
    runs.assert_no_more();
}

async fn a_failed_run_is_retried_when_it_asked_for_it_and_its_error_kept(database: Database) {
    let mut runs = Runs::new();
    let one = runs.process(&database, "one", QUICK, &["sync"]).await;
    runs.next().await.end(Err(Failure::new("Sigma is away").retry_in(Duration::from_millis(1))));
    let again = runs.next().await;
    let task = one.task("sync").await;
    assert_eq!(task.last_error.as_deref(), Some("Sigma is away"));
    assert!(task.last_started_at > task.last_ended_at);
    again.end(Err(Failure::new("Sigma is still away")));
    let task = one.ended("sync").await;
    assert_eq!(task.last_error.as_deref(), Some("Sigma is still away"));
    assert!(is_due_in_an_hour(&task));
    one.handle.run_soon("sync").await.unwrap();
    runs.next().await.end(Ok(Next::In(HOUR * 24)));
    let task = one.ended("sync").await;
    assert_eq!(task.last_error, None);
    assert!(task.due_at.unwrap() > Timestamp::now() + HOUR * 23);
}

async fn a_panic_is_a_failure_and_the_rest_goes_on(database: Database) {
    let mut runs = Runs::new();
    let one = runs.process(&database, "one", QUICK, &["sync"]).await;
    drop(runs.next().await);
    let task = one.ended("sync").await;
    assert_eq!(task.last_error.as_deref(), Some("it panicked"));
    assert!(is_due_in_an_hour(&task));
    one.handle.run_soon("sync").await.unwrap();
    runs.next().await.end(Ok(Next::Regularly));
    assert_eq!(one.ended("sync").await.last_error, None);
}
