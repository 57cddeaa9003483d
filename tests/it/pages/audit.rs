//! The audit log as people read it: events of a change together, and all that is known of each.

use crate::support::{Answer, Browser, TestApp};
use reqwest::StatusCode;

/// A change by an admin, with a reason; the team it is about.
async fn edited(app: &TestApp, admin: &Browser<'_>) -> String {
    let finance = app.snapshot().teams().iter().find(|team| team.name == "Finance").unwrap().id.to_string();
    let review =
        admin.fill(&format!("/teams/{finance}/edit"), "teams/edit", &[("description", "Closes the books")]).await;
    assert_eq!(admin.apply(&review, "Asked for by the auditors").await.state(), "Done");
    finance
}

/// The page of the first event whose row has these words.
async fn event(browser: &Browser<'_>, log: &Answer, words: &str) -> Answer {
    let row = log.body.split("<tr").find(|row| row.contains(words)).unwrap_or_else(|| panic!("{}", log.text()));
    let path = row.split("href=\"").find(|link| link.starts_with("/audit/")).expect("it leads to no page");
    browser.get(path.split('"').next().unwrap()).await
}

#[tokio::test]
async fn an_event_says_from_where_why_and_what_it_was_before() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let finance = edited(&app, &admin).await;
    let auditor = app.sign_in("auditor").await;
    let log = auditor.get("/audit?what=step.").await;
    let page = event(&auditor, &log, "Finance").await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    let sigma = page.body.split("Sigma’s request").nth(1).expect("Sigma's request id is not shown");
    assert!(sigma.contains("<code>"), "{text}");
    for says in ["Asked for by the auditors", "127.0.0.1", "Session", "Role at the time", "step.done"] {
        assert!(text.contains(says), "{says}: {text}");
    }
    assert!(page.links_to(&format!("/teams/{finance}")), "what it is about is not linked: {text}");
    assert!(page.links_below("/changes/"), "its change is not linked: {text}");
    let row = page.row("Description");
    assert!(row.last().is_some_and(|after| after.contains("Closes the books")) && row.len() == 2, "{row:?}");

    let signed_in = event(&auditor, &auditor.get("/audit?what=session.").await, "Signed in").await;
    assert!(signed_in.text().contains("127.0.0.1"), "{}", signed_in.text());
    assert!(!signed_in.text().contains("Before and after"), "an empty table: {}", signed_in.text());
}

#[tokio::test]
async fn an_event_says_its_place_in_the_chain_once_it_has_one() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let log = auditor.get("/audit").await;
    let store = &app.running.app.store;
    while store.link_audit().await.unwrap() > 0 {}
    let page = event(&auditor, &log, "Signed in").await;
    let head = store.audit_head().await.unwrap();
    assert!(page.text().contains(&format!("Event {} of the log", head.number)), "{}", page.text());
    assert!(page.text().contains(&head.hash), "{}", page.text());
}

#[tokio::test]
async fn events_of_a_change_stand_under_its_title() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    edited(&app, &admin).await;
    let log = admin.get("/audit").await;
    let headings: Vec<&str> = log.body.split("scope=\"rowgroup\">").skip(1).collect();
    assert_eq!(headings.len(), 2, "a day and a change: {}", log.text());
    assert!(headings[1].starts_with("<a href=\"/changes/"), "{}", headings[1]);
    assert_eq!(headings[1].matches("is-within").count(), 3, "accepted, done and finished: {}", log.text());
    let changes = admin.get("/audit?detail=changes&what=change.&q=nothing-of-the-kind").await;
    assert!(!changes.body.contains("scope=\"rowgroup\""));
}

#[tokio::test]
async fn a_spreadsheet_has_what_is_chosen_of_it() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    edited(&app, &admin).await;
    let csv = admin.get("/audit/export.csv?what=step.&columns=network.reason.altered").await;
    let mut lines = csv.body.lines();
    let head = lines.next().unwrap();
    assert!(head.contains("Network address,Reason,Before and after"), "{head}");
    let line = lines.next().unwrap();
    assert!(line.contains("127.0.0.1,Asked for by the auditors,\"description: "), "{line}");
    assert!(line.contains("→ Closes the books"), "{line}");
}

#[tokio::test]
async fn events_are_for_who_reads_the_log() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let log = auditor.get("/audit").await;
    let path = log.links().into_iter().find(|link| link.starts_with("/audit/") && !link.contains("export")).unwrap();
    assert_eq!(auditor.get(&path).await.status, StatusCode::OK);
    assert_eq!(auditor.get("/audit/nothing").await.status, StatusCode::NOT_FOUND);
    for persona in ["manager", "member", "visitor"] {
        assert_eq!(app.sign_in(persona).await.get(&path).await.status, StatusCode::FORBIDDEN, "{persona}");
    }
}
