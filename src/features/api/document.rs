//! The `OpenAPI` document.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

const DOCUMENT: &str = include_str!("openapi.json");

/// `GET /v1/openapi.json`.
pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT).into_response()
}
