//! A file gives back what was deleted.

use super::{database::Database, on_both, samples::at};
use jiff::Timestamp;
use sea_orm::ConnectionTrait;
use sigma_portal::{
    domain::{DirectoryEvent, DirectoryEventId, DirectoryEventKind},
    store::Store,
};

on_both!(what_was_deleted_is_given_back_and_the_rest_stays);

/// Directory events of a KiB each, older than this by a second.
async fn fill(store: &Store, count: i32, before: Timestamp) {
    let event = |n: i32| DirectoryEvent {
        id: DirectoryEventId::new(format!("{n:06}")),
        at: before - jiff::SignedDuration::from_secs(1),
        kind: DirectoryEventKind::MemberLeft,
        subjects: vec![],
        text: "Grace left. ".repeat(86),
    };
    let events: Vec<_> = (0..count).map(event).collect();
    assert!(store.swap_blob("directory", Vec::new(), 0, &events).await.unwrap());
}

/// What the file and its log take, in bytes; nothing of a server's.
fn size(database: &Database) -> u64 {
    let Some(path) = database.url.strip_prefix("sqlite://") else { return 0 };
    let of = |suffix: &str| std::fs::metadata(format!("{path}{suffix}")).map_or(0, |file| file.len());
    of("") + of("-wal")
}

async fn what_was_deleted_is_given_back_and_the_rest_stays(database: Database) {
    let store = database.store().await;
    fill(&store, 6_000, at(10)).await;
    let full = size(&database);
    while store.delete_history(at(10), 500).await.unwrap() > 0 {}
    store.append_audit(&super::samples::event("kept", 0)).await.unwrap();
    let freed = store.give_back_space().await.unwrap();
    if full > 0 {
        assert!(freed > 4 << 20, "{freed} of {full} bytes");
        assert!(size(&database) < full / 2, "{} of {full} bytes", size(&database));
    } else {
        assert_eq!(freed, 0, "a server sees to that by itself");
    }
    assert_eq!(store.give_back_space().await.unwrap(), 0);
    store.writable().await.unwrap();
    assert_eq!(database.number("SELECT count(*) AS kept FROM audit_events", "kept").await, 1);
}

#[tokio::test]
async fn a_file_of_an_earlier_version_learns_to_give_back() {
    let database = Database::sqlite();
    let mode = async || database.number("SELECT auto_vacuum AS mode FROM pragma_auto_vacuum", "mode").await;
    // As it was made without.
    let connection = super::database::connect(format!("{}?mode=rwc", database.url)).await;
    connection.execute_unprepared("CREATE TABLE old (text TEXT); INSERT INTO old VALUES ('kept')").await.unwrap();
    connection.close().await.unwrap();
    assert_eq!(mode().await, 0);
    database.store().await.close().await.unwrap();
    assert_eq!(mode().await, 2);
    assert_eq!(database.number("SELECT count(*) AS kept FROM old WHERE text = 'kept'", "kept").await, 1);
}
