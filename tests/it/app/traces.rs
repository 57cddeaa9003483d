//! A request and the calls to Sigma that it has made are one trace.

use super::reload::Serving;
use axum::{Json, Router, extract::State, routing::post};
use reqwest::Method;
use serde_json::Value;
use sigma_portal::simulator::{self, Options};
use std::{
    fs,
    sync::{Arc, Mutex},
    time::Duration,
};

const SECRET: &str = "the-old-secret-of-thirty-two-bytes-or-more";

type Spans = Arc<Mutex<Vec<Value>>>;

/// Keeps the spans of what an exporter sends.
async fn collect(State(spans): State<Spans>, Json(body): Json<Value>) -> Json<Value> {
    let parts = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let scopes = parts(&body, "resourceSpans").into_iter().flat_map(|resource| parts(&resource, "scopeSpans"));
    spans.lock().unwrap().extend(scopes.flat_map(|scope| parts(&scope, "spans")));
    Json(serde_json::json!({}))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_asks_sigma_is_one_trace_with_its_calls() {
    sigma_portal::domain::tls::use_ring();
    let simulated = simulator::start(Options::default()).await.unwrap();
    let spans = Spans::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let collector = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new().route("/v1/traces", post(collect)).with_state(spans.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let folder = tempfile::tempdir().unwrap();
    for name in ["secret", "previous"] {
        fs::write(folder.path().join(name), SECRET).unwrap();
    }
    let variables = [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.as_str()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
    ];
    let portal = Serving::start_with(&simulated.url, folder.path(), &variables);
    portal.until(SECRET, true, &folder.path().join("log")).await;
    // As from one of the portal's own links: for a typed address Sigma is asked nothing.
    let page = portal.request(Method::GET, "/settings", SECRET, "amara.okafor@lumen.example");
    let page = page.header("sec-fetch-site", "same-origin").send().await.unwrap();
    let id = page.headers()["x-request-id"].to_str().unwrap().to_owned();

    let asked = async {
        loop {
            let all = spans.lock().unwrap().clone();
            let is_it = |span: &&Value| span["name"] == "request" && span.to_string().contains(&id);
            if let Some(request) = all.iter().find(is_it) {
                let calls = all.iter().filter(|span| span["name"] == "sigma.call");
                let own: Vec<&Value> = calls.filter(|span| span["traceId"] == request["traceId"]).collect();
                if own.iter().any(|call| call.to_string().contains("whoAmI")) {
                    let is_within = |call: &&Value| call["parentSpanId"] == request["spanId"];
                    assert!(own.iter().all(is_within), "{own:#?}");
                    return all;
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let all = tokio::time::timeout(Duration::from_secs(30), asked).await;
    let all = all.unwrap_or_else(|_| panic!("no such trace: {:#?}", spans.lock().unwrap()));
    let told = format!("{all:?}");
    assert!(!told.contains("amara") && !told.contains("demo-secret"), "traces name people or secrets");
}
