//! A call that is repeated is done once: the program names it by a key, and gets the answer that it would have had.

use super::problem::Problem;
use crate::{
    domain::AppError,
    store::{ApiAnswer, ApiCall},
    web::Caller,
};
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Longest key, in characters.
const KEY_LENGTH: usize = 200;

/// How a call begins.
pub enum Begun<B> {
    /// It was answered before: with this.
    Answered(Response),
    /// It is to be done, or gone on with, as it may have been broken off anywhere, also in another process.
    ToDo(B, ApiCall),
}

/// Begins what a body asks for, once for each key.
///
/// # Errors
/// A problem where there is no key, the key was used for something else, or the body has another shape.
pub async fn begin<B: DeserializeOwned>(
    caller: &Caller,
    path: &str,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Begun<B>, Problem> {
    let key = headers.get(KEY).and_then(|key| key.to_str().ok()).map(str::trim).unwrap_or_default();
    if key.is_empty() || key.len() > KEY_LENGTH {
        let why = "Send an Idempotency-Key of 1 to 200 characters, another one for each call. Nothing was done.";
        return Err(Problem::unreadable(why));
    }
    let asked = serde_json::from_slice(body).map_err(|why| Problem::unreadable(format!("Nothing was done: {why}.")))?;
    let text = std::str::from_utf8(body).map_err(|_| AppError::Unreadable)?;
    let (store, now) = (&caller.app.store, caller.app.store.clock().now());
    let call = store.begin_api_call(&caller.token.id, key, &[path, text], now).await.map_err(AppError::from)?;
    if !call.is_same {
        let why = "This idempotency key was used for another request. Nothing was done.";
        return Err(Problem::new(StatusCode::CONFLICT, "key-reused", "The idempotency key was used before", why));
    }
    let Some(answer) = call.answer.clone() else { return Ok(Begun::ToDo(asked, call)) };
    let mut response = sent(answer);
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(Begun::Answered(response))
}

/// Answers a call, and keeps the answer for the same call again. What was refused is not kept: it may be possible later.
///
/// # Errors
/// Failures of the database: the call can be repeated.
pub async fn answer<A: Serialize>(
    caller: &Caller,
    call: &ApiCall,
    status: StatusCode,
    made: &A,
) -> Result<Response, Problem> {
    let body = serde_json::to_string(made).map_err(|_| AppError::Broken)?;
    let answer = ApiAnswer { status: status.as_u16(), body };
    caller.app.store.answer_api_call(&call.key, &answer).await.map_err(AppError::from)?;
    Ok(sent(answer))
}

fn sent(answer: ApiAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let json = HeaderValue::from_static("application/json");
    (status, [(header::CONTENT_TYPE, json)], answer.body).into_response()
}
