//! The audit log.

use super::{
    database::Database,
    on_both,
    samples::{actor, at, event},
};
use futures::future::join_all;
use sigma_portal::domain::{AuditEvent, ChangeId, MemberId, Outcome, PersonKey, Subject, TeamId};
use sigma_portal::store::{AuditFilter, Error, MOST_COUNTED, PageRequest, Store};
use std::collections::BTreeSet;

on_both!(
    events_come_back_as_they_were,
    an_event_is_written_once,
    thousands_of_events_page_without_gap_or_repeat,
    a_page_behind_the_last_is_empty,
    filters_by_who_what_and_how,
    filters_by_time,
    filters_by_subject_and_change,
    searches_words_by_their_beginnings,
    more_events_than_are_counted_are_all_found,
    words_of_older_rows_are_found_and_those_deleted_are_not,
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

async fn searches_words_by_their_beginnings(database: Database) {
    let store = database.store().await;
    let traced = AuditEvent { sigma_request_id: Some("Req-77_A".into()), ..event("traced", 0) };
    let other = AuditEvent { summary: "“Ökonomie’s” nothing".into(), ..event("other", 1) };
    keep(&store, &[traced, other]).await;
    for (q, found) in [
        ("INVITED grace", vec!["traced"]),
        ("gra inv", vec!["traced"]),
        ("req-77_a", vec!["traced"]),
        ("req 77", vec!["traced"]),
        ("ökafor Grace", vec!["traced"]),
        ("ada.okafor@EXAMPLE.com", vec!["other", "traced"]),
        ("ökonom", vec!["other"]),
        ("“nothing”", vec!["other"]),
        ("race", vec![]),
        ("grace nothing", vec![]),
        ("gr%ce", vec![]),
        ("grace' OR '1", vec![]),
        (" –", vec!["other", "traced"]),
    ] {
        let filter = AuditFilter { q: Some(q.into()), ..AuditFilter::default() };
        assert_eq!(ids(&store, filter).await, found, "{q:?}");
    }
}

/// Copies of an event, one a second after it.
async fn copies(database: &Database, id: &str, number: usize) {
    let columns = "actor, actor_email, actor_key, action, summary, outcome, search";
    let copies = format!(
        "INSERT INTO audit_events (id, at, {columns})
        WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {number})
        SELECT id || '-' || n, at + n * 1000, {columns} FROM audit_events, numbers WHERE id = '{id}'"
    );
    database.execute(&copies).await;
}

async fn more_events_than_are_counted_are_all_found(database: Database) {
    let store = database.store().await;
    let failed = AuditEvent { outcome: Outcome::Failed, summary: "Zebra for Grace".into(), ..event("failed", 9) };
    let often = AuditEvent { summary: "Workspaces for Grace".into(), ..event("often", 0) };
    keep(&store, &[often, failed]).await;
    copies(&database, "often", 26_000).await;
    let with = |q: &str| AuditFilter { q: Some(q.into()), ..AuditFilter::default() };
    for filter in [AuditFilter::default(), with("grace"), with("gra okaf"), with("a")] {
        let page = store.audit(&filter, ALL).await.unwrap();
        assert_eq!((page.items[0].id.as_str(), page.items.len()), ("often-26000", 50), "{filter:?}");
        assert!(page.total > MOST_COUNTED, "{filter:?}");
        let last = PageRequest { number: 521, ..ALL };
        assert_eq!(store.audit(&filter, last).await.unwrap().items.len(), 2, "{filter:?}");
    }
    assert_eq!(ids(&store, with("grace zebra")).await, ["failed"]);
    assert_eq!(ids(&store, AuditFilter { outcome: Some(Outcome::Failed), ..with("grace") }).await, ["failed"]);
    for nothing in ["grace giraffe", "workspacesx", "workspaces zebra"] {
        assert_eq!(ids(&store, with(nothing)).await, Vec::<String>::new(), "{nothing}");
    }
    assert_eq!(ids(&store, with("workspaces")).await[..2], ["often-26000", "often-25999"]);

    let (mut read, mut last) = (0, None);
    loop {
        let batch = store.audit_before(&with("grace"), last.as_ref(), 3_000).await.unwrap();
        let Some(end) = batch.last() else { break };
        read += batch.len();
        last = Some(end.clone());
    }
    assert_eq!((read, last.map(|event| event.id)), (26_002, Some("often".to_owned())));
}

/// What the version before leaves behind, and writes while it still runs.
async fn words_of_older_rows_are_found_and_those_deleted_are_not(database: Database) {
    let store = database.store().await;
    keep(&store, &[event("old", 0)]).await;
    store.close().await.unwrap();
    database.execute("DELETE FROM seaql_migrations WHERE version = 'm0041_audit_words'").await;
    let undo: &[&str] = if database.url.starts_with("sqlite:") {
        &[
            "DROP TRIGGER audit_events_get_words",
            "DROP TRIGGER audit_events_lose_words",
            "DROP TABLE audit_words",
            "DROP INDEX audit_events_by_search_id",
            "ALTER TABLE audit_events DROP COLUMN search_id",
        ]
    } else {
        &["ALTER TABLE audit_events DROP COLUMN words"]
    };
    for undo in undo {
        database.execute(undo).await;
    }
    copies(&database, "old", 2).await;

    let store = database.store().await;
    keep(&store, &[event("new", 9)]).await;
    let grace = AuditFilter { q: Some("grace".into()), ..AuditFilter::default() };
    assert_eq!(ids(&store, grace.clone()).await, ["new", "old-2", "old-1", "old"]);
    assert_eq!(store.delete_audit(at(2), 50, &[]).await.unwrap(), 2);
    assert_eq!(ids(&store, grace.clone()).await, ["new", "old-2"]);
    keep(&store, &[event("newer", 10)]).await;
    assert_eq!(ids(&store, grace).await, ["newer", "new", "old-2"]);
    if database.url.starts_with("sqlite:") {
        database.execute("INSERT INTO audit_words(audit_words, rank) VALUES ('integrity-check', 1)").await;
    }
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
