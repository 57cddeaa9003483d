//! Health for machines: alive, ready, metrics.

use super::App;
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

/// Alive: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Ready: names what is not. 200 or 503.
pub async fn readyz(State(app): State<App>) -> Response {
    let mut missing = Vec::new();
    if let Err(error) = app.store.ping().await {
        tracing::warn!(%error, "The database does not answer");
        missing.push("database");
    }
    if app.directory.snapshot().is_none() {
        missing.push("directory");
    }
    let status = if missing.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ready": missing.is_empty(), "missing": missing }))).into_response()
}

/// Metrics as Prometheus reads them.
pub async fn metrics(State(app): State<App>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics.render())
}
