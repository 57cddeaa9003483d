//! Deciding about several requests at once: each is looked at by itself, as if it were the only one.

use super::decision;
use crate::{
    domain::{AppError, RequestId, RequestState, text},
    requests,
    ui::count,
    web::{RequestContext, Severity, fulfil, paths},
};
use serde::{Deserialize, Serialize};

/// Requests that can be decided at once: as many as the inbox shows, and some.
const MOST: usize = 50;

/// What is said of those that were not decided, at most.
const SAID: usize = 3;

/// The form as it was filled in.
#[derive(Clone, Debug, Default)]
pub struct ManyFields {
    pub decisions: Vec<DecisionFields>,
    /// `approve` or `deny`.
    pub verdict: String,
    /// Why, where they are denied.
    pub reason: String,
}

/// A request as the inbox showed it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionFields {
    pub id: RequestId,
    pub version: i64,
    /// Stands for the plan that was shown.
    pub fingerprint: String,
    /// Filled in where it is meant.
    pub selected: String,
}

impl ManyFields {
    /// Whether this request is meant.
    pub fn selects(&self, id: &RequestId) -> bool {
        self.decisions.iter().any(|one| one.id == *id && !one.selected.is_empty())
    }
}

/// Decides about all that were selected, and says how many and what stood against the others.
///
/// # Errors
/// [`AppError::Invalid`] where none was selected, or none of the reasons given that denying needs; failures of the database.
pub async fn decide(cx: &RequestContext, fields: ManyFields) -> Result<(), AppError> {
    let ManyFields { decisions, verdict, reason } = fields;
    let selected: Vec<_> = decisions.into_iter().filter(|one| !one.selected.is_empty()).take(MOST).collect();
    if selected.is_empty() {
        return Err(AppError::field("decisions", "Select at least one request."));
    }
    let approves = match verdict.as_str() {
        "approve" => true,
        "deny" => false,
        _ => return Err(AppError::Unreadable),
    };
    if !approves && text::note(&reason, "reason").map_err(|why| AppError::field("reason", why))?.is_empty() {
        return Err(AppError::field("reason", "Say why, so that the requesters know what to do next."));
    }
    let (mut decided, mut not) = (0, Vec::new());
    for one in &selected {
        let outcome = if approves { approve(cx, one).await } else { deny(cx, one, &reason).await };
        match outcome {
            Ok(()) => decided += 1,
            Err(AppError::Refused(why)) => not.push(why),
            Err(AppError::Stale) => not.push("The plan of a request has changed since you looked.".to_owned()),
            Err(AppError::NotFound | AppError::Forbidden) => {
                not.push("A request no longer waits for your decision.".to_owned());
            }
            Err(error) => return Err(error),
        }
    }
    let verb = if approves { "approved" } else { "denied" };
    let mut said = format!("{} {verb}.", count(decided, "request", "requests"));
    if !not.is_empty() {
        let others = not.len();
        not.sort();
        not.dedup();
        not.truncate(SAID);
        said = format!("{said} {} not: {}", count(others, "request was", "requests were"), not.join(" "));
    }
    let severity = if decided == selected.len() { Severity::Success } else { Severity::Warning };
    cx.lead_to(paths::INBOX, severity, said).await;
    Ok(())
}

/// Approves a request if that would do what was shown.
async fn approve(cx: &RequestContext, one: &DecisionFields) -> Result<(), AppError> {
    decision::as_shown(cx, &one.id, one.version, &one.fingerprint).await?;
    let request = cx.app.requests.approve(&one.id, one.version, &cx.actor).await.map_err(plainly)?;
    if request.state == RequestState::Approved {
        fulfil(&cx.app.requests, &cx.app.changes, request).await?;
    }
    Ok(())
}

async fn deny(cx: &RequestContext, one: &DecisionFields, reason: &str) -> Result<(), AppError> {
    cx.app.requests.deny(&one.id, one.version, reason, &cx.actor).await.map_err(plainly)?;
    Ok(())
}

/// What stood against one of several.
fn plainly(error: requests::Error) -> AppError {
    match error {
        requests::Error::Changed(_) => AppError::Refused("Someone else has decided meanwhile.".to_owned()),
        error @ (requests::Error::NoRoute(_)
        | requests::Error::NotFound
        | requests::Error::Forbidden
        | requests::Error::TooMany(_)
        | requests::Error::Reason(_)
        | requests::Error::Invalid(_)
        | requests::Error::Term(_)
        | requests::Error::Edited(_)
        | requests::Error::NotReady
        | requests::Error::Store(_)) => error.into(),
    }
}
