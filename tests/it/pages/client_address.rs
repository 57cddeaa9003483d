//! Where people come from, behind proxies that are trusted and others.

use crate::support::TestApp;
use reqwest::{Method, StatusCode};
use sigma_portal::{
    app::Installation,
    store::{AuditFilter, PageRequest},
    web::{ForwardedHeader, Rate},
};
use std::time::Duration;

fn behind_proxies(portal: &mut Installation) {
    portal.trusted_hops.ranges = ["127.0.0.0/8", "10.0.0.0/8"].map(|range| range.parse().unwrap()).into();
}

/// Signs in with these headers; where the audit log and the list of sessions say that this came from.
async fn signs_in_from(app: &TestApp, headers: &[(&str, &str)]) -> [Option<String>; 2] {
    let request = app.visitor().request(Method::POST, "/api/session/begin").header("sec-fetch-site", "same-origin");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let answer = request.form(&[("persona", "admin"), ("next", "/")]).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let store = &app.running.app.store;
    let filter = AuditFilter { action_prefix: Some("session.signed_in".into()), ..AuditFilter::default() };
    let newest = store.audit(&filter, PageRequest { number: 1, size: 1 }).await.unwrap().items.remove(0);
    let newest_first = PageRequest { number: 1, size: 1 };
    let session = store.open_sessions(None, newest_first, store.clock().now()).await.unwrap().items.remove(0);
    [newest.actor.origin.and_then(|origin| origin.address), session.facts.address]
}

#[tokio::test]
async fn an_address_is_taken_from_trusted_hops_alone() {
    let app = TestApp::start_set(behind_proxies).await;
    let from = async |headers: &[(&str, &str)]| {
        let [log, session] = signs_in_from(&app, headers).await;
        assert_eq!(log, session);
        log.unwrap()
    };
    assert_eq!(from(&[]).await, "127.0.0.1");
    assert_eq!(from(&[("x-forwarded-for", "203.0.113.9")]).await, "203.0.113.9");
    assert_eq!(from(&[("x-forwarded-for", "192.0.2.1, 2001:db8::7, 10.0.0.2")]).await, "2001:db8::7");
    assert_eq!(from(&[("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "10.0.0.2")]).await, "203.0.113.9");
    for other in ["forwarded", "x-real-ip", "cf-connecting-ip", "true-client-ip", "x-client-ip"] {
        let value = if other == "forwarded" { "for=203.0.113.9" } else { "203.0.113.9" };
        assert_eq!(from(&[(other, value)]).await, "127.0.0.1", "{other}");
    }

    let app = TestApp::start().await;
    let [log, session] =
        signs_in_from(&app, &[("x-forwarded-for", "203.0.113.9"), ("forwarded", "for=203.0.113.9")]).await;
    assert_eq!(log.as_deref(), Some("127.0.0.1"), "nobody is trusted unless it is said");
    assert_eq!(session.as_deref(), Some("127.0.0.1"));

    let app = TestApp::start_set(|portal| {
        behind_proxies(portal);
        portal.trusted_hops.header = ForwardedHeader::Forwarded;
    })
    .await;
    let [log, _] = signs_in_from(&app, &[("forwarded", "for=\"[2001:db8::7]:4711\"")]).await;
    assert_eq!(log.as_deref(), Some("2001:db8::7"));
}

#[tokio::test]
async fn what_counts_by_address_counts_by_that_one() {
    let app = TestApp::start_set(|portal| {
        behind_proxies(portal);
        portal.limits.api = Rate { burst: 2, every: Duration::from_hours(1) };
    })
    .await;
    let calls_from = async |forwarded: &str| {
        let request = app.visitor().request(Method::GET, "/v1/packages").header("x-forwarded-for", forwarded);
        request.bearer_auth("nothing").send().await.unwrap().status()
    };
    for _ in 0..2 {
        assert_eq!(calls_from("203.0.113.9").await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(calls_from("203.0.113.9").await, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(calls_from("192.0.2.77, 203.0.113.9").await, StatusCode::TOO_MANY_REQUESTS, "made-up addresses help");
    assert_eq!(calls_from("203.0.113.10").await, StatusCode::UNAUTHORIZED, "another is held up too");
    for host in 1..=2 {
        assert_eq!(calls_from(&format!("2001:db8::{host}")).await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(calls_from("2001:db8::3").await, StatusCode::TOO_MANY_REQUESTS, "a network has endless addresses");
}
