//! Deleting what need no longer be kept.

use super::{
    database::Database,
    on_both,
    samples::{LEASE, accepted, at, change, event},
};
use sigma_portal::domain::{Change, ChangeState, DirectoryEvent, DirectoryEventId, DirectoryEventKind, Subject};
use sigma_portal::store::{AuditFilter, ChangeFilter, HistoryFilter, PageRequest, Store};

on_both!(
    deletes_settled_changes_whole_and_leaves_the_log,
    leaves_changes_that_are_open_or_held,
    deletes_audit_events_by_batches,
    deletes_directory_events_by_batches,
);

const ALL: PageRequest = PageRequest { number: 1, size: 50 };

async fn insert(store: &Store, id: &str, state: ChangeState, ended: i64) -> Change {
    let change = Change { state, ended_at: Some(at(ended)), ..change(id, 0) };
    store.insert_change(&change, &accepted(&change)).await.unwrap();
    change
}

/// Ids of the changes left, in lists and by subject alike.
async fn left(store: &Store, subject: &Subject) -> Vec<String> {
    let ids = async |filter: ChangeFilter| -> Vec<_> {
        let page = store.changes(&filter, ALL).await.unwrap();
        page.items.into_iter().map(|summary| summary.change.id.to_string()).collect()
    };
    let all = ids(ChangeFilter::default()).await;
    let by_subject = ids(ChangeFilter { subject: Some(subject.clone()), ..ChangeFilter::default() }).await;
    assert_eq!(all, by_subject);
    all
}

async fn deletes_settled_changes_whole_and_leaves_the_log(database: Database) {
    let store = database.store().await;
    let old = insert(&store, "old", ChangeState::Done, 9).await;
    insert(&store, "new", ChangeState::Done, 10).await;
    assert_eq!(store.delete_changes(at(10), 50).await.unwrap(), 1);
    assert_eq!(left(&store, &old.subjects[0]).await, ["new"]);
    assert_eq!(store.change(&old.id).await.unwrap(), None);
    assert_eq!(store.audit(&AuditFilter::default(), ALL).await.unwrap().total, 2);
    // Nothing of it is in the way of another change of the same id.
    let again = Change { steps: vec![], subjects: vec![], ..old };
    store.insert_change(&again, &event("again", 0)).await.unwrap();
    assert_eq!(store.change(&again.id).await.unwrap(), Some(again));
}

async fn leaves_changes_that_are_open_or_held(database: Database) {
    let store = database.store().await;
    let held = insert(&store, "held", ChangeState::Failed, 1).await;
    insert(&store, "running", ChangeState::Running, 1).await;
    insert(&store, "queued", ChangeState::Queued, 1).await;
    insert(&store, "paused", ChangeState::Paused, 1).await;
    let fence = store.claim_change(&held.id, "worker", LEASE).await.unwrap().unwrap();
    assert_eq!(store.delete_changes(at(10), 50).await.unwrap(), 0);
    store.release(&fence).await.unwrap();
    assert_eq!(store.delete_changes(at(10), 50).await.unwrap(), 1);
    assert_eq!(left(&store, &held.subjects[0]).await, ["running", "queued", "paused"]);
}

async fn deletes_audit_events_by_batches(database: Database) {
    let store = database.store().await;
    for seconds in 0..8 {
        let about = vec![Subject::Member("m".into()), Subject::Team("t".into())];
        let event = sigma_portal::domain::AuditEvent { subjects: about, ..event(&seconds.to_string(), seconds) };
        store.append_audit(&event).await.unwrap();
    }
    for deleted in [2, 2, 1, 0] {
        assert_eq!(store.delete_audit(at(5), 2, &[]).await.unwrap(), deleted);
    }
    let about = AuditFilter { subject: Some(Subject::Team("t".into())), ..AuditFilter::default() };
    for filter in [AuditFilter::default(), about] {
        let left = store.audit(&filter, ALL).await.unwrap().items;
        assert_eq!(left.iter().map(|event| event.id.as_str()).collect::<Vec<_>>(), ["7", "6", "5"]);
    }
}

async fn deletes_directory_events_by_batches(database: Database) {
    let store = database.store().await;
    let events: Vec<_> = (0..8)
        .map(|seconds| DirectoryEvent {
            id: DirectoryEventId::new(seconds.to_string()),
            at: at(seconds),
            kind: DirectoryEventKind::MemberLeft,
            subjects: vec![Subject::Member("m".into())],
            text: "Grace left".into(),
        })
        .collect();
    assert!(store.swap_blob("directory", Vec::new(), 0, &events).await.unwrap());
    for deleted in [2, 2, 1, 0] {
        assert_eq!(store.delete_history(at(5), 2).await.unwrap(), deleted);
    }
    let left = store.history(&HistoryFilter::default(), ALL).await.unwrap().items;
    assert!(left.iter().eq(events[5..].iter().rev()), "{left:?}");
}
