//! Whether the database can be written to, and why not.

use super::{database::Database, on_both};
use sigma_portal::{
    domain::PersonKey,
    store::{Error, Store},
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    time::{Duration, Instant},
};

on_both!(a_database_that_can_be_written_to_says_so, a_newer_database_is_named_and_left_alone);

async fn a_database_that_can_be_written_to_says_so(database: Database) {
    let store = database.store().await;
    for _ in 0..3 {
        store.writable().await.unwrap();
    }
    let now = store.look().await.unwrap();
    assert!(jiff::Timestamp::now().duration_since(now).abs() < jiff::SignedDuration::from_secs(10));
}

async fn a_newer_database_is_named_and_left_alone(database: Database) {
    database.store().await.close().await.unwrap();
    database.execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_flying', 0)").await;
    let refused = Store::open(&database.url).await.unwrap_err();
    assert!(matches!(&refused, Error::Newer(by) if by == "m9999_flying"), "{refused:?}");
    let says = refused.to_string();
    assert!(says.contains("newer version") && says.contains("m9999_flying") && says.contains("UPGRADING"), "{says}");
    // The way back: what the newer version has recorded is taken out, and the older one starts.
    database.execute("DELETE FROM seaql_migrations WHERE version = 'm9999_flying'").await;
    database.store().await.writable().await.unwrap();
}

/// A migration that has run already does no harm: after the way back, the newer version runs its own once more.
#[tokio::test]
async fn migrations_since_the_first_release_can_run_again() {
    for database in [Database::sqlite(), Database::postgres().await] {
        database.store().await.close().await.unwrap();
        database.execute("DELETE FROM seaql_migrations WHERE version > 'm0010'").await;
        database.store().await.writable().await.unwrap();
    }
}

#[tokio::test]
async fn a_file_that_is_gone_replaced_or_read_only_is_said_to_be_so() {
    let database = Database::sqlite();
    let path = database.url.trim_start_matches("sqlite://").to_owned();
    let store = database.store().await;
    fs::rename(&path, format!("{path}.away")).unwrap();
    until_it_says(&store, "is gone").await;
    fs::write(&path, b"").unwrap();
    until_it_says(&store, "replaced").await;
    fs::rename(format!("{path}.away"), &path).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    until_it_says(&store, "read-only").await;
}

/// An answer counts for a moment, so a new one is waited for.
async fn until_it_says(store: &Store, word: &str) {
    let said = async {
        while !store.writable().await.is_err_and(|says| says.contains(word)) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), said).await.unwrap_or_else(|_| panic!("it never says {word}"));
}

#[tokio::test]
async fn a_file_is_its_owners_alone_whoever_made_it() {
    let mode = |path: &str| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("new/data").display().to_string();
    let path = format!("{home}/portal.db");
    let store = Store::open(&format!("sqlite://{path}")).await.unwrap();
    store.writable().await.unwrap();
    assert_eq!(mode(&home), 0o700);
    for file in ["", "-wal", "-shm"] {
        assert_eq!(mode(&format!("{path}{file}")), 0o600, "{file}");
    }
    store.close().await.unwrap();
    // As a version from before has left it.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let store = Store::open(&format!("sqlite://{path}")).await.unwrap();
    store.writable().await.unwrap();
    for file in ["", "-wal", "-shm"] {
        assert_eq!(mode(&format!("{path}{file}")), 0o600, "{file}");
    }
}

#[tokio::test]
async fn a_server_that_hangs_is_said_to_within_two_seconds_and_reads_do_not_wait_for_it() {
    let database = Database::postgres().await;
    let (store, proxy) = database.slow_store(Duration::ZERO).await;
    let proxy = proxy.unwrap();
    proxy.block(true);
    let began = Instant::now();
    let says = store.writable().await.unwrap_err();
    assert!(says.contains("no answer"), "{says}");
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    store.look().await.unwrap_err();
    let began = Instant::now();
    let error = store.tasks().await.unwrap_err();
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert!(matches!(error, Error::Database(_)), "{error}");
    proxy.block(false);
    let back = async { while store.look().await.is_err() {} };
    tokio::time::timeout(Duration::from_secs(30), back).await.expect("it does not come back");
    store.tasks().await.unwrap();
}

#[tokio::test]
async fn a_server_that_takes_no_writes_is_not_ready() {
    let database = Database::postgres().await;
    let store = database.store().await;
    store.writable().await.unwrap();
    // As after a failover to a standby.
    database.execute(&format!("ALTER DATABASE {} SET default_transaction_read_only = on", database.name())).await;
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    database.execute(others).await;
    until_it_says(&store, "read-only transaction").await;
    let refused = Store::open(&database.url).await.unwrap_err();
    assert!(refused.to_string().contains("read-only transaction"), "{refused}");
}

#[tokio::test]
async fn errors_say_why_in_the_words_of_the_database() {
    let database = Database::postgres().await;
    let store = database.store().await;
    database.execute("ALTER TABLE reviews RENAME TO elsewhere").await;
    let ada = PersonKey::configured("ada@example.com");
    let error = store.review("r", &ada, jiff::Timestamp::UNIX_EPOCH).await.unwrap_err();
    assert_eq!(error.to_string(), "the database failed: relation \"reviews\" does not exist (42P01)");
    let refused = Store::open("postgres://portal:open-sesame@127.0.0.1:1/portal").await.unwrap_err();
    assert!(refused.to_string().contains("Connection refused"), "{refused}");
    let unknown = database.url.replace("/test_", "/nowhere_");
    let missing = Store::open(&unknown).await.unwrap_err();
    assert!(missing.to_string().contains("does not exist"), "{missing}");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), b"").unwrap();
    let path = folder.path().join("file/portal.db");
    let error = Store::open(&format!("sqlite://{}", path.display())).await.unwrap_err();
    assert!(error.to_string().contains("Not a directory") || error.to_string().contains("File exists"), "{error}");
    let garbage = folder.path().join("garbage.db");
    fs::write(&garbage, "no database at all, but long enough to be looked at".repeat(100)).unwrap();
    let error = Store::open(&format!("sqlite://{}", garbage.display())).await.unwrap_err();
    assert!(error.to_string().contains("not a database"), "{error}");
}
