//! Help, reached from the pages where it is needed.

use crate::support::TestApp;
use reqwest::StatusCode;

#[tokio::test]
async fn every_page_leads_to_its_subject() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    for (page, subject) in [
        ("/members", "/help/members"),
        ("/teams", "/help/teams"),
        ("/audit", "/help/history"),
        ("/onboard", "/help/onboarding"),
        ("/settings", "/help/operations"),
        ("/", "/help"),
    ] {
        assert!(admin.get(page).await.links_to(subject), "{page} does not lead to {subject}");
    }
    let index = admin.get("/help").await;
    let subjects: Vec<String> = index.links().into_iter().filter(|link| link.starts_with("/help/")).collect();
    assert!(subjects.len() >= 10, "{subjects:?}");
    for subject in subjects {
        let page = admin.get(&subject).await;
        assert_eq!(page.status, StatusCode::OK, "{subject}");
        assert!(page.links_to("/help"), "{subject} does not lead back");
    }
    assert_eq!(admin.get("/help/nonsense").await.status, StatusCode::NOT_FOUND);
    let visitor = app.sign_in("visitor").await.get("/help/members").await;
    assert_eq!(visitor.status, StatusCode::OK);
    assert!(!visitor.links_to("/members/select"), "a visitor is led to what is refused");
    assert!(admin.get("/help/members").await.links_to("/members/select"));
}

#[tokio::test]
async fn a_search_offers_what_can_be_done_with_what_it_finds() {
    let app = TestApp::start().await;
    let find = async |persona, q: &str| app.sign_in(persona).await.get(&format!("/find?q={q}")).await;
    let leo = app.snapshot().member_by_email("leo.martins@lumen.example").unwrap().id.clone();
    let admin = find("admin", "leo.martins").await;
    assert!(admin.links_to(&format!("/members/{leo}/edit")) && admin.links_to(&format!("/members/{leo}/offboard")));
    let auditor = find("auditor", "leo.martins").await;
    assert!(auditor.links_to(&format!("/members/{leo}/documents")), "{}", auditor.text());
    assert!(!auditor.links_to(&format!("/members/{leo}/edit")), "an auditor is offered to edit");
    let finance = app.snapshot().teams().iter().find(|team| team.name == "Finance").unwrap().id.clone();
    let manager = find("manager", "Finance").await;
    assert!(manager.links_to(&format!("/teams/{finance}/members")), "{}", manager.text());
}
