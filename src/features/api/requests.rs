//! Asking for a package for somebody, and following what becomes of it.

use super::{
    problem::Problem,
    repeat::{self, Begun},
    scope,
};
use crate::{
    domain::{AccessRequest, ApiScope, AppError, RequestId, RequestState, Target},
    requests::{Ask, Colleague},
    web::{self, Caller},
};
use axum::{
    Json,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a program asks for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewRequest {
    /// An access package, by id or name.
    package: String,
    /// Whom it is for: a member's address, or one to be invited to.
    email: String,
    /// The name to invite by, of somebody who has no account.
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
    #[serde(default)]
    reason: String,
    /// For how many days; without, until it is revoked.
    days: Option<u32>,
}

/// A request as programs see it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestShown {
    id: String,
    state: RequestState,
    title: String,
    email: String,
    requested_at: Timestamp,
    /// When the access ends; nothing while it does not.
    ends_at: Option<Timestamp>,
    /// What was said last: why it was denied or closed, or what went wrong.
    note: String,
}

impl From<AccessRequest> for RequestShown {
    fn from(request: AccessRequest) -> Self {
        Self {
            id: request.id.to_string(),
            state: request.state,
            title: request.title.clone(),
            email: request.beneficiary.email.clone(),
            requested_at: request.asked_at,
            ends_at: request.ends_at,
            note: request.last_event().map(|event| event.note.clone()).unwrap_or_default(),
        }
    }
}

/// `POST /v1/requests`.
pub async fn ask(caller: Caller, headers: HeaderMap, body: Bytes) -> Result<Response, Problem> {
    scope::require(&caller, ApiScope::Request)?;
    let (asked, call) = match repeat::begin::<NewRequest>(&caller, "/v1/requests", &headers, &body).await? {
        Begun::Answered(response) => return Ok(response),
        Begun::ToDo(asked, call) => (asked, call),
    };
    let requests = &caller.app.requests;
    let package = requests.package_called(&asked.package).await.map_err(AppError::from)?;
    let package = package.ok_or_else(|| AppError::field("package", "There is no such package."))?;
    let NewRequest { email, first_name, last_name, reason, days, .. } = &asked;
    let (reason, target) = (reason.clone(), Target::Package(package.id));
    let wish = Ask { target, beneficiary: None, reason, days: *days, renews: None };
    let colleague = Colleague { email: email.trim(), first_name, last_name };
    let id = RequestId::new(call.made_id.clone());
    let request = requests.ask_under(id, wish, colleague, &caller.actor).await.map_err(AppError::from)?;
    let request = if request.state == RequestState::Approved {
        web::fulfil(requests, &caller.app.changes, request).await?
    } else {
        request
    };
    repeat::answer(&caller, &call, StatusCode::CREATED, &RequestShown::from(request)).await
}

/// `GET /v1/requests/{id}`.
pub async fn state(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    scope::require(&caller, ApiScope::Read)?;
    let case = caller.app.requests.case(&RequestId::new(id), &caller.actor).await.map_err(AppError::from)?;
    Ok(Json(RequestShown::from(case.request)).into_response())
}

/// A package as programs see it.
#[derive(Debug, Serialize)]
struct PackageShown {
    id: String,
    name: String,
    description: String,
    version: u32,
    /// What it gives, in words.
    gives: Vec<String>,
}

/// `GET /v1/packages`.
pub async fn packages(caller: Caller) -> Result<Response, Problem> {
    scope::require(&caller, ApiScope::Read)?;
    let requests = &caller.app.requests;
    let all = requests.packages(&caller.actor).await.map_err(AppError::from)?;
    let shown = all.into_iter().map(|(package, _)| {
        Ok(PackageShown {
            id: package.id.to_string(),
            gives: requests.names_of(&package.contents)?,
            name: package.name,
            description: package.description,
            version: package.version,
        })
    });
    let shown = shown.collect::<Result<Vec<_>, crate::requests::Error>>().map_err(AppError::from)?;
    Ok(Json(serde_json::json!({ "packages": shown })).into_response())
}
