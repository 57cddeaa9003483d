//! What can be done about requests: server functions, whose arguments are the forms.

use super::{
    account::{self, AccountFields, AccountForm},
    ask::{self, AskFields},
    decide_many::{self, DecisionFields, ManyFields},
    decision, ends,
    ends_many::{self, TermFields},
};
use crate::{
    domain::{AppError, RequestId},
    features::shared::grant_editor::GrantRows,
    web::{RequestContext, Severity, fulfil, paths},
};
use leptos::server;
use std::collections::BTreeMap;

/// Asks for a thing and leads to the request. Where nobody needs to decide, it is granted at once.
#[server(endpoint = "requests/ask")]
pub async fn ask_access(#[server(flatten)] fields: AskFields) -> Result<RequestId, AppError> {
    let cx = RequestContext::current().await?;
    ask::ask(&cx, fields).await
}

/// Asks for an account in Sigma, with what is to come with it, and leads to the request.
#[server(endpoint = "requests/ask-account")]
pub async fn ask_account(
    #[server(flatten)] fields: AccountFields,
    #[server(default)] teams: GrantRows,
    #[server(default)] workspaces: GrantRows,
    #[server(default)] connections: BTreeMap<String, String>,
) -> Result<RequestId, AppError> {
    let cx = RequestContext::current().await?;
    account::ask(&cx, AccountForm { fields, teams, workspaces, connections }).await
}

/// Takes a request back.
#[server(endpoint = "requests/cancel")]
pub async fn cancel_request(#[server(default)] id: RequestId) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.app.requests.cancel(&id, &cx.actor).await?;
    cx.lead_to(&paths::request(&id), Severity::Info, "The request is cancelled. Nobody needs to decide about it.")
        .await;
    Ok(())
}

/// Approves the stage that a request is at, if it and its plan are what was shown.
#[server(endpoint = "requests/approve")]
pub async fn approve_request(
    #[server(default)] id: RequestId,
    #[server(default)] version: i64,
    #[server(default)] fingerprint: String,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    decision::approve(&cx, &id, version, &fingerprint).await
}

/// Denies a request, with the reason that the requester reads.
#[server(endpoint = "requests/deny")]
pub async fn deny_request(
    #[server(default)] id: RequestId,
    #[server(default)] version: i64,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.app.requests.deny(&id, version, &reason, &cx.actor).await?;
    cx.lead_to(&paths::request(&id), Severity::Info, "The request is denied. The requester reads your reason.").await;
    Ok(())
}

/// Approves or denies several requests of the inbox, each if it and its plan are what was shown.
#[server(endpoint = "requests/decide-many")]
pub async fn decide_many(
    #[server(default)] decisions: Vec<DecisionFields>,
    #[server(default)] verdict: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    decide_many::decide(&cx, ManyFields { decisions, verdict, reason }).await
}

/// Tries again what could not be applied.
#[server(endpoint = "requests/retry")]
pub async fn retry_request(#[server(default)] id: RequestId) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    let case = cx.app.requests.case(&id, &cx.actor).await?;
    if !case.may.retry {
        return Err(AppError::Forbidden);
    }
    let request = fulfil(&cx.app.requests, &cx.app.changes, case.request).await?;
    let (severity, text) = decision::outcome(&cx, request).await?;
    cx.lead_to(&paths::request(&id), severity, text).await;
    Ok(())
}

/// Asks for more time for granted access, for as long as before.
#[server(endpoint = "requests/renew")]
pub async fn renew_access(#[server(default)] id: RequestId) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    ends::renew(&cx, &id).await
}

/// Lets granted access end deliberately: nobody is reminded of it.
#[server(endpoint = "requests/let-lapse")]
pub async fn let_lapse(#[server(default)] id: RequestId) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.app.requests.let_lapse(&id, &cx.actor).await?;
    let text = "It ends by itself, and nobody is reminded. You can still renew it until then.";
    cx.lead_to(&paths::request(&id), Severity::Info, text).await;
    Ok(())
}

/// Renews several terms, or lets them lapse, each as it was shown.
#[server(endpoint = "requests/terms")]
pub async fn settle_terms(
    #[server(default)] terms: Vec<TermFields>,
    #[server(default)] deed: String,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    ends_many::settle(&cx, terms, &deed).await
}

/// Has granted access end when a day is over; today, at once.
#[server(endpoint = "requests/end")]
pub async fn end_access(#[server(default)] id: RequestId, #[server(default)] day: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    ends::end_on(&cx, &id, &day).await
}
