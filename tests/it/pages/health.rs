//! Health for machines, and what people see while the database is ill.

use crate::{
    store::database::Database,
    support::{Answer, TestApp, proxy},
};
use reqwest::StatusCode;
use sigma_portal::{app::Installation, auth::AuthConfig, web::Mode};
use std::{
    fs,
    time::{Duration, Instant},
};

/// A page, as an admin behind a proxy gets it.
async fn page(app: &TestApp, path: &str) -> Answer {
    app.proxied("amara.okafor@lumen.example").get(path).await
}

/// Asks whether it is ready until the answer has this status and says this.
async fn until_ready_says(app: &TestApp, status: StatusCode, word: &str) -> Answer {
    let says = async {
        loop {
            let ready = app.visitor().get("/readyz").await;
            if ready.status == status && ready.body.contains(word) {
                return ready;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), says).await.unwrap_or_else(|_| panic!("/readyz never says {word}"))
}

#[tokio::test]
async fn not_ready_when_the_database_file_is_gone() {
    let app = TestApp::start().await;
    until_ready_says(&app, StatusCode::OK, "true").await;
    fs::remove_file(app.folder().join("portal.db")).unwrap();
    let ready = until_ready_says(&app, StatusCode::SERVICE_UNAVAILABLE, "is gone").await;
    assert!(ready.body.contains(r#""missing":["database"]"#), "{}", ready.body);
}

#[tokio::test]
async fn not_ready_when_the_owner_of_the_credentials_is_deactivated() {
    let app = TestApp::start().await;
    until_ready_says(&app, StatusCode::OK, "true").await;
    let owner = app.snapshot().token_owner().clone();
    app.running.app.client.members().delete(&owner).await.unwrap();
    app.running.app.directory.request_sync();
    let ready = until_ready_says(&app, StatusCode::SERVICE_UNAVAILABLE, "sigma").await;
    assert!(ready.body.contains(r#""missing":["sigma"]"#), "{}", ready.body);
}

#[tokio::test]
async fn pages_from_memory_go_on_while_the_database_hangs_and_ready_says_so_in_time() {
    let database = Database::postgres().await;
    let way = database.proxy(Duration::ZERO).await.unwrap();
    let url = database.url_through(&way);
    let app = TestApp::start_as(
        AuthConfig::Proxy(Box::new(proxy(&[]))),
        Mode::Serve,
        |_| {},
        |portal| portal.database_url = url.into(),
    )
    .await;
    app.wait_until_ready().await;
    until_ready_says(&app, StatusCode::OK, "true").await;
    let team = app.snapshot().teams()[0].clone();

    way.block(true);
    let began = Instant::now();
    let ready = until_ready_says(&app, StatusCode::SERVICE_UNAVAILABLE, "no answer").await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?} {}", began.elapsed(), ready.body);
    let asked = Instant::now();
    app.visitor().get("/readyz").await;
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    for path in ["/", "/members", "/teams", &format!("/teams/{}", team.id), "/workspaces"] {
        let shown = page(&app, path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}: {}", shown.text());
    }
    // It is known by now that the database hangs: nobody waits for it.
    let asked = Instant::now();
    let shown = page(&app, &format!("/teams/{}/activity", team.id)).await;
    assert!(shown.text().contains("History unavailable") && shown.text().contains(&team.name), "{}", shown.text());
    assert!(page(&app, "/").await.text().contains("database isn"), "the overview does not say what is missing");
    let changes = page(&app, "/changes").await;
    assert_eq!(changes.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(changes.text().contains("database isn"), "{}", changes.text());
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());

    way.block(false);
    until_ready_says(&app, StatusCode::OK, "true").await;
    let back = async { while page(&app, "/changes").await.status != StatusCode::OK {} };
    tokio::time::timeout(Duration::from_secs(30), back).await.expect("the changes do not come back");
}

#[tokio::test]
async fn does_not_start_when_the_clocks_are_minutes_apart() {
    let database = Database::postgres().await;
    let clock = "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
        AS $$ SELECT pg_catalog.clock_timestamp() + interval '5 minutes' $$";
    database.execute(clock).await;
    database.execute(&format!("ALTER DATABASE {} SET search_path = public, pg_catalog", database.name())).await;
    let url = database.url.clone();
    let on_it = |portal: &mut Installation| portal.database_url = url.into();
    let started = TestApp::try_start(AuthConfig::Demo, Mode::Demo, |_| {}, on_it).await;
    let error = started.err().expect("it started").to_string();
    assert!(error.contains(" s ahead of this machine's") && error.contains("NTP"), "{error}");
}

#[tokio::test]
async fn ready_names_what_is_missing() {
    let app = TestApp::start_with(AuthConfig::Demo, Mode::Demo, |sigma| sigma.set_down(true)).await;
    let alive = app.visitor().get("/healthz").await;
    assert_eq!(alive.status, StatusCode::OK);
    let ready = app.visitor().get("/readyz").await;
    assert_eq!(ready.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(ready.body.contains("directory"), "{}", ready.body);
}

#[tokio::test]
async fn metrics_count_requests_by_route() {
    let app = TestApp::start().await;
    app.sign_in("admin").await.get("/members?q=a").await;
    let metrics = app.visitor().get("/metrics").await.body;
    assert!(metrics.contains("portal_request_seconds"), "{metrics}");
    assert!(metrics.contains(r#"route="/members""#), "{metrics}");
}

#[tokio::test]
async fn stops_in_good_order() {
    let app = TestApp::start().await;
    app.running.stop().await.unwrap();
}
