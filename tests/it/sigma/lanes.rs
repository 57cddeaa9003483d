//! People before background work, and never more calls in flight than Sigma takes.

use super::wire::{Reaction, Wire, bytes, jump, me};
use futures::future::join_all;
use std::time::Duration;

#[tokio::test]
async fn a_sync_that_fills_its_lane_leaves_room_for_an_admin() {
    // Calls of the sync hang; the admin's is answered.
    let wire = Wire::start(|seen| if seen.target == "/v2/whoami" { me() } else { Reaction::Stall(vec![]) }).await;
    let client = wire.client();
    let sync = client.for_sync();
    let stuck = tokio::spawn(async move { join_all((0..20).map(|_| sync.teams().all())).await });
    wire.until_seen(4).await;
    tokio::time::timeout(Duration::from_secs(5), client.whoami()).await.expect("the admin waits").unwrap();
    assert_eq!(wire.seen().len(), 5);
    stuck.abort();
}

#[tokio::test]
async fn five_calls_at_most_are_in_flight() {
    let wire = Wire::start(|_| Reaction::Stall(vec![])).await;
    let client = wire.client();
    let calls = tokio::spawn({
        let client = client.clone();
        async move { join_all((0..20).map(|_| client.whoami())).await }
    });
    wire.until_seen(5).await;
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(wire.seen().len(), 5);
    calls.abort();
}

#[tokio::test]
async fn a_429_to_one_call_slows_the_others_down_until_asked_again() {
    let wire =
        Wire::start(
            |seen| {
                if seen.nth == 0 { Reaction::Answer(bytes(429, &[("retry-after", "30")], "")) } else { me() }
            },
        )
        .await;
    let client = wire.client_with(|limits| limits.call = Duration::from_secs(10));
    client.whoami().await.unwrap_err();
    // Ten seconds are not enough, so the answer comes at once.
    let begin = tokio::time::Instant::now();
    let error = client.whoami().await.unwrap_err();
    assert!(!error.was_sent_maybe() && begin.elapsed() < Duration::from_secs(5), "{error:?}");
    assert_eq!(wire.seen().len(), 1);
    jump(Duration::from_secs(30)).await;
    client.whoami().await.unwrap();
}
