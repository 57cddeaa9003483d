//! The page of what changed outside the portal.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{
    domain::{Member, MemberPatch},
    sigma::{ClientConfig, SigmaClient},
};

/// Somebody works in Sigma itself, with a client of their own.
async fn renamed_in_sigma(app: &TestApp) -> Member {
    let url = app.sigma_url().parse().unwrap();
    let client = SigmaClient::new(ClientConfig::new(url, "demo-client", "demo-secret".to_owned().into())).unwrap();
    let leo = app.running.app.directory.snapshot().unwrap();
    let leo = leo.member_by_email("leo.martins@lumen.example").unwrap();
    let patch = MemberPatch { account_type: Some("Build".into()), ..MemberPatch::default() };
    client.members().update(&leo.id, &patch).await.unwrap().value
}

#[tokio::test]
async fn tells_what_somebody_did_in_sigma_itself_and_nothing_of_the_portals_own() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let before = admin.get("/history").await;
    assert!(before.text().contains("No changes made in Sigma"), "{}", before.text());
    let leo = renamed_in_sigma(&app).await;
    assert!(app.running.app.directory.sync().await);
    let page = admin.get("/history").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("Account type changed"), "{}", page.text());
    assert!(page.links_to(&format!("/members/{}", leo.id)), "no link to {}", leo.id);

    let form = [
        ("first_name", "Leonardo"),
        ("last_name", leo.last_name.as_str()),
        ("email", leo.email.as_str()),
        ("account_type", leo.account_type.as_str()),
    ];
    let review = admin.submit(&format!("/members/{}/edit", leo.id), &form).await;
    admin.apply(&review, "").await;
    assert!(app.running.app.directory.sync().await);
    // A heading and the one event: the portal's own work is not told as somebody else's.
    let csv = admin.get("/history/export.csv").await;
    assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
}
