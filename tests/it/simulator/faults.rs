//! Faults to order, the journal and the rest of `/__simulator/`.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use sigma_portal::simulator::{Effect, Faults, Latency, Limits, Rule, When};

use super::client::{Client, receive};

fn rule(operation: &str, when: When, effect: Effect) -> Rule {
    Rule { operation: operation.to_owned(), when, effect }
}

async fn put(client: &Client, path: &str, body: Value) -> Value {
    receive(client.request(Method::PUT, path).json(&body)).await.unwrap().ok()
}

#[tokio::test]
async fn an_answer_to_order_is_given_as_often_as_said() {
    let client = Client::new().await;
    let rules = json!({ "rules": [{
        "operation": "GET /v2/teams/*", "when": { "times": 1 },
        "effect": { "answer": { "status": 502, "html": "<h1>Bad gateway</h1>" } },
    }] });
    put(&client, "/__simulator/faults", rules).await;
    let path = format!("/v2/teams/{}", client.team_id("Finance").await);
    let answer = client.get(&path).await;
    assert_eq!(answer.status, 502);
    assert!(answer.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    assert_eq!(answer.text(), "<h1>Bad gateway</h1>");
    client.get(&path).await.ok();
}

#[tokio::test]
async fn a_rule_can_apply_by_chance() {
    let client = Client::new().await;
    let answer = sigma_portal::simulator::Answer { status: 500, ..Default::default() };
    client.simulator().add_rule(rule("* /v2/whoami", When::Probability(0.5), Effect::Answer(answer)));
    for _ in 0..60 {
        client.get("/v2/whoami").await;
    }
    let statuses = &client.simulator().counts()["GET /v2/whoami"].statuses;
    assert!(statuses[&500] > 10 && statuses[&200] > 10, "{statuses:?}");
}

#[tokio::test]
async fn a_cut_before_the_work_leaves_no_trace_a_cut_after_does() {
    let client = Client::new().await;
    for (effect, exists) in [(Effect::CutBefore, false), (Effect::CutAfter, true)] {
        client.simulator().set_faults(Faults::default());
        client.simulator().add_rule(rule("POST /v2/teams", When::Times(1), effect));
        let request = client.request(Method::POST, "/v2/teams").json(&json!({ "name": "Cut" }));
        assert!(receive(request).await.is_err(), "the answer is lost");
        assert_eq!(!client.all("/v2/teams?name=cut").await.is_empty(), exists);
    }
    assert_eq!(client.simulator().counts()["POST /v2/teams"].statuses[&0], 2);
}

#[tokio::test]
async fn a_body_can_break_off_or_trickle() {
    let client = Client::new().await;
    client.simulator().add_rule(rule("GET /v2/members", When::Times(1), Effect::CutInBody));
    let response = client.request(Method::GET, "/v2/members").send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.bytes().await.is_err());
    client.simulator().add_rule(rule("GET /v2/members", When::Times(1), Effect::SlowBodyMs(100)));
    let start = Instant::now();
    assert_eq!(client.get("/v2/members").await.ok()["entries"].as_array().unwrap().len(), 50);
    assert!(start.elapsed() >= Duration::from_millis(90));
}

#[tokio::test]
async fn a_list_can_end_early() {
    let client = Client::new().await;
    let all = client.all("/v2/members").await.len();
    for (percent, left) in [(90, all * 90 / 100), (0, 1)] {
        client.simulator().add_rule(rule("GET /v2/members", When::Times(1), Effect::EndEarly(percent)));
        assert_eq!(client.all("/v2/members").await.len(), left, "{percent} %");
    }
    assert_eq!(client.all("/v2/members").await.len(), all);
    client.simulator().add_rule(rule("GET /v2/whoami", When::Times(1), Effect::EndEarly(50)));
    assert!(client.get("/v2/whoami").await.ok()["userId"].is_string(), "what is no list stays as it is");
}

#[tokio::test]
async fn latency_and_slow_calls_take_their_time() {
    let client = Client::new().await;
    client.simulator().set_faults(Faults { latency: Latency::FixedMs(40), ..Faults::default() });
    let start = Instant::now();
    client.get("/v2/whoami").await.ok();
    assert!(start.elapsed() >= Duration::from_millis(40));
    client.simulator().set_faults(Faults::default());
    client.simulator().add_rule(rule("GET /v2/whoami", When::Always, Effect::SlowMs(30)));
    let start = Instant::now();
    client.get("/v2/whoami").await.ok();
    assert!(start.elapsed() >= Duration::from_millis(30));
}

#[tokio::test]
async fn a_simulator_that_is_down_answers_html() {
    let client = Client::new().await;
    client.simulator().set_down(true);
    let answer = client.get("/v2/whoami").await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().starts_with("<!DOCTYPE html>"));
    client.simulator().set_down(false);
    client.get("/v2/whoami").await.ok();
}

