//! Ending what somebody has who leaves.

use super::{
    problem::Problem,
    repeat::{self, Begun},
    requests::RequestShown,
    scope,
};
use crate::{
    domain::{ApiScope, AppError, EmailAddress, RequestState},
    web::{self, Caller},
};
use axum::{
    body::Bytes,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Leaver {
    email: String,
}

/// What ends, and what could not end yet.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Left {
    email: String,
    /// Requests that were closed, and granted ones that end.
    requests: Vec<RequestShown>,
    /// Whether something of theirs is still being applied, so that another call is needed later.
    is_incomplete: bool,
}

/// `POST /v1/leavers`.
pub async fn leave(caller: Caller, headers: HeaderMap, body: Bytes) -> Result<Response, Problem> {
    scope::require(&caller, ApiScope::Leave)?;
    let (asked, call) = match repeat::begin::<Leaver>(&caller, "/v1/leavers", &headers, &body).await? {
        Begun::Answered(response) => return Ok(response),
        Begun::ToDo(asked, call) => (asked, call),
    };
    let email = EmailAddress::parse(&asked.email).map_err(|why| AppError::field("email", why))?;
    let (requests, changes) = (&caller.app.requests, &caller.app.changes);
    let mut left = Vec::new();
    for request in requests.leave(email.as_str(), &caller.actor).await.map_err(AppError::from)? {
        let is_due = matches!(request.state, RequestState::Granted | RequestState::Ending);
        if !is_due {
            left.push(request);
            continue;
        }
        let id = request.id.clone();
        let request = match web::end(requests, changes, request.clone()).await {
            Ok(ending) => ending,
            // The timed task that looks for what is due was faster, or does it later.
            Err(AppError::Refused(_) | AppError::NotReady) => {
                caller.app.store.request(&id).await.map_err(AppError::from)?.unwrap_or(request)
            }
            Err(error) => return Err(error.into()),
        };
        left.push(request);
    }
    let is_incomplete = left.iter().any(|request| request.state.is_open());
    let requests = left.into_iter().map(RequestShown::from).collect();
    let answer = Left { email: email.as_str().to_owned(), requests, is_incomplete };
    repeat::answer(&caller, &call, StatusCode::OK, &answer).await
}
