//! What the audit log says of requests as such: that somebody was refused, and that somebody took a list away.

use super::{AppError, AppState, AuditEntry, Kind, OptionalUser, append_audit, paths};
use crate::domain::{Actor, Outcome};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{Method, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Middleware: writes into the audit log what is to be known of a request and its answer. A list is handed out only once that
/// is written.
pub async fn audited(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = parts.clone();
    let answer = next.run(Request::from_parts(parts, body)).await;
    let entry = match answer.status() {
        StatusCode::FORBIDDEN if is_for_their_role(&answer) => Some(refused(&asked)),
        StatusCode::OK => exported(&asked),
        _ => None,
    };
    let Some(entry) = entry else { return answer };
    match write(&app, asked, entry).await {
        Ok(()) => answer,
        Err(error) => error.into_response(),
    }
}

/// Whether somebody was refused what their role does not allow, and not for where the request came from.
fn is_for_their_role(answer: &Response) -> bool {
    answer.extensions().get::<AppError>() == Some(&AppError::Forbidden)
}

fn refused(asked: &Parts) -> AuditEntry {
    let path = asked.uri.path();
    let tried = if asked.method == Method::GET { "open" } else { "use" };
    let summary = format!("Tried to {tried} {path}, which their role doesn’t allow");
    entry("access.refused", summary, Outcome::Failed)
}

fn exported(asked: &Parts) -> Option<AuditEntry> {
    let path = asked.uri.path();
    let (list, form) = match (paths::page_of_csv(path), path.strip_suffix(paths::JSON_LINES)) {
        (Some(list), _) => (list, "CSV"),
        (None, Some(list)) => (list, "JSON Lines"),
        (None, None) => return None,
    };
    // Filters say how much it was, and what typed words would tell is nobody's business here.
    let part = if asked.uri.query().is_some() { ", filtered" } else { "" };
    let is_read = asked.method == Method::GET;
    is_read.then(|| entry("export.list", format!("Exported {list} as {form}{part}"), Outcome::Succeeded))
}

fn entry(action: &'static str, summary: String, outcome: Outcome) -> AuditEntry {
    AuditEntry { action, summary, subjects: Vec::new(), outcome, sigma_request_id: None }
}

async fn write(app: &AppState, mut asked: Parts, entry: AuditEntry) -> Result<(), AppError> {
    let user = OptionalUser::from_request_parts(&mut asked, app).await?;
    let Some(actor): Option<Actor> = user.actor else { return Ok(()) };
    // Whoever knocks at every door fills no disk.
    if entry.outcome == Outcome::Failed && app.limits.allow(Kind::Refusal, &actor.email, 1).is_err() {
        return Ok(());
    }
    append_audit(app, actor, entry).await
}