#[tokio::test]
async fn a_token_can_be_revoked_in_the_middle() {
    let mut client = Client::new().await;
    client.simulator().add_rule(rule("GET /v2/members", When::Times(1), Effect::RevokeToken));
    client.get("/v2/members").await.refused(401, "unauthorized");
    client.sign_in().await;
    client.get("/v2/members").await.ok();
    client.simulator().revoke_tokens();
    client.get("/v2/members").await.refused(401, "unauthorized");
}

#[tokio::test]
async fn calls_above_the_limit_are_told_to_come_back() {
    let client = Client::new().await;
    client.simulator().set_limits(Limits { calls_per_second: Some(3), ..Limits::none() });
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let answer = client.get("/v2/whoami").await;
        statuses.push(answer.status.as_u16());
        if answer.status == 429 {
            assert_eq!(answer.headers["retry-after"], "1");
            answer.refused(429, "rate_limited");
        }
    }
    assert_eq!(statuses, [200, 200, 200, 429]);
}

#[tokio::test]
async fn a_refusal_can_be_plain_text_as_from_the_edge() {
    let client = Client::new().await;
    client.simulator().set_limits(Limits { calls_per_second: Some(0), answers_text: true, ..Limits::none() });
    let answer = client.get("/v2/whoami").await;
    assert_eq!((answer.status.as_u16(), answer.text().as_str()), (429, "error code: 1015"));
    assert_eq!(answer.headers["retry-after"], "1");
}

#[tokio::test]
async fn the_journal_counts_calls_and_tells_repeated_writes() {
    let client = Client::new().await;
    client.simulator().clear_journal();
    for name in ["One", "One", "Two"] {
        client.post("/v2/teams", json!({ "name": name })).await.ok();
    }
    client.get("/v2/teams/none").await.refused(404, "not_found");
    let counts = client.simulator().counts();
    let created = &counts["POST /v2/teams"];
    assert_eq!((created.calls, created.duplicates, created.statuses[&200]), (3, 1, 3));
    assert_eq!(counts["GET /v2/teams/{teamId}"].statuses[&404], 1);
    let journal = client.get("/__simulator/journal").await.ok();
    assert_eq!(journal["counts"]["POST /v2/teams"]["calls"], 3);
    assert_eq!(journal["entries"][0]["body"], json!({ "name": "One" }));
    assert_eq!(client.simulator().calls("POST /v2/teams"), 3);
}

#[tokio::test]
async fn the_journal_never_holds_the_secret() {
    let mut client = Client::new().await;
    client.sign_in().await;
    assert!(client.simulator().calls("POST /v2/auth/token") >= 2);
    let text = client.get("/__simulator/journal").await.text();
    assert!(!text.contains("demo-secret"));
}

#[tokio::test]
async fn reset_brings_the_seed_back() {
    let mut client = Client::new().await;
    let before = client.all("/v2/teams").await;
    client.post("/v2/teams", json!({ "name": "Extra" })).await.ok();
    client.invite("x@lumen.example").await;
    client.simulator().set_down(true);
    assert!(receive(client.request(Method::POST, "/__simulator/reset")).await.unwrap().status.is_success());
    client.sign_in().await;
    assert_eq!(client.all("/v2/teams").await, before);
    assert!(client.simulator().invitations().is_empty());
}

#[tokio::test]
async fn the_control_surface_works_over_http() {
    let mut client = Client::new().await;
    assert_eq!(client.get("/__simulator/faults").await.ok()["isDown"], false);
    assert_eq!(put(&client, "/__simulator/faults", json!({ "isDown": true })).await["isDown"], true);
    assert!(client.delete("/__simulator/faults").await.status.is_success());
    let limits = put(&client, "/__simulator/limits", json!({ "tokensPerSecond": null, "callsPerSecond": 50 })).await;
    assert_eq!((&limits["tokensPerSecond"], &limits["callsPerSecond"]), (&json!(null), &json!(50)));
    assert_eq!(limits["exportsPerMinute"], 400, "what is not named has Sigma's figure");
    assert_eq!(client.get("/__simulator/limits").await.ok(), limits);
    let before = client.get("/__simulator/clock").await.ok();
    let after = client.post("/__simulator/clock", json!({ "forwardSeconds": 7200 })).await.ok();
    assert!(before["now"].as_str() < after["now"].as_str());
    client.get("/v2/whoami").await.refused(401, "unauthorized");
    client.sign_in().await;
    client.invite("x@lumen.example").await;
    let invitations = client.get("/__simulator/invitations").await.ok();
    assert_eq!(invitations[0]["email"], "x@lumen.example");
    let request = client.request(Method::POST, "/__simulator/tokens/revoke");
    assert!(receive(request).await.unwrap().status.is_success());
    client.get("/v2/whoami").await.refused(401, "unauthorized");
}
