//! The demo's clock: moved on by a button, with all that a day brings.

use super::asked;
use crate::{
    requests::{JONAS, LEO, actor, automatic, offer_finance},
    support::TestApp,
};
use reqwest::StatusCode;
use sigma_portal::{
    domain::{Policy, RequestState, Target},
    requests::Ask,
    web::fulfil,
};
use std::time::Duration;

async fn demo() -> TestApp {
    TestApp::start_set(|installation| {
        installation.notify.keeps_mails = true;
        installation.notify.timing.gather = Duration::ZERO;
    })
    .await
}

#[tokio::test]
async fn a_day_brings_reminders_and_the_end_of_terms() {
    let app = demo().await;
    let finance = offer_finance(&app, Policy { longest_days: Some(30), ..automatic() }).await;
    let portal = &app.running.app;
    let target = Target::Team(finance);
    let wish = Ask { target, beneficiary: None, reason: "Close".into(), days: Some(2), renews: None };
    let request = portal.requests.ask(wish, &actor(&app, LEO)).await.unwrap();
    let applying = fulfil(&portal.requests, &portal.changes, request).await.unwrap();
    portal.changes.settled(applying.change_id.as_ref().unwrap(), Duration::from_secs(30)).await.unwrap();
    let id = portal.requests.follow(applying).await.unwrap().id;

    let mut leo = app.sign_in("member").await;
    for (day, notice) in [(1, "Your access ends on"), (2, "Membership of Finance")] {
        let pressed = leo.press("/requests", "Next day", &[]).await;
        assert_eq!(pressed.status, StatusCode::SEE_OTHER, "day {day}: {}", pressed.text());
        assert_eq!(pressed.location.as_deref(), Some("/requests"), "day {day}");
        // The session goes on under another id.
        leo.add_cookie(pressed.cookie.as_ref().expect("the session begins anew"));
        let page = leo.get("/requests").await;
        assert!(page.text().contains("now. Terms have ended"), "day {day}: {}", page.text());
        assert!(leo.get("/notifications").await.text().contains(notice), "day {day}");
        assert!(leo.get("/mail-box").await.text().contains("To Leo Martins"), "day {day}");
    }
    let now = portal.store.request(&id).await.unwrap().unwrap();
    assert!(matches!(now.state, RequestState::Ending | RequestState::Ended), "{:?}", now.events);
}

#[tokio::test]
async fn no_portal_in_service_lets_anybody_move_its_clock() {
    let app = TestApp::start().await;
    let before = app.running.app.store.clock().now();
    for persona in ["admin", "member"] {
        let browser = app.sign_in(persona).await;
        assert!(!browser.get("/").await.offers("Next day"));
        assert_eq!(browser.call("/", "demo/next-day", &[]).await.status, StatusCode::NOT_FOUND, "{persona}");
    }
    let moved = app.running.app.store.clock().now().duration_since(before);
    assert!(moved < jiff::SignedDuration::from_hours(1));
}

#[tokio::test]
async fn opening_a_request_from_a_mail_reads_its_notice() {
    let app = TestApp::start().await;
    let request = asked(&app).await;
    let jonas = app.sign_in("manager").await;
    assert!(jonas.get("/me").await.names("Notifications, 1 unread"));
    // By a link in a mail: from no page of the portal.
    let opened = jonas.get_from(&format!("/requests/{}", request.id), Some("none")).await;
    assert_eq!(opened.status, StatusCode::OK);
    assert!(jonas.get("/me").await.names("Notifications"));
    assert_eq!(app.running.app.store.unread_notices(&actor(&app, JONAS).key()).await.unwrap(), 0);
}
