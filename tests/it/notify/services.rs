//! Webhook and chats: what arrives there, what of it is a secret, and what becomes of an answer that is none.

use super::{asked, denied, work_off};
use crate::support::TestApp;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, Uri},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use ring::hmac;
use serde_json::Value;
use sigma_portal::{
    domain::Channel,
    notify::{ChatSettings, Settings, WebhookSecret, WebhookSettings},
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// What was posted to the services, and what they answer.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<(u16, Vec<Posted>)>>);

#[derive(Clone, Debug)]
struct Posted {
    path: String,
    headers: HeaderMap,
    body: String,
}

impl Sink {
    /// Where it listens, answering with this status.
    async fn start(status: u16) -> (Self, String) {
        let sink = Self(Arc::new(Mutex::new((status, Vec::new()))));
        let router = Router::new().fallback(take).with_state(sink.clone());
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (sink, url)
    }

    fn answer(&self, status: u16) {
        self.0.lock().unwrap().0 = status;
    }

    /// What came to a path, once there are so many.
    async fn wait_for(&self, path: &str, n: usize) -> Vec<Posted> {
        let at = || {
            let all = self.0.lock().unwrap().1.clone();
            all.into_iter().filter(|posted| posted.path == path).collect::<Vec<_>>()
        };
        let there = async {
            while at().len() < n {
                tokio::task::yield_now().await;
            }
        };
        assert!(tokio::time::timeout(Duration::from_secs(20), there).await.is_ok(), "{n} at {path}: {:?}", at());
        at()
    }
}

async fn take(State(sink): State<Sink>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut sink = sink.0.lock().unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    sink.1.push(Posted { path: uri.path().to_owned(), headers, body });
    StatusCode::from_u16(sink.0).unwrap()
}

async fn portal(url: &str) -> TestApp {
    let settings = Settings {
        webhook: Some(WebhookSettings {
            url: format!("{url}/hook").parse().unwrap(),
            secret: WebhookSecret::parse(&SECRET.into()).unwrap(),
        }),
        slack: Some(ChatSettings { url: format!("{url}/slack/T0/s3cr3t").into() }),
        teams: Some(ChatSettings { url: format!("{url}/teams").into() }),
        ..Settings::default()
    };
    TestApp::start_set(|installation| installation.notify = settings).await
}

/// Checks a signature as a receiver does.
fn is_signed(posted: &Posted) -> bool {
    let header = |name: &str| posted.headers[name].to_str().unwrap().to_owned();
    let key = BASE64_STANDARD.decode(SECRET.strip_prefix("whsec_").unwrap()).unwrap();
    let tag = BASE64_STANDARD.decode(header("webhook-signature").strip_prefix("v1,").unwrap()).unwrap();
    let signed = format!("{}.{}.{}", header("webhook-id"), header("webhook-timestamp"), posted.body);
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes(), &tag).is_ok()
}

#[tokio::test]
async fn a_webhook_gets_every_event_signed_and_with_names_only() {
    let (sink, url) = Sink::start(200).await;
    let app = portal(&url).await;
    let request = asked(&app).await;
    denied(&app, &request).await;
    work_off(&app).await;
    let posted = sink.wait_for("/hook", 2).await;
    assert!(posted.iter().all(is_signed));
    let bodies: Vec<Value> = posted.iter().map(|posted| serde_json::from_str(&posted.body).unwrap()).collect();
    let types: Vec<_> = bodies.iter().map(|body| body["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["request.asked", "request.denied"]);
    assert_eq!(bodies[0]["data"]["beneficiary"]["name"], "Leo Martins");
    assert_eq!(bodies[0]["data"]["request"]["url"], app.url(&format!("/requests/{}", request.id)));
    assert!(posted.iter().all(|one| !one.body.contains("Month-end") && !one.body.contains("Not this quarter")));
    assert_ne!(posted[0].headers["webhook-id"], posted[1].headers["webhook-id"]);
}

#[tokio::test]
async fn chats_get_what_matters_in_their_own_form() {
    let (sink, url) = Sink::start(200).await;
    let app = portal(&url).await;
    let request = asked(&app).await;
    work_off(&app).await;
    let link = app.url(&format!("/requests/{}", request.id));
    let slack: Value = serde_json::from_str(&sink.wait_for("/slack/T0/s3cr3t", 1).await[0].body).unwrap();
    let expected = format!("Leo Martins requests Membership of Finance\n<{link}|Review request>");
    assert_eq!(slack["text"], expected);
    let teams: Value = serde_json::from_str(&sink.wait_for("/teams", 1).await[0].body).unwrap();
    let card = &teams["attachments"][0]["content"];
    assert_eq!((&teams["type"], &card["type"]), (&Value::from("message"), &Value::from("AdaptiveCard")));
    assert_eq!(card["actions"][0]["url"], link);
    let requests = &app.running.app.requests;
    requests.cancel(&request.id, &crate::requests::actor(&app, crate::requests::LEO)).await.unwrap();
    work_off(&app).await;
    sink.wait_for("/hook", 2).await;
    assert_eq!(sink.wait_for("/teams", 1).await.len(), 1, "a chat does not hear of everything");
}

#[tokio::test]
async fn an_event_comes_again_with_its_id_until_it_is_taken_and_no_secret_is_shown() {
    let (sink, url) = Sink::start(503).await;
    let app = portal(&url).await;
    let store = &app.running.app.store;
    asked(&app).await;
    work_off(&app).await;
    sink.wait_for("/hook", 1).await;
    let down = async {
        while store.channel_health(Channel::Slack).await.unwrap().failures == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), down).await.expect("Slack is not noted as down");
    let page = app.sign_in("admin").await.get("/settings").await;
    assert!(page.text().contains("The service answered with status 503."), "{}", page.text());
    assert!(page.body.contains("127.0.0.1") && !page.body.contains("s3cr3t") && !page.body.contains("whsec_"));
    sink.answer(204);
    store.clock().advance(Duration::from_mins(11));
    work_off(&app).await;
    let posted = sink.wait_for("/hook", 2).await;
    assert_eq!(posted[0].headers["webhook-id"], posted[1].headers["webhook-id"]);
    assert!(is_signed(&posted[1]));
}
