//! Callers that go away while the database is at their writes, as browsers do.

use super::{
    database::Database,
    on_both,
    samples::{at, event},
};
use sigma_portal::domain::PersonKey;
use sigma_portal::store::{AuditFilter, PageRequest, Review, Store};
use std::{collections::BTreeSet, time::Duration};
use tokio::time::timeout;

on_both!(writes_are_carried_to_their_end, acknowledged_writes_survive_those_who_go_away);

/// One way to the database. A transaction is a handful of ways there and back, so callers that wait for some of these
/// leave at every stage of it.
const DELAY: Duration = Duration::from_millis(3);

fn ada() -> PersonKey {
    PersonKey::configured("ada@example.com")
}

fn review(id: String) -> Review {
    let (created_at, expires_at) = (at(0), at(100));
    Review { id, owner: ada(), actor_email: "ada@example.com".into(), created_at, expires_at, body: "{}".into() }
}

async fn events(store: &Store) -> BTreeSet<String> {
    let page = PageRequest { number: 1, size: 1_000 };
    store.audit(&AuditFilter::default(), page).await.unwrap().items.into_iter().map(|event| event.id).collect()
}

/// Begins many writes, each by a caller who leaves a little later than the one before; says which were acknowledged.
async fn leave_at_every_stage(store: &Store, rounds: u64) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut begun, mut acknowledged) = (BTreeSet::new(), BTreeSet::new());
    for round in 0..rounds {
        let patience = Duration::from_micros(500 * round);
        let id = format!("left-{round}");
        if let Ok(written) = timeout(patience, store.append_audit(&event(&id, 0))).await {
            written.unwrap();
        }
        begun.insert(id);
        _ = timeout(patience, store.put_review(&review(format!("left-{round}")))).await;
        // By somebody who stays, on whichever connection is free then.
        store.put_review(&review(format!("stayed-{round}"))).await.unwrap();
        let id = format!("stayed-{round}");
        store.append_audit(&event(&id, 0)).await.unwrap();
        acknowledged.insert(id);
    }
    (begun, acknowledged)
}

async fn writes_are_carried_to_their_end(database: Database) {
    let (slow, _proxy) = database.slow_store(DELAY).await;
    let (begun, acknowledged) = leave_at_every_stage(&slow, 40).await;
    let store = database.store().await;
    let all: BTreeSet<String> = begun.union(&acknowledged).cloned().collect();
    let written = async {
        while events(&store).await != all {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(30), written).await.expect("a write whose caller went away was not made");
    for round in 0..40 {
        for who in ["left", "stayed"] {
            assert!(store.review(&format!("{who}-{round}"), &ada(), at(1)).await.unwrap().is_some());
        }
    }
}

async fn acknowledged_writes_survive_those_who_go_away(database: Database) {
    let (slow, _proxy) = database.slow_store(DELAY).await;
    let (_, acknowledged) = leave_at_every_stage(&slow, 40).await;
    // Nobody commits what is left open now: what was acknowledged does not depend on it.
    assert_eq!(database.open_transactions().await, 0);
    slow.close().await.unwrap();
    let kept = events(&database.store().await).await;
    assert!(acknowledged.is_subset(&kept), "lost: {:?}", acknowledged.difference(&kept).collect::<Vec<_>>());
}
