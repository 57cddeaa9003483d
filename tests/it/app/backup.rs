//! `backup` copies the database of a portal that runs, and nothing else may read the copy.

use crate::support::TestApp;
use sigma_portal::{
    simulator,
    store::{AuditFilter, PageRequest, Store},
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

fn back_up(database: &str, to: &Path) -> Output {
    let options = simulator::Options::default();
    Command::new(env!("CARGO_BIN_EXE_sigma-portal"))
        .args(["backup", to.to_str().unwrap()])
        .env_remove("PORTAL_BIN")
        .envs([("SIGMA_BASE_URL", "http://127.0.0.1:9"), ("PORTAL_AUTH", "proxy"), ("PORTAL_DATABASE_URL", database)])
        .envs([("SIGMA_CLIENT_ID", &options.client_id), ("SIGMA_CLIENT_SECRET", &options.client_secret)])
        .env("PORTAL_PROXY_SECRET", "a-secret-of-thirty-two-bytes-or-more")
        .output()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_a_running_portal_is_whole_and_private() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let told = admin.get("/audit").await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let database = app.database_url();
    let output = tokio::task::block_in_place(|| back_up(&database, &copy));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
    let url = format!("sqlite://{}", copy.display());
    let restored = Store::open(&url).await.unwrap();
    let newest = restored.audit(&AuditFilter::default(), PageRequest { number: 1, size: 1 }).await.unwrap();
    assert!(told.text().contains(&newest.items[0].summary), "the newest event is not in the copy");

    let again = tokio::task::block_in_place(|| back_up(&database, &copy));
    let said = String::from_utf8_lossy(&again.stderr).into_owned();
    assert!(!again.status.success() && said.contains("no backup was made"), "an existing file is written over: {said}");
    let server =
        tokio::task::block_in_place(|| back_up("postgres://127.0.0.1/portal", &folder.path().join("other.db")));
    assert!(String::from_utf8_lossy(&server.stderr).contains("pg_dump"), "{server:?}");
    assert!(!folder.path().join("other.db").exists());
}
