//! The status page, and the file for whoever helps.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::web::{Trouble, note_trouble};
use std::time::Duration;

#[tokio::test]
async fn the_status_page_says_that_everything_works() {
    let app = TestApp::start().await;
    let page = app.sign_in("auditor").await.get("/status").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Everything works."), "{}", page.text());
    for check in ["Database", "Sigma credentials", "Directory", "Changes", "Requests and terms", "Notifications"] {
        assert_eq!(page.row(check)[0], "Works", "{check}: {}", page.text());
    }
    assert!(page.links_to("/status/support-bundle.json"));
}

#[tokio::test]
async fn a_deactivated_owner_of_the_credentials_is_seen() {
    let app = TestApp::start().await;
    let owner = app.snapshot().token_owner().clone();
    let auditor = app.sign_in("auditor").await;
    app.running.app.client.members().delete(&owner).await.unwrap();
    app.running.app.directory.request_sync();
    let seen = async {
        while auditor.get("/status").await.row("Sigma credentials")[0] != "Down" {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), seen).await.expect("the page never says so");
}

#[tokio::test]
async fn the_support_bundle_names_no_person_and_no_secret() {
    let app = TestApp::start().await;
    note_trouble(Trouble {
        at: "2026-03-01T10:00:00Z".parse().unwrap(),
        is_error: true,
        target: "sigma_portal::web".into(),
        message: "A request failed for the database".into(),
        cause: "leo.martins@lumen.example is there twice".into(),
        times: 0,
    });
    let admin = app.sign_in("admin").await;
    assert!(admin.get("/status").await.text().contains("A request failed for the database"));
    let file = admin.get("/status/support-bundle.json").await;
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("sigma-portal-support-"));
    let bundle: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(bundle["mode"], "demo");
    assert!(bundle["directory"]["active_members"].as_u64().unwrap() > 0);
    assert!(bundle["trouble"].to_string().contains("A request failed for the database"), "{bundle}");
    for secret in ["@lumen.example", "demo-secret", "demo-client", "Okafor"] {
        assert!(!file.body.contains(secret), "{secret} is in the bundle");
    }
}
