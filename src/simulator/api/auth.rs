//! `POST /v2/auth/token` (BEHAVIOUR.md section 2). Client credentials come in the form or as HTTP Basic, which Sigma
//! documents both. Token exchange is not simulated.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use serde_json::Value;

use crate::simulator::body::expecting;
use crate::simulator::call::json;
use crate::simulator::control::pipeline::MAX_BODY_BYTES;
use crate::simulator::failure::Failure;
use crate::simulator::handle::Simulator;
use crate::simulator::query::Query;
use crate::simulator::state::tokens::LIFETIME_SECONDS;

const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

#[derive(Serialize)]
struct Wire {
    access_token: String,
    refresh_token: String,
    token_type: &'static str,
    expires_in: i64,
}

/// `POST /v2/auth/token`
pub async fn token(State(simulator): State<Simulator>, request: Request) -> Response {
    let headers = request.headers().clone();
    let Ok(bytes) = axum::body::to_bytes(request.into_body(), MAX_BODY_BYTES).await else {
        return Failure::too_large().into_response();
    };
    issue(&simulator, &headers, &bytes).into_response()
}

fn issue(simulator: &Simulator, headers: &HeaderMap, bytes: &[u8]) -> Result<Response, Failure> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(Failure::invalid("Expecting a body of type application/x-www-form-urlencoded"));
    }
    let form = Query::parse(str::from_utf8(bytes).ok());
    let now = simulator.now();
    let grant_type = form.text("grant_type").ok_or_else(|| expecting("string", "grant_type", None))?;
    let client_id = match grant_type {
        "client_credentials" => authenticate(simulator, headers, &form)?,
        "refresh_token" => {
            let refresh = form.text("refresh_token").ok_or_else(|| expecting("string", "refresh_token", None))?;
            // Working clients send their credentials along. Whether Sigma insists is not known: only wrong ones count.
            if form.text("client_id").is_some() || basic(headers).is_some() {
                authenticate(simulator, headers, &form)?;
            }
            let mut tokens = simulator.tokens();
            let client_id = tokens.client_of(refresh).map(str::to_owned);
            if !tokens.redeem(refresh, now) {
                return Err(Failure::unauthorized("Invalid access/refresh token"));
            }
            client_id
        }
        EXCHANGE => return Err(Failure::forbidden("Token exchange is not available for this organization")),
        other => {
            let known = "\"client_credentials\" | \"refresh_token\"";
            return Err(expecting(known, "grant_type", Some(&Value::from(other))));
        }
    };
    if simulator.signed_in(client_id.as_deref()).is_none() {
        return Err(Failure::unauthorized("The credentials were taken back, or their owner is deactivated"));
    }
    let pair = simulator.tokens().issue(client_id.as_deref(), now);
    simulator.changed();
    Ok(json(&Wire {
        access_token: pair.access,
        refresh_token: pair.refresh,
        token_type: "bearer",
        expires_in: LIFETIME_SECONDS,
    }))
}

/// The client id of credentials made through the API, or `None` for the first ones.
fn authenticate(simulator: &Simulator, headers: &HeaderMap, form: &Query) -> Result<Option<String>, Failure> {
    let basic = basic(headers);
    let (id, secret) = match (&basic, form.text("client_id"), form.text("client_secret")) {
        (_, Some(id), Some(secret)) => (id, secret),
        (Some((id, secret)), _, _) => (id.as_str(), secret.as_str()),
        _ => return Err(Failure::unauthorized("Client credentials missing")),
    };
    let options = simulator.options();
    if id == options.client_id && secret == options.client_secret {
        return Ok(None);
    }
    let organisation = simulator.organisation();
    match organisation.credential(id).filter(|credential| *credential.secret == *secret) {
        Some(credential) => Ok(Some(credential.client_id.to_string())),
        None => Err(Failure::unauthorized("Invalid client credentials")),
    }
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, text) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}
