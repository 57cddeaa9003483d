//! What can be done to changes: server functions, whose arguments are the forms.

use super::{accept, orders};
use crate::{
    changes::ChangeOrder,
    domain::{AppError, ChangeId, Intent},
    features::shared::review,
    web::{NavItem, RequestContext, paths},
};
use leptos::server;

/// Begins what was reviewed, if its plan is still the one with this fingerprint, and leads to the change.
#[server(endpoint = "changes/accept")]
pub async fn accept_plan(
    #[server(default)] id: ChangeId,
    #[server(default)] fingerprint: String,
    #[server(default)] reason: String,
    #[server(default)] confirmation: String,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    if accept::wants_fresh_sign_in(&cx, &id).await? {
        leptos_axum::redirect(&paths::sign_in_again(&cx.keep_posted().await?));
        return Ok(id);
    }
    accept::accept(&cx, AcceptPlan { id, fingerprint, reason, confirmation }).await
}

/// Sends nothing more of a change for now.
#[server(endpoint = "changes/pause")]
pub async fn pause_change(#[server(default)] id: ChangeId) -> Result<(), AppError> {
    orders::order(&RequestContext::current().await?, &id, ChangeOrder::Pause).await
}

/// Goes on with a paused change, from now on for whoever calls.
#[server(endpoint = "changes/resume")]
pub async fn resume_change(#[server(default)] id: ChangeId) -> Result<(), AppError> {
    orders::order(&RequestContext::current().await?, &id, ChangeOrder::Resume).await
}

/// Sends nothing of what has not been sent; what was done stays.
#[server(endpoint = "changes/cancel")]
pub async fn cancel_change(#[server(default)] id: ChangeId) -> Result<(), AppError> {
    orders::order(&RequestContext::current().await?, &id, ChangeOrder::Cancel).await
}

/// Sends again what has failed and what was left when the change was stopped, from now on for whoever calls.
#[server(endpoint = "changes/retry")]
pub async fn retry_change(#[server(default)] id: ChangeId) -> Result<(), AppError> {
    orders::order(&RequestContext::current().await?, &id, ChangeOrder::Retry).await
}

/// Says that a failed change was taken care of otherwise, and how.
#[server(endpoint = "changes/handle")]
pub async fn handle_change(#[server(default)] id: ChangeId, #[server(default)] note: String) -> Result<(), AppError> {
    orders::handle(&RequestContext::current().await?, &id, &note).await
}

/// Plans once more what a change did that was undone since, and leads to the review.
#[server(endpoint = "changes/redo")]
pub async fn redo_change(#[server(default)] id: ChangeId) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    let change = orders::undone(&cx, &id).await?;
    cx.propose(change.intent, NavItem::Changes).await.map_err(review::in_words)
}

/// Plans the change that undoes this one and leads to its review.
#[server(endpoint = "changes/undo")]
pub async fn undo_change(#[server(default)] id: ChangeId) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    let change_id = orders::authorised(&cx, &id, ChangeOrder::Undo).await?.id;
    cx.propose(Intent::Undo { change_id }, NavItem::Changes).await.map_err(review::in_words)
}
