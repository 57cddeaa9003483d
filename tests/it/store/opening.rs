//! Opening the database.

use super::{
    database::Database,
    on_both,
    proxy::Proxy,
    samples::{accepted, at, change, insert},
};
use futures::future::join_all;
use sea_orm::ConnectionTrait;
use sigma_portal::{
    domain::{Actor, Change, PersonKey},
    store::{AuditFilter, ChangeFilter, Error, PageRequest, Review, Store},
};
use std::{net::TcpListener, time::Duration};

on_both!(
    answers_once_open,
    several_processes_may_open_a_new_database_at_once,
    keeps_what_was_written,
    an_update_forgets_the_section_that_was_split,
    an_update_finds_out_whose_the_old_rows_are,
);

async fn answers_once_open(database: Database) {
    database.store().await.writable().await.unwrap();
}

async fn several_processes_may_open_a_new_database_at_once(database: Database) {
    for store in join_all((0..6).map(|_| Store::open(&database.url))).await {
        store.unwrap().writable().await.unwrap();
    }
}

async fn keeps_what_was_written(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    store.close().await.unwrap();
    assert_eq!(database.store().await.change(&change.id).await.unwrap(), Some(change));
}

async fn an_update_forgets_the_section_that_was_split(database: Database) {
    let store = database.store().await;
    for name in ["directory.documents", "directory.teams"] {
        store.ensure_task(name, std::time::Duration::from_mins(5)).await.unwrap();
        store.swap_blob(&format!("{name}.1"), b"kept".into(), 0, &[]).await.unwrap();
    }
    store.close().await.unwrap();
    // As a database that the version before the split has left.
    let connection = super::database::connect(&database.url).await;
    connection.execute_unprepared("DELETE FROM seaql_migrations WHERE version = 'm0010_documents'").await.unwrap();
    connection.close().await.unwrap();

    let store = database.store().await;
    let tasks: Vec<String> = store.tasks().await.unwrap().into_iter().map(|task| task.name).collect();
    assert_eq!(tasks, ["directory.teams"]);
    let kept = store.blob_versions(&["directory.documents.1", "directory.teams.1"]).await.unwrap();
    assert_eq!(
        kept.iter().map(|kept| (kept.key.as_str(), kept.version)).collect::<Vec<_>>(),
        [("directory.teams.1", 1)]
    );
}

/// The rows of the version before, which knew addresses only, and one that it writes while it still runs.
async fn an_update_finds_out_whose_the_old_rows_are(database: Database) {
    let store = database.store().await;
    let ada = insert(&store, "ada's", 0).await;
    let nobody = Change { actor: Actor { member_id: None, ..ada.actor.clone() }, ..change("configured", 1) };
    store.insert_change(&nobody, &accepted(&nobody)).await.unwrap();
    let review = |id: &str, email: &str| Review {
        id: id.into(),
        owner: PersonKey::configured("someone else"),
        actor_email: email.into(),
        created_at: at(0),
        expires_at: at(9),
        body: "{}".into(),
    };
    store.put_review(&review("ada's", &ada.actor.email)).await.unwrap();
    store.put_review(&review("a stranger's", "stranger@example.com")).await.unwrap();
    store.close().await.unwrap();
    let connection = super::database::connect(&database.url).await;
    for undo in [
        "DELETE FROM seaql_migrations WHERE version = 'm0011_people'",
        "DROP INDEX changes_by_actor_key_created_at",
        "DROP INDEX audit_events_by_actor_key_at",
        "ALTER TABLE changes DROP COLUMN actor_key",
        "ALTER TABLE changes DROP COLUMN ordered_by",
        "ALTER TABLE changes DROP COLUMN stopped",
        "ALTER TABLE audit_events DROP COLUMN actor_key",
        "ALTER TABLE reviews DROP COLUMN actor_key",
        "ALTER TABLE sessions DROP COLUMN ends_at",
        "INSERT INTO sessions (id, data, expires_at) VALUES ('a-cookie', '{}', 9999999999999)",
    ] {
        connection.execute_unprepared(undo).await.unwrap();
    }

    let store = database.store().await;
    let owned = async |actor: &Actor| {
        let filter = ChangeFilter { actor: Some(actor.key()), ..ChangeFilter::default() };
        let page = store.changes(&filter, PageRequest { number: 1, size: 9 }).await.unwrap();
        page.items.into_iter().map(|found| found.change.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(owned(&ada.actor).await, ["ada's"]);
    assert_eq!(owned(&nobody.actor).await, ["configured"]);
    let done = AuditFilter { actor: Some(ada.actor.key()), ..AuditFilter::default() };
    assert_eq!(store.audit(&done, PageRequest { number: 1, size: 9 }).await.unwrap().total, 1);
    assert!(store.review("ada's", &ada.actor.key(), at(1)).await.unwrap().is_some());
    let strangers = PersonKey::configured("stranger@example.com");
    assert!(store.review("a stranger's", &strangers, at(1)).await.unwrap().is_none());
    let sessions = connection
        .query_all_raw(sea_orm::Statement::from_string(connection.get_database_backend(), "SELECT id FROM sessions"));
    assert!(sessions.await.unwrap().is_empty(), "sessions of before have ended");

    let unnamed = "UPDATE changes SET actor_key = NULL WHERE id = 'ada''s'";
    connection.execute_unprepared(unnamed).await.unwrap();
    assert!(owned(&ada.actor).await.is_empty());
    store.fill_person_keys().await.unwrap();
    assert_eq!(owned(&ada.actor).await, ["ada's"]);
}

#[tokio::test]
async fn refuses_addresses_it_does_not_know() {
    for url in
        ["mysql://localhost/portal", "portal.db", "sqlite::memory:", "sqlite://portal.db?mode=memory", "postgres://h:x"]
    {
        assert!(matches!(Store::open(url).await, Err(Error::Url(_))), "{url} was taken");
    }
}

#[tokio::test]
async fn does_not_repeat_the_password_of_a_database_out_of_reach() {
    let error = Store::open("postgres://portal:open-sesame@127.0.0.1:1/portal").await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("open-sesame"));
}

#[tokio::test]
async fn postgres_says_what_each_table_and_column_holds() {
    let database = Database::postgres().await;
    database.store().await;
    let undescribed = "SELECT c.relname || coalesce('.' || a.attname, '') AS name
        FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum >= 0
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'seaql_migrations'
        AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid) IS NULL)";
    let connection = super::database::connect(&database.url).await;
    let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, undescribed);
    let rows = connection.query_all_raw(statement).await.unwrap();
    let names: Vec<String> = rows.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    assert!(names.is_empty(), "without a comment: {names:?}");
}

#[tokio::test]
async fn a_server_that_comes_up_late_is_waited_for() {
    let database = Database::postgres().await;
    let folder = database.url.split_once("?host=").unwrap().1;
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://postgres@127.0.0.1:{port}/{}", database.name());
    let nobody = Store::open_within(&url, Duration::ZERO).await.unwrap_err();
    assert!(nobody.may_come_up(), "{nobody}");
    let waiting = {
        let url = url.clone();
        tokio::spawn(async move { Store::open_within(&url, Duration::from_secs(30)).await })
    };
    // Late enough that it was tried in vain.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let _late = Proxy::on(port, folder, Duration::ZERO).await;
    waiting.await.unwrap().unwrap().writable().await.unwrap();
    // What waiting does not mend is said at once.
    let unknown = format!("postgres://postgres@127.0.0.1:{port}/of_no_such_name");
    let refused = Store::open_within(&unknown, Duration::from_secs(30)).await.unwrap_err();
    assert!(!refused.may_come_up(), "{refused}");
}
