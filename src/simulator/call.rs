//! What every operation but the token endpoint shares: the bearer token, path, query and body of one call, and the
//! two kinds of handler. Operations are plain functions over the organisation: a [`Read`] runs beside other reads, a
//! [`Write`] runs alone.

use std::future::Future;
use std::pin::Pin;

use axum::RequestExt;
use axum::body::Bytes;
use axum::extract::{RawPathParams, Request};
use axum::handler::Handler;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;

use super::clock::Stamp;
use super::control::pipeline::MAX_BODY_BYTES;
use super::failure::Failure;
use super::handle::Simulator;
use super::ids::Id;
use super::query::Query;
use super::state::Organisation;
use super::state::document::Document;
use super::state::member::Member;
use super::table::Slot;

/// What an operation gives back.
pub type Answer = Result<Response, Failure>;

/// One authenticated call.
pub struct Call {
    /// The member that the credentials act as.
    pub caller: Slot<Member>,
    pub now: Stamp,
    pub query: Query,
    params: Vec<(String, String)>,
    headers: HeaderMap,
    bytes: Bytes,
    first_client_id: Box<str>,
}

impl Call {
    async fn receive(request: &mut Request, simulator: &Simulator) -> Result<Self, Failure> {
        let now = simulator.now();
        let token = bearer(request.headers()).ok_or_else(|| Failure::unauthorized("Token missing or malformed"))?;
        if !simulator.tokens().is_valid(token, now) {
            return Err(Failure::unauthorized("We cannot verify your identity. Request a new access token."));
        }
        let client_id = simulator.tokens().client_of(token).map(str::to_owned);
        let caller = simulator
            .signed_in(client_id.as_deref())
            .ok_or_else(|| Failure::unauthorized("The credentials were taken back, or their owner is deactivated"))?;
        let params = request
            .extract_parts::<RawPathParams>()
            .await
            .map_err(|_| Failure::invalid("Malformed path"))?
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let query = Query::parse(request.uri().query());
        let headers = request.headers().clone();
        let body = std::mem::take(request.body_mut());
        let bytes = axum::body::to_bytes(body, MAX_BODY_BYTES).await.map_err(|_| Failure::too_large())?;
        let first_client_id = simulator.options().client_id.as_str().into();
        Ok(Self { caller, now, query, params, headers, bytes, first_client_id })
    }

    /// The text at `{name}` in the path.
    pub fn path(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The UUID at `{name}` in the path; anything else names nothing.
    pub fn path_id(&self, name: &str) -> Option<Id> {
        Id::parse(self.path(name))
    }

    /// The request body, which must be JSON.
    pub fn body(&self) -> Result<Value, Failure> {
        let kind = self.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
            return Err(Failure::invalid("Expecting a body of type application/json"));
        }
        serde_json::from_slice(&self.bytes).map_err(|_| Failure::invalid("Request body is not valid JSON"))
    }

    /// The request body, or an empty object when none was sent.
    pub fn body_or_empty(&self) -> Result<Value, Failure> {
        if self.bytes.is_empty() { Ok(Value::Object(serde_json::Map::new())) } else { self.body() }
    }

    /// Refuses whoever cannot see a document; Admins see every single one (BEHAVIOUR.md section 5).
    pub fn require_sight(&self, organisation: &Organisation, document: &Document) -> Result<(), Failure> {
        match organisation.permission_on_document(self.caller, document) {
            Some(_) => Ok(()),
            None => self.require_admin(organisation),
        }
    }

    /// Whether a list is to hold what the caller has no access to, which Admins may ask for.
    pub fn sees_all(&self, organisation: &Organisation) -> Result<bool, Failure> {
        let sees_all = self.query.flag("skipPermissionCheck")?;
        if sees_all {
            self.require_admin(organisation)?;
        }
        Ok(sees_all)
    }

    /// The client id that the simulator was started with.
    pub fn first_client_id(&self) -> &str {
        &self.first_client_id
    }

    /// Refuses everybody but Admins.
    pub fn require_admin(&self, organisation: &Organisation) -> Result<(), Failure> {
        if organisation.is_admin(self.caller) { Ok(()) } else { Err(Failure::forbidden("Forbidden")) }
    }
}

/// The access token of a request.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// A 201 with a JSON body.
pub fn created(body: &impl Serialize) -> Response {
    let mut response = json(body);
    *response.status_mut() = StatusCode::CREATED;
    response
}

/// A 200 with a JSON body.
pub fn json(body: &impl Serialize) -> Response {
    match serde_json::to_vec(body) {
        Ok(bytes) => ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], bytes).into_response(),
        Err(error) => {
            tracing::error!(%error, "An answer could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The empty answer `{}`.
pub fn empty() -> Response {
    json(&serde_json::Map::new())
}

/// An operation that only looks.
#[derive(Clone, Copy)]
pub struct Read(pub fn(&Organisation, &Call) -> Answer);

/// An operation that changes something.
#[derive(Clone, Copy)]
pub struct Write(pub fn(&mut Organisation, &Call) -> Answer);

type Pending = Pin<Box<dyn Future<Output = Response> + Send>>;

impl Handler<(), Simulator> for Read {
    type Future = Pending;

    fn call(self, mut request: Request, simulator: Simulator) -> Pending {
        Box::pin(async move {
            match Call::receive(&mut request, &simulator).await {
                Ok(call) => (self.0)(&simulator.organisation(), &call).into_response(),
                Err(failure) => failure.into_response(),
            }
        })
    }
}

impl Handler<(), Simulator> for Write {
    type Future = Pending;

    fn call(self, mut request: Request, simulator: Simulator) -> Pending {
        Box::pin(async move {
            match Call::receive(&mut request, &simulator).await {
                Ok(call) => {
                    let answer = (self.0)(&mut simulator.organisation_mut(), &call);
                    simulator.changed();
                    answer.into_response()
                }
                Err(failure) => failure.into_response(),
            }
        })
    }
}
