//! Health for machines.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{auth::AuthConfig, web::Mode};

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
