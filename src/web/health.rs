//! Health for machines: alive, ready, metrics.

use super::{AppState, gauges};
use crate::domain::MemberStatus;
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;
use std::collections::BTreeMap;

/// Alive: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Ready: whether what is asked for can be done. 200, or 503 with what is missing and why; within two seconds.
pub async fn readyz(State(app): State<AppState>) -> Response {
    let mut reasons = BTreeMap::new();
    if let Err(reason) = app.store.writable().await {
        tracing::warn!(reason, "The database cannot be written to");
        reasons.insert("database", reason);
    }
    if app.directory.snapshot().is_none() {
        reasons.insert("directory", "the directory has not been synced yet".to_owned());
    }
    if let Some(reason) = credentials_problem(&app) {
        reasons.insert("sigma", reason);
    }
    let status = if reasons.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let missing: Vec<_> = reasons.keys().collect();
    (status, Json(json!({ "ready": missing.is_empty(), "missing": missing, "reasons": reasons }))).into_response()
}

/// Why Sigma takes no call from the portal, where that is known: its credentials are worth nothing once their owner is
/// deactivated (BEHAVIOUR.md section 2).
pub fn credentials_problem(app: &AppState) -> Option<String> {
    let snapshot = app.directory.snapshot();
    let owner = snapshot.as_ref().and_then(|snapshot| snapshot.member(snapshot.token_owner()));
    if owner.is_some_and(|owner| owner.status() != MemberStatus::Active) {
        return Some("the member who owns the API credentials is deactivated".to_owned());
    }
    app.directory.status().refused
}

/// Metrics as Prometheus reads them.
pub async fn metrics(State(app): State<AppState>) -> impl IntoResponse {
    gauges::look_up(&app, app.store.clock().now()).await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.render())
}
