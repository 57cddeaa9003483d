//! Sessions: listed and ended by their owner, all of them by an admin; and the way in by a link made on the server.

use crate::support::{Browser, TestApp, proxy};
use reqwest::StatusCode;
use sigma_portal::auth::SessionLimits;
use std::time::Duration;

const AMARA: &str = "amara.okafor@lumen.example";

/// The ids that the page's buttons end.
async fn ids(browser: &Browser<'_>, page: &str) -> Vec<String> {
    let shown = browser.get(page).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    let forms = shown.forms("sessions/end");
    forms.into_iter().flatten().filter(|(name, _)| name == "id").map(|(_, id)| id).collect()
}

async fn is_signed_in(browser: &Browser<'_>) -> bool {
    browser.get("/me").await.status == StatusCode::OK
}

#[tokio::test]
async fn own_sessions_are_listed_and_ended_and_nobody_elses() {
    let app = TestApp::start().await;
    let (here, there, leo) = (app.sign_in("manager").await, app.sign_in("manager").await, app.sign_in("member").await);
    let listed = here.get("/me/sessions").await;
    assert!(listed.text().contains("This browser"), "{}", listed.text());
    let own = ids(&here, "/me/sessions").await;
    assert_eq!(own.len(), 1, "the other one of theirs");
    assert_eq!(ids(&leo, "/me/sessions").await, Vec::<String>::new());
    let refused = leo.call("/me/sessions", "sessions/end", &[("id", &own[0])]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    assert!(is_signed_in(&there).await, "someone else has ended it");
    here.call("/me/sessions", "sessions/end", &[("id", &own[0])]).await;
    assert!(!is_signed_in(&there).await && is_signed_in(&here).await && is_signed_in(&leo).await);
}

#[tokio::test]
async fn an_admin_ends_anybodys_session_and_an_auditor_only_sees_them() {
    let app = TestApp::start().await;
    let (admin, auditor, leo) = (app.sign_in("admin").await, app.sign_in("auditor").await, app.sign_in("member").await);
    assert_eq!(leo.get("/settings/sessions").await.status, StatusCode::FORBIDDEN);
    assert!(auditor.get("/settings/sessions").await.text().contains("Leo Martins"));
    assert_eq!(ids(&auditor, "/settings/sessions").await, Vec::<String>::new(), "an auditor is offered to end them");
    let all = ids(&admin, "/settings/sessions").await;
    assert_eq!(all.len(), 2);
    for id in &all {
        admin.call("/settings/sessions", "sessions/end", &[("id", id)]).await;
    }
    assert!(!is_signed_in(&leo).await && !is_signed_in(&auditor).await && is_signed_in(&admin).await);
    let log = admin.get("/audit").await;
    assert!(log.text().contains("Ended a session of Leo Martins"), "{}", log.text());
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_in_any_case_after_a_day() {
    let app = TestApp::start().await;
    let browser = app.sign_in("member").await;
    let clock = app.running.app.store.clock();
    clock.advance(Duration::from_hours(11));
    assert!(is_signed_in(&browser).await);
    clock.advance(Duration::from_hours(11));
    assert!(is_signed_in(&browser).await, "it was used eleven hours ago");
    clock.advance(Duration::from_hours(3));
    assert!(!is_signed_in(&browser).await, "it lasts longer than a day");
    let idle = app.sign_in("member").await;
    clock.advance(Duration::from_hours(13));
    assert!(!is_signed_in(&idle).await);
}

#[tokio::test]
async fn how_long_sessions_last_is_set_by_the_installation() {
    let limits = SessionLimits { idle: Duration::from_mins(10), longest: Duration::from_hours(1) };
    let app = TestApp::start_set(|portal| portal.sessions = limits).await;
    let (browser, idle) = (app.sign_in("member").await, app.sign_in("member").await);
    let clock = app.running.app.store.clock();
    for minutes in [9, 18, 27, 36, 45, 54] {
        clock.advance(Duration::from_mins(9));
        assert!(is_signed_in(&browser).await, "it was used nine minutes ago, after {minutes} minutes");
    }
    assert!(!is_signed_in(&idle).await, "nobody has used it for almost an hour");
    clock.advance(Duration::from_mins(7));
    assert!(!is_signed_in(&browser).await, "it lasts longer than an hour");
    let page = app.sign_in("admin").await.get("/settings").await;
    assert!(page.text().contains("After 10 minutes without use"), "{}", page.text());
}

#[tokio::test]
async fn visits_without_a_sign_in_leave_no_session() {
    let app = TestApp::start().await;
    for path in ["/", "/sign-in", "/members", "/sign-in/link", "/nothing"] {
        let answer = app.visitor().get(path).await;
        assert!(answer.cookie.is_none(), "{path}: {:?}", answer.cookie);
    }
}

#[tokio::test]
async fn a_link_made_on_the_server_signs_in_once_for_ten_minutes_also_without_the_proxy() {
    let app = TestApp::start_behind(proxy(&[])).await;
    let store = &app.running.app.store;
    let now = store.clock().now();
    let soon = now.checked_add(Duration::from_mins(10)).unwrap();
    store.keep_sign_in_link("first", AMARA, soon).await.unwrap();
    store.keep_sign_in_link("second", AMARA, soon).await.unwrap();
    let mut browser = app.visitor();
    let page = browser.get("/sign-in/link?token=first").await;
    assert!(page.text().contains("Sign in by link"), "{}", page.text());
    assert!(!is_signed_in(&browser).await, "looking at the page has used it up");
    let used = browser.call("/sign-in/link?token=first", "session/by-link", &[("token", "first")]).await;
    assert_eq!(used.location.as_deref(), Some("/"), "{}", used.text());
    browser.add_cookie(&used.cookie.unwrap());
    assert!(browser.get("/me").await.text().contains("Amara Okafor"));
    assert!(browser.get("/audit").await.text().contains("Signed in by a link made on the server as admin"));
    let again = app.visitor().call("/sign-in/link", "session/by-link", &[("token", "first")]).await;
    assert_eq!(again.location.as_deref(), Some("/sign-in/link"), "it is taken twice");
    store.clock().advance(Duration::from_mins(10));
    let late = app.visitor().call("/sign-in/link", "session/by-link", &[("token", "second")]).await;
    assert_eq!(late.location.as_deref(), Some("/sign-in/link"), "it works after ten minutes");
}
