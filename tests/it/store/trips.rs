//! How often a worker goes to `PostgreSQL` and back for a step.

use super::{
    database::Database,
    samples::{LEASE, accepted, change, event, step},
};
use sigma_portal::domain::{Change, Step, StepState};
use std::time::Duration;

#[tokio::test]
async fn whatever_is_known_of_steps_is_written_in_one_way_there_and_back() {
    let database = Database::postgres().await;
    let (store, proxy) = database.slow_store(Duration::ZERO).await;
    let proxy = proxy.unwrap();
    let steps = (0..60).map(|index| Step { index, state: StepState::Planned, ..step(0) }).collect();
    let change = Change { steps, ..change("c", 0) };
    store.insert_change(&change, &accepted(&change)).await.unwrap();
    let fence = store.claim_change(&change.id, "worker", LEASE).await.unwrap().unwrap();
    let done = |at: usize| Step { state: StepState::Done, ..change.steps[at].clone() };
    // A connection learns a statement at its first use, and what it was used for before is looked at when it is given
    // back: neither belongs to a step.
    let settled = async || {
        let mut trips = usize::MAX;
        while trips != proxy.trips() {
            trips = proxy.trips();
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        trips
    };
    for at in 0..20 {
        store.save_step(&fence, &done(at), Some(&event(&format!("warm-{at}"), 0))).await.unwrap();
        store.renew_lease(&fence).await.unwrap();
    }
    for (what, most) in [("a step", 1), ("five steps", 1), ("a lease", 1)] {
        let before = settled().await;
        match what {
            "a step" => _ = store.save_step(&fence, &done(30), Some(&event("one", 0))).await.unwrap(),
            "a lease" => _ = store.renew_lease(&fence).await.unwrap(),
            _ => {
                let steps: Vec<Step> = (31..36).map(done).collect();
                let events: Vec<_> = (31..36).map(|at| event(&format!("of-{at}"), 0)).collect();
                let steps: Vec<_> = steps.iter().zip(events.iter().map(Some)).collect();
                _ = store.save_steps(&fence, &steps).await.unwrap();
            }
        }
        // Two more when the connection is given back: what state it is in, and whether it lives. Nobody waits for those.
        let trips = settled().await - before;
        assert!(trips <= most + 3, "{what} takes {trips} ways there and back");
        println!("{what}: {trips} ways there and back, those included for which nobody waits");
    }
}
