//! Datasets: the list, one dataset's page, materializations.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{
    domain::{Dataset, Materialization, MigrationStatus},
    simulator::{Answer, Effect, Rule, When},
};
use std::time::Duration;

/// A dataset that the owner of the credentials may open and that has a schedule, with its finished runs.
pub async fn scheduled(app: &TestApp) -> (Dataset, Vec<Materialization>) {
    let client = &app.running.app.client;
    for dataset in client.datasets().all(false).await.unwrap() {
        let runs = client.datasets().materializations(&dataset.id).await.unwrap();
        if !runs.is_empty() && app.snapshot().dataset(&dataset.id).is_some() {
            return (dataset, runs);
        }
    }
    panic!("no dataset has a schedule");
}

#[tokio::test]
async fn the_list_says_once_that_datasets_are_retired() {
    let app = TestApp::start_whole().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    let all = snapshot.datasets().len();
    let list = auditor.get("/datasets").await;
    assert!(list.text().contains(&format!("{all} of {all} datasets")), "{}", list.text());
    assert_eq!(list.text().matches("Sigma retired datasets on").count(), 1);
    let open = snapshot.datasets().iter().filter(|d| d.migration_status == MigrationStatus::NotMigrated).count();
    let filtered = auditor.get("/datasets?migration=not-migrated").await;
    assert!(filtered.text().contains(&format!("{open} of {all} datasets")), "{}", filtered.text());
    let csv = auditor.get("/datasets/export.csv?migration=not-migrated").await;
    assert_eq!(csv.body.lines().count(), open + 1);
}

#[tokio::test]
async fn a_dataset_shows_where_it_went_and_its_runs() {
    let app = TestApp::start_whole().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    let migrated = snapshot.datasets().iter().find(|d| d.migration_to_data_model.is_some()).unwrap();
    let page = auditor.get(&format!("/datasets/{}", migrated.id)).await;
    let model = migrated.migration_to_data_model.as_ref().unwrap();
    assert!(page.links_to(&model.data_model_url), "{}", page.text());

    let (dataset, runs) = scheduled(&app).await;
    let page = auditor.get(&format!("/datasets/{}/runs", dataset.id)).await;
    assert_eq!(page.body.matches("data-label=\"Took\"").count(), runs.len(), "{}", page.text());
    assert!(page.has_locked_button(), "an auditor can start a run");
    assert_eq!(auditor.get("/datasets/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_started_run_is_waited_for_until_it_has_finished() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let (dataset, runs) = scheduled(&app).await;
    let events = format!("/datasets/{}/events", dataset.id);
    let path = format!("/datasets/{}/runs", dataset.id);
    assert!(!admin.get(&path).await.text().contains("A run is under way"));
    let review = admin.fill(&path, "datasets/materialize", &[]).await;
    assert!(review.text().contains(&format!("Start the materialization of dataset {}", dataset.name)));
    admin.apply(&review, "").await;
    let waiting = admin.get(&path).await;
    assert!(waiting.text().contains("A run is under way"), "{}", waiting.text());
    assert!(waiting.reloads() && waiting.body.contains(&events));
    app.simulator.forward(Duration::from_secs(61));
    let events = admin.get(&events).await;
    assert!(events.body.contains("event: end"), "{}", events.body);
    let over = admin.get(&path).await;
    assert!(!over.text().contains("A run is under way"), "{}", over.text());
    assert_eq!(over.body.matches("data-label=\"Took\"").count(), runs.len() + 1);
}

#[tokio::test]
async fn the_page_stands_when_runs_cannot_be_read() {
    let app = TestApp::start_whole().await;
    app.simulator.add_rule(Rule {
        operation: "GET /v2/datasets/*/materialization".into(),
        when: When::Always,
        effect: Effect::Answer(Answer { status: 403, ..Answer::default() }),
    });
    let snapshot = app.snapshot();
    let dataset = &snapshot.datasets()[0];
    let page = app.sign_in("auditor").await.get(&format!("/datasets/{}/runs", dataset.id)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("may not read this in Sigma") && page.text().contains(&dataset.path));
}

#[tokio::test]
async fn pages_say_when_sigma_no_longer_offers_datasets() {
    let app = TestApp::start_whole().await;
    let effect = Effect::Answer(Answer { status: 410, ..Answer::default() });
    app.simulator.add_rule(Rule { operation: "GET /v2/datasets".to_owned(), when: When::Always, effect });
    assert!(app.running.app.directory.sync().await);
    let admin = app.sign_in("admin").await;
    let list = admin.get("/datasets").await.text();
    assert!(list.contains("Sigma no longer offers datasets"), "{list}");
    assert!(!list.contains("Sigma has retired datasets"), "{list}");
    let settings = admin.get("/settings").await.text();
    assert!(settings.contains("No longer offered"), "{settings}");
}
