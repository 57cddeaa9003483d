//! The audit log.

use super::{
    database::Database,
    on_both,
    samples::{actor, at, event},
};
use futures::future::join_all;
use sigma_portal::domain::{AuditEvent, ChangeId, MemberId, Outcome, PersonKey, Subject, TeamId};
use sigma_portal::store::{AuditFilter, Error, PageRequest, Store};
use std::collections::BTreeSet;

on_both!(
    events_come_back_as_they_were,
    an_event_is_written_once,
    thousands_of_events_page_without_gap_or_repeat,
    a_page_behind_the_last_is_empty,
    filters_by_who_what_and_how,
    filters_by_time,
    filters_by_subject_and_change,
    searches_words_without_case,
    processes_append_at_the_same_time,
);

const ALL: PageRequest = PageRequest { number: 1, size: 50 };

async fn keep(store: &Store, events: &[AuditEvent]) {
    for event in events {
        store.append_audit(event).await.unwrap();
    }
}

async fn ids(store: &Store, filter: AuditFilter) -> Vec<String> {
    store.audit(&filter, ALL).await.unwrap().items.into_iter().map(|event| event.id).collect()
}

async fn events_come_back_as_they_were(database: Database) {
    let store = database.store().await;
    let full = AuditEvent {
        subjects: vec![Subject::Team(TeamId::new("t")), Subject::Member("m".into()), Subject::Connection("c".into())],
        outcome: Outcome::Unknown,
        change_id: Some(ChangeId::new("c")),
        sigma_request_id: Some("r".into()),
        ..event("full", 1)
    };
    let events = [full, event("bare", 0)];
    keep(&store, &events).await;
    assert_eq!(store.audit(&AuditFilter::default(), ALL).await.unwrap().items, events);
}

async fn an_event_is_written_once(database: Database) {
    let store = database.store().await;
    keep(&store, &[event("e", 0)]).await;
    let again = store.append_audit(&event("e", 1)).await;
    assert!(matches!(again, Err(Error::Exists)), "{again:?}");
    assert_eq!(store.audit(&AuditFilter::default(), ALL).await.unwrap().items, [event("e", 0)]);
}

async fn thousands_of_events_page_without_gap_or_repeat(database: Database) {
    let store = database.store().await;
    // Ten to a moment, so that pages end in the middle of one.
    let written: Vec<_> = (0..2_500).map(|n| event(&format!("{n:05}"), n / 10)).collect();
    keep(&store, &written).await;
    let mut read = Vec::new();
    for number in 1..=34 {
        let page = store.audit(&AuditFilter::default(), PageRequest { number, size: 75 }).await.unwrap();
        assert_eq!((page.total, page.last()), (2_500, 34));
        read.extend(page.items);
    }
    assert!(read.iter().eq(written.iter().rev()), "the log reads back in another order");
}

async fn a_page_behind_the_last_is_empty(database: Database) {
    let store = database.store().await;
    keep(&store, &[event("e", 0)]).await;
    let page = store.audit(&AuditFilter::default(), PageRequest { number: u32::MAX, size: u32::MAX }).await.unwrap();
    assert_eq!((page.items.len(), page.total, page.is_out_of_range()), (0, 1, true));
    let page = store.audit(&AuditFilter::default(), PageRequest { number: 0, size: 0 }).await.unwrap();
    assert_eq!((page.items.len(), page.number, page.size), (1, 1, 1));
}

async fn filters_by_who_what_and_how(database: Database) {
    let store = database.store().await;
    let bo = AuditEvent {
        actor: actor("Bo", "Bo@example.com"),
        action: "session.signed_in".into(),
        outcome: Outcome::Failed,
        ..event("bo's", 0)
    };
    keep(&store, &[bo, event("ada's", 1)]).await;
    let only = [
        AuditFilter { actor: Some(PersonKey::Member(MemberId::new("m-bo"))), ..AuditFilter::default() },
        AuditFilter { action_prefix: Some("session.".into()), ..AuditFilter::default() },
        AuditFilter { outcome: Some(Outcome::Failed), ..AuditFilter::default() },
    ];
    for filter in only {
        assert_eq!(ids(&store, filter.clone()).await, ["bo's"], "{filter:?}");
    }
    let wildcard = AuditFilter { action_prefix: Some("session_".into()), ..AuditFilter::default() };
    assert_eq!(ids(&store, wildcard).await, Vec::<String>::new());
}

async fn filters_by_time(database: Database) {
    let store = database.store().await;
    keep(&store, &[event("0", 0), event("1", 1), event("2", 2), event("3", 3)]).await;
    let some = AuditFilter { from: Some(at(1)), until: Some(at(3)), ..AuditFilter::default() };
    assert_eq!(ids(&store, some).await, ["2", "1"]);
}

async fn filters_by_subject_and_change(database: Database) {
    let store = database.store().await;
    let about = AuditEvent { subjects: vec![Subject::Member("m".into())], ..event("about", 0) };
    let part = AuditEvent { change_id: Some(ChangeId::new("c")), ..event("part", 1) };
    keep(&store, &[about, part]).await;
    let subject = AuditFilter { subject: Some(Subject::Member("m".into())), ..AuditFilter::default() };
    assert_eq!(ids(&store, subject).await, ["about"]);
    let change = AuditFilter { change_id: Some(ChangeId::new("c")), ..AuditFilter::default() };
    assert_eq!(ids(&store, change).await, ["part"]);
}

async fn searches_words_without_case(database: Database) {
    let store = database.store().await;
    let traced = AuditEvent { sigma_request_id: Some("Req-77_A".into()), ..event("traced", 0) };
    let other = AuditEvent { summary: "nothing".into(), ..event("other", 1) };
    keep(&store, &[traced, other]).await;
    for q in ["INVITED grace", "req-77_a", "ökafor Grace"] {
        let filter = AuditFilter { q: Some(q.into()), ..AuditFilter::default() };
        assert_eq!(ids(&store, filter).await, ["traced"], "{q:?}");
    }
    let wildcard = AuditFilter { q: Some("req_77".into()), ..AuditFilter::default() };
    assert_eq!(ids(&store, wildcard).await, Vec::<String>::new());
}

async fn processes_append_at_the_same_time(database: Database) {
    let stores = [database.store().await, database.store().await];
    let appends = (0..200).map(|n| {
        let store = stores[n % 2].clone();
        tokio::spawn(async move { store.append_audit(&event(&n.to_string(), 0)).await.unwrap() })
    });
    for append in join_all(appends).await {
        append.unwrap();
    }
    let page = stores[0].audit(&AuditFilter::default(), PageRequest { number: 1, size: 500 }).await.unwrap();
    assert_eq!(page.items.into_iter().map(|event| event.id).collect::<BTreeSet<_>>().len(), 200);
}
