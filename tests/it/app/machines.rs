//! Health and metrics on an address of their own.

use crate::support::TestApp;
use reqwest::StatusCode;

#[tokio::test]
async fn machines_can_have_an_address_of_their_own() {
    let app = TestApp::start_set(|portal| portal.machine_addr = Some(([127, 0, 0, 1], 0).into())).await;
    let machines = app.running.machine_addr.unwrap();
    let admin = app.sign_in("admin").await;
    for path in ["/healthz", "/readyz", "/metrics"] {
        assert_eq!(admin.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        let answer = reqwest::get(format!("http://{machines}{path}")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
    }
    let page = reqwest::get(format!("http://{machines}/members")).await.unwrap();
    assert_eq!(page.status(), StatusCode::NOT_FOUND, "people's pages are there too");
}
