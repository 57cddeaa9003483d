//! Starting an onboarding, and following it.

use super::{
    people::NewOnboarding,
    problem::Problem,
    repeat::{self, Begun},
    scope,
};
use crate::{
    changes::{self, AcceptChange, Refusal},
    domain::{ApiScope, AppError, Change, ChangeId, ChangeState, Intent, text},
    web::Caller,
};
use axum::{
    Json,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use serde::Serialize;

/// An onboarding as programs see it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Onboarding {
    id: String,
    state: ChangeState,
    title: String,
    started_at: Timestamp,
    /// When it last came to rest.
    ended_at: Option<Timestamp>,
    /// Why it was stopped or what did not work, in sentences.
    problems: Vec<String>,
    steps_total: usize,
    steps_done: usize,
}

impl From<Change> for Onboarding {
    fn from(change: Change) -> Self {
        let failed = change
            .steps
            .iter()
            .filter_map(|step| step.error.as_ref().map(|error| format!("{}: {}", step.title, error.message)));
        Self {
            id: change.id.to_string(),
            state: change.state,
            title: change.title.clone(),
            started_at: change.created_at,
            ended_at: change.ended_at,
            problems: change.stopped.iter().cloned().chain(failed).collect(),
            steps_total: change.steps.len(),
            steps_done: change.steps.iter().filter(|step| step.state.is_met()).count(),
        }
    }
}

/// `POST /v1/onboardings`.
pub async fn start(caller: Caller, headers: HeaderMap, body: Bytes) -> Result<Response, Problem> {
    scope::require(&caller, ApiScope::Onboard)?;
    let (asked, call) = match repeat::begin::<NewOnboarding>(&caller, "/v1/onboardings", &headers, &body).await? {
        Begun::Answered(response) => return Ok(response),
        Begun::ToDo(asked, call) => (asked, call),
    };
    let id = ChangeId::new(call.made_id.clone());
    // The same call, broken off after the change was accepted.
    let change = match caller.app.store.change(&id).await.map_err(AppError::from)? {
        Some(change) => change,
        None => match accepted(&caller, id.clone(), &asked).await {
            Ok(change) => change,
            // There already, by the same call that came twice at once.
            Err(problem) => caller.app.store.change(&id).await.map_err(AppError::from)?.ok_or(problem)?,
        },
    };
    caller.app.requests.assign(&change).await.map_err(AppError::from)?;
    repeat::answer(&caller, &call, StatusCode::CREATED, &Onboarding::from(change)).await
}

/// Plans what is asked, and has it made: there is nobody to look at the plan, so none is accepted that a person would have to
/// confirm.
async fn accepted(caller: &Caller, id: ChangeId, asked: &NewOnboarding) -> Result<Change, Problem> {
    let app = &caller.app;
    let mut invitee = asked.invitee(caller.snapshot())?;
    if let Some(name) = &asked.package {
        let package = app.requests.package_called(name).await.map_err(AppError::from)?;
        let package = package.ok_or_else(|| AppError::field("package", "There is no such package."))?;
        invitee.take(&package);
        // Packages know account types without case.
        let known = invitee.person.account_type.as_ref().and_then(|name| caller.snapshot().account_type(name));
        invitee.person.account_type = known.map(|known| known.name.clone()).or(invitee.person.account_type);
        if invitee.person.account_type.is_none() {
            let why = "This package brings no account type. Name one.";
            return Err(AppError::field("account_type", why).into());
        }
    }
    let reason = text::note(&asked.reason, "reason").map_err(|why| AppError::field("reason", why))?;
    let intent = Intent::Onboard { people: vec![invitee] };
    let plan = app.changes.preview(&intent, &caller.actor).await.map_err(refused)?;
    if plan.confirm.is_some() {
        let why = "This onboarding is one that a person must confirm. Nothing was done; do it in the portal.";
        return Err(AppError::Refused(why.to_owned()).into());
    }
    let fingerprint = plan.fingerprint();
    let wish = AcceptChange {
        id: id.clone(),
        intent,
        actor: caller.actor.clone(),
        reason,
        fingerprint,
        confirmation: String::new(),
    };
    app.changes.accept(wish).await.map_err(refused)?;
    Ok(app.store.change(&id).await.map_err(AppError::from)?.ok_or(AppError::Broken)?)
}

/// What stands against a change, for programs.
fn refused(error: changes::Error) -> Problem {
    match error {
        changes::Error::Refused(Refusal::Forbidden(why)) => Problem::forbidden(why),
        error @ (changes::Error::Refused(_)
        | changes::Error::Stale
        | changes::Error::Unexplained
        | changes::Error::Unconfirmed
        | changes::Error::Store(_)) => AppError::from(error).into(),
    }
}

/// `GET /v1/onboardings/{id}`.
pub async fn state(caller: Caller, Path(id): Path<String>) -> Result<Response, Problem> {
    scope::require(&caller, ApiScope::Read)?;
    let change = caller.app.store.change(&ChangeId::new(id)).await.map_err(AppError::from)?;
    let change = change.filter(|change| matches!(change.intent, Intent::Onboard { .. })).ok_or(AppError::NotFound)?;
    Ok(Json(Onboarding::from(change)).into_response())
}
