//! One log line and one measurement for each request, tied together by a request id.

use super::client_address;
use axum::{
    extract::{MatchedPath, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Method},
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tracing::Instrument;

/// Header of the request id: on every response the portal's own. What a request brings in it is logged beside that and
/// otherwise not believed, because anybody can send it.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What requests took, in seconds, by method, route and status.
const DURATION: &str = "portal_request_seconds";

/// The id of a request, for handlers and error pages.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// The span of a request, for whoever finds out who sends it: other crates have spans of their own within it.
#[derive(Clone, Debug)]
pub struct RequestSpan(pub tracing::Span);

/// Gives the request an id, logs it when it is answered, and measures it by route. The line says where it came
/// from and, where somebody is signed in, the id of their account and nothing else of them.
pub async fn log_request(mut request: Request, next: Next) -> Response {
    let id = uuid::Uuid::new_v4().simple().to_string();
    request.extensions_mut().insert(RequestId(id.clone()));
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = known(request.method());
    let client = client_address(request.extensions());
    let span = tracing::info_span!(
        "request",
        request.id = %id,
        request.given = given(request.headers()),
        http.method = method,
        http.route = %route,
        client.address = client.map(tracing::field::display),
        person = tracing::field::Empty,
    );
    request.extensions_mut().insert(RequestSpan(span.clone()));
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = begun.elapsed();
    let status = response.status().as_u16();
    let labels = [("method", method.to_owned()), ("route", route.clone()), ("status", status.to_string())];
    metrics::histogram!(DURATION, &labels).record(took.as_secs_f64());
    let duration_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(http.status = status, duration_ms, "Answered {method} {route} with {status}"));
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The method where HTTP has it, else `other`: each label is kept for as long as the process lives, and anybody can
/// invent methods.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// The id that a proxy or anybody else gave the request, where it is short and plain enough for a log.
fn given(headers: &HeaderMap) -> Option<&str> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let is_plain = (1..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_plain.then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_methods_share_one_label() {
        for (method, label) in [("GET", "GET"), ("PATCH", "PATCH"), ("get", "other"), ("X123", "other")] {
            assert_eq!(known(&Method::from_bytes(method.as_bytes()).unwrap()), label);
        }
    }

    #[test]
    fn an_id_from_outside_is_kept_for_the_log_only_where_it_is_plain() {
        let given = |id: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, HeaderValue::from_str(id).unwrap());
            given(&headers).map(str::to_owned)
        };
        assert_eq!(given("4bf92f3577b34da6"), Some("4bf92f3577b34da6".to_owned()));
        for wrong in ["", "a b", "a\"b", "%0a", &"x".repeat(65)] {
            assert_eq!(given(wrong), None, "{wrong}");
        }
    }
}
