//! Finding anything, and what the palette gets.

use crate::support::TestApp;
use reqwest::StatusCode;

#[tokio::test]
async fn finds_people_teams_and_pages_by_parts_of_their_names() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let people = admin.get("/find?q=OKAFOR%20ama").await;
    assert_eq!(people.status, StatusCode::OK);
    assert!(people.text().contains("Amara Okafor"), "{}", people.text());
    let teams = admin.get("/find?q=sales").await.text();
    let (whole, longer) = (teams.find("Sales"), teams.find("Sales EMEA"));
    assert!(whole.unwrap() < longer.unwrap(), "the whole name comes first: {teams}");
    assert!(admin.get("/find?q=audit").await.links_to("/audit"));
    assert!(admin.get("/find?q=zzz-nothing").await.text().contains("No results for “zzz-nothing”"));
}

#[tokio::test]
async fn offers_only_what_the_role_may_use() {
    let app = TestApp::start().await;
    for (persona, offered, withheld) in [
        ("admin", vec!["/onboard", "/audit", "/members"], vec![]),
        ("manager", vec!["/members"], vec!["/onboard", "/audit"]),
        ("auditor", vec!["/members", "/audit"], vec!["/onboard"]),
    ] {
        let found = app.sign_in(persona).await.parts("/api/palette/find").await;
        let links = |path: &str| found.links_to(path);
        assert!(offered.iter().all(|path| links(path)), "{persona} misses one of {offered:?}");
        assert!(!withheld.iter().any(|path| links(path)), "{persona} is offered one of {withheld:?}");
    }
}

#[tokio::test]
async fn the_palette_finds_people_by_words() {
    let app = TestApp::start().await;
    let found = app.sign_in("auditor").await.parts("/api/palette/find?typed=amara").await;
    assert_eq!(found.status, StatusCode::OK);
    assert!(["Members", "Amara Okafor"].iter().all(|said| found.text().contains(said)), "{}", found.text());
    assert_eq!(app.sign_in("member").await.ask("/api/palette/find").await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_may_not_find_gets_no_palette_and_no_script_but_that_for_times_and_tooltips() {
    let app = TestApp::start().await;
    let own = app.sign_in("member").await.get("/me").await;
    assert!(!own.has_part("palette") && own.body.matches("<script").count() == 1, "{}", own.body);
    let policy = own.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'nonce-"), "more than what the page names may run: {policy}");
    let admins = app.sign_in("admin").await.get("/me").await;
    assert!(admins.has_part("palette") && admins.has_script());
}
