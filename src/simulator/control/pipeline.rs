//! What every call of the API goes through: journal, limits, faults, then the operation itself.

use std::panic::resume_unwind;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use uuid::Uuid;

use super::faults::{Answer, Effect};
use super::journal::{Arrival, Entry};
use crate::simulator::call::bearer;
use crate::simulator::failure::{Failure, REQUEST_ID, usual_code};
use crate::simulator::handle::Simulator;

/// The largest body that is read.
pub const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;
/// Pieces that a slow body comes in.
const PIECES: usize = 10;
/// How long the first half of a broken body has to get out.
const PAUSE: Duration = Duration::from_millis(10);
const DOWN_PAGE: &str = "<!DOCTYPE html><html><head><title>503 Service Temporarily Unavailable</title></head>\
    <body><center><h1>503 Service Temporarily Unavailable</h1></center><hr><center>edge</center></body></html>";

/// Runs one call of the API.
pub async fn run(State(simulator): State<Simulator>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, MAX_BODY_BYTES).await else {
        return Failure::too_large().into_response();
    };
    let method = &parts.method;
    let pattern = parts.extensions.get::<MatchedPath>().map_or("(unknown)", MatchedPath::as_str);
    let operation = format!("{method} {pattern}");
    let path = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let arrival = Arrival {
        operation: &operation,
        is_write: !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS),
        path,
        body: &bytes,
        at: simulator.now(),
    };
    let note = Note { entry: Some(simulator.journal_mut().arrive(&arrival)), simulator: simulator.clone() };
    let called = format!("{method} {}", parts.uri.path());

    let (is_down, latency_ms) = simulator.weather();
    // A timer of 0 ms would still take one.
    if latency_ms > 0 {
        tokio::time::sleep(Duration::from_millis(latency_ms)).await;
    }
    if is_down {
        return note.with((StatusCode::SERVICE_UNAVAILABLE, Html(DOWN_PAGE)).into_response());
    }
    if !simulator.admits(pattern) {
        return note.with(throttled(simulator.limits().answers_text));
    }
    let effect = simulator.fault(&called, &operation);
    match &effect {
        Some(Effect::Answer(answer)) => return note.with(ordered(answer)),
        Some(Effect::CutBefore) => cut(note),
        Some(Effect::RevokeToken) => {
            if let Some(token) = bearer(&parts.headers) {
                simulator.tokens().revoke(token);
            }
        }
        _ => {}
    }
    let work = next.run(Request::from_parts(parts, Body::from(bytes)));
    let response = match &effect {
        Some(Effect::SlowMs(ms)) => {
            let late = Duration::from_millis(*ms);
            // A task of its own: whoever hangs up because it takes too long does not keep it from being done.
            let work = tokio::spawn(async move {
                tokio::time::sleep(late).await;
                work.await
            });
            work.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
        Some(
            Effect::Answer(_)
            | Effect::CutBefore
            | Effect::CutAfter
            | Effect::CutInBody
            | Effect::SlowBodyMs(_)
            | Effect::EndEarly(_)
            | Effect::RevokeToken,
        )
        | None => work.await,
    };
    match effect {
        Some(Effect::CutAfter) => cut(note),
        Some(Effect::CutInBody) => note.with(in_pieces(response, None).await),
        Some(Effect::EndEarly(percent)) => note.with(ended_early(response, percent).await),
        Some(Effect::SlowBodyMs(ms)) => note.with(in_pieces(response, Some(Duration::from_millis(ms))).await),
        _ => note.with(response),
    }
}

/// The journal's note of a call, written at its end whatever that is: also when the caller hangs up.
struct Note {
    entry: Option<Entry>,
    simulator: Simulator,
}

impl Note {
    fn with(mut self, mut response: Response) -> Response {
        if let Some(entry) = &mut self.entry {
            entry.status = Some(response.status().as_u16());
        }
        if !response.headers().contains_key(REQUEST_ID)
            && let Ok(id) = HeaderValue::from_str(&Uuid::new_v4().to_string())
        {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        // By the simulator's clock and not the machine's, which the server would write.
        if let Ok(date) = HeaderValue::from_str(&self.simulator.now().http_date()) {
            response.headers_mut().insert(header::DATE, date);
        }
        response
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        if let Some(entry) = self.entry.take() {
            self.simulator.journal_mut().finish(entry);
        }
    }
}

/// Cuts the connection without an answer. A handler cannot tell the server to hang up; unwinding its task does, and
/// `resume_unwind` does so without a report of a panic, which this is not.
fn cut(note: Note) -> ! {
    drop(note);
    resume_unwind(Box::new("connection cut to order"))
}

/// A 429, at times as the edge in front of Sigma words it (BEHAVIOUR.md section 6).
fn throttled(as_text: bool) -> Response {
    if as_text {
        (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "1")], "error code: 1015").into_response()
    } else {
        Failure::rate_limited("Too many requests").into_response()
    }
}

fn ordered(answer: &Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match (&answer.html, &answer.body) {
        (Some(html), _) => (status, Html(html.clone())).into_response(),
        (None, Some(body)) => (status, axum::Json(body.clone())).into_response(),
        (None, None) => {
            let id = Uuid::new_v4().to_string();
            let body = json!({
                "requestId": id,
                "message": "Fault to order",
                "code": answer.code.as_deref().unwrap_or_else(|| usual_code(status)),
            });
            (status, axum::Json(body)).into_response()
        }
    };
    if let Some(value) = answer.retry_after.as_deref().and_then(|text| HeaderValue::from_str(text).ok()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}

/// The answer with the beginning of its list only, or as it is where it has none.
async fn ended_early(response: Response, percent: u8) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut list: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let Some(rows) = list.get_mut("entries").and_then(Value::as_array_mut) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    rows.truncate((rows.len() * usize::from(percent) / 100).max(1));
    list["nextPage"] = Value::Null;
    if list.get("hasMore").is_some() {
        list["hasMore"] = false.into();
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(list.to_string()))
}

/// Sends the body in pieces over the given time, or half of it and then an error, on which the server hangs up.
async fn in_pieces(response: Response, over: Option<Duration>) -> Response {
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let size = bytes.len().div_ceil(PIECES).max(1);
    let pieces: Vec<Bytes> =
        (0..bytes.len()).step_by(size).map(|at| bytes.slice(at..bytes.len().min(at + size))).collect();
    let body = if let Some(time) = over {
        Body::from_stream(stream::iter(pieces).then(move |piece| async move {
            tokio::time::sleep(time / u32::try_from(PIECES).unwrap_or(1)).await;
            Ok::<_, std::io::Error>(piece)
        }))
    } else {
        let half: Vec<_> = pieces.into_iter().take(PIECES / 2).map(Ok).collect();
        // Without a pause the server would see the error before it has sent anything.
        let broken = stream::once(async {
            tokio::time::sleep(PAUSE).await;
            Err(std::io::Error::other("connection cut to order"))
        });
        Body::from_stream(stream::iter(half).chain(broken))
    };
    Response::from_parts(parts, body)
}
