//! The pages of self-service, as a browser without script sees them.

use super::{LEO, member, offer_finance, team};
use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::domain::{Approvers, Requestable};

#[tokio::test]
async fn from_the_catalogue_to_the_grant() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, super::decided_by(&[Approvers::Owners])).await;
    let (leo, jonas) = (app.sign_in("member").await, app.sign_in("manager").await);
    let found = leo.get("/get-access?q=finance").await;
    assert!(found.text().contains("Finance"), "{}", found.text());

    let form = format!("/get-access/ask?for={}", Requestable::Team(finance.clone()).key());
    let empty = leo.fill(&form, "requests/ask", &[("reason", " ")]).await;
    assert!(empty.text().contains("Enter a reason"), "{}", empty.text());
    let asked = leo.fill(&form, "requests/ask", &[("reason", "Month-end close")]).await;
    let request = asked.location.expect("asking leads to the request");
    let page = leo.get(&request).await;
    for part in ["Waiting for approval", "Month-end close", "Waiting for owners", "Jonas Weber"] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    assert!(!page.posts_to("requests/approve"), "the requester does not decide");
    assert!(leo.get(&form).await.text().contains("You have asked for this already"));

    let inbox = jonas.get("/requests/inbox").await;
    assert!(inbox.text().contains("1 to decide") && inbox.links_to(&request), "{}", inbox.text());
    let case = jonas.get(&request).await;
    for part in ["What changes", "Leo Martins joins team Finance.", "Add Leo Martins"] {
        assert!(case.text().contains(part), "{part}, before the eyes of who decides: {}", case.text());
    }
    let unsaid = jonas.fill(&request, "requests/deny", &[("reason", "")]).await;
    assert!(unsaid.text().contains("Say why"), "{}", unsaid.text());
    let approved = jonas.fill(&request, "requests/approve", &[]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER);
    assert!(jonas.get(&request).await.text().contains("Granted"));
    assert!(app.snapshot().is_in_team(&member(&app, LEO).id, &finance));
    let late =
        jonas.call(&request, "requests/deny", &[("id", request.rsplit('/').next().unwrap()), ("reason", "No")]).await;
    assert!(late.text().contains("has already approved this request"), "{}", late.text());
}

#[tokio::test]
async fn a_plan_that_has_changed_is_shown_anew() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, super::decided_by(&[Approvers::Owners])).await;
    let request = super::ask(&app, &finance, LEO).await;
    let jonas = app.sign_in("manager").await;
    let page = format!("/requests/{}", request.id);
    let stale = jonas.fill(&page, "requests/approve", &[("fingerprint", "0123456789abcdef")]).await;
    assert!(stale.text().contains("The organization has changed since you looked"), "{}", stale.text());
    assert!(!app.snapshot().is_in_team(&member(&app, LEO).id, &finance));
}

#[tokio::test]
async fn requests_are_seen_by_those_whom_they_concern() {
    let app = TestApp::start().await;
    let finance = offer_finance(&app, super::decided_by(&[Approvers::Admins])).await;
    let request = super::ask(&app, &finance, super::PRIYA).await;
    let page = format!("/requests/{}", request.id);
    for (persona, status) in [
        ("admin", StatusCode::OK),
        ("auditor", StatusCode::OK),
        ("manager", StatusCode::NOT_FOUND),
        ("member", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.sign_in(persona).await.get(&page).await.status, status, "{persona}");
    }
    let leo = app.sign_in("member").await;
    let id = request.id.as_str();
    for function in ["requests/approve", "requests/deny", "requests/cancel", "requests/retry"] {
        let answer = leo.call("/requests", function, &[("id", id), ("reason", "x"), ("version", "0")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{function}");
    }
    let all = app.sign_in("auditor").await.get("/requests/all").await;
    assert!(all.links_to(&page));
}

#[tokio::test]
async fn policies_are_set_and_tried_out_on_pages() {
    let app = TestApp::start().await;
    let (admin, leo) = (app.sign_in("admin").await, app.sign_in("member").await);
    let before = admin.get("/policies?who=leo.martins%40lumen.example&what=team+Finance").await;
    assert!(before.text().contains("Not possible. This is not offered for requests"), "{}", before.text());
    let unclear = admin.get("/policies?who=leo.martins%40lumen.example&what=Finance").await;
    assert!(unclear.text().contains("Type “team Finance” or “workspace Finance”"), "{}", unclear.text());
    let key = Requestable::Team(team(&app, "Finance")).key();
    let form = format!("/policies/edit?for={key}");
    let unknown = admin.fill(&form, "policies/set", &[("holds", "own"), ("owners", "nobody@lumen.example")]).await;
    assert!(unknown.text().contains("No active person has the address"), "{}", unknown.text());
    let set = admin
        .fill(
            &form,
            "policies/set",
            &[("holds", "own"), ("asking", "everyone"), ("first", "owners"), ("owners", super::PRIYA)],
        )
        .await;
    assert_eq!(set.location.as_deref(), Some("/policies"), "{}", set.text());
    let after = admin.get("/policies?who=leo.martins%40lumen.example&what=team+Finance").await;
    assert!(after.text().contains("Owners decide: "), "{}", after.text());
    assert!(after.text().contains("Priya Raman") && after.text().contains("Jonas Weber"), "{}", after.text());
    let file = app.sign_in("auditor").await.get("/policies/export.json").await;
    let all: serde_json::Value = serde_json::from_str(&file.body).unwrap();
    assert_eq!(all["exceptions"][0]["thing"], key.as_str());
    assert_eq!(all["exceptions"][0]["owners"], serde_json::json!([super::PRIYA]));
    assert_eq!(all["exceptions"][0]["policy"]["asking"]["who"], "everyone");
    assert!(all["defaults"].as_array().unwrap().iter().any(|kind| kind["kind"] == "account"), "{all}");
    assert_eq!(leo.get("/policies/export.json").await.status, StatusCode::FORBIDDEN);
    let log = app.sign_in("auditor").await.get("/audit").await.text();
    assert!(
        log.contains("Set the request policy of the team Finance: everyone can request, decided by owners"),
        "{log}"
    );
    assert_eq!(leo.get("/policies").await.status, StatusCode::FORBIDDEN);
    assert!(leo.get("/get-access?q=finance").await.links_below(&key.replace(':', "%3A")));
}

#[tokio::test]
async fn each_role_starts_with_what_is_theirs_to_do() {
    let app = TestApp::start().await;
    let (leo, jonas, priya) = (app.sign_in("member").await, app.sign_in("manager").await, app.sign_in("auditor").await);
    let finance = offer_finance(&app, super::decided_by(&[Approvers::Owners])).await;
    let form = format!("/get-access/ask?for={}", Requestable::Team(finance.clone()).key());
    let asked = leo.fill(&form, "requests/ask", &[("reason", "Month-end close")]).await;
    let request = asked.location.expect("asking leads to the request");

    let start = jonas.get("/").await;
    assert!(start.text().contains("1 request is waiting for your decision."), "{}", start.text());
    assert!(start.links_to(&request) && start.links_to(&format!("/teams/{finance}/members")), "{}", start.text());
    assert!(!start.text().contains("Active members 15 guests"), "a manager has no use for the organization's figures");

    let start = priya.get("/").await;
    assert!(
        start.text().contains("Latest in the audit log") && start.text().contains("Requested Membership of Finance"),
        "{}",
        start.text()
    );
    assert!(start.text().contains("all caught up") && !start.links_to(&request), "an auditor decides nothing");
    assert!(leo.get("/").await.text().contains("Waiting for approval"));
}
