//! What somebody has begun and not finished: kept by the server, for them alone, under an id that is part of a URL.
//!
//! So it may be of any size, survives a reload and another process, and no form carries it.

use crate::{
    store::Review,
    web::{AppError, RequestContext},
};
use serde::{Serialize, de::DeserializeOwned};
use std::time::Duration;

/// Keeps it for its author.
///
/// # Errors
/// Failures of the database.
pub async fn keep(cx: &RequestContext, id: &str, draft: &impl Serialize, life: Duration) -> Result<(), AppError> {
    Ok(cx.app.store.put_review(&of(cx, id, draft, life)?).await?)
}

/// Keeps it for its author in place of what was kept under that id.
///
/// # Errors
/// Failures of the database.
pub async fn replace(cx: &RequestContext, id: &str, draft: &impl Serialize, life: Duration) -> Result<(), AppError> {
    Ok(cx.app.store.replace_review(&of(cx, id, draft, life)?).await?)
}

fn of(cx: &RequestContext, id: &str, draft: &impl Serialize, life: Duration) -> Result<Review, AppError> {
    let body = serde_json::to_string(draft).map_err(|error| {
        tracing::error!(%error, "What somebody has begun could not be written down");
        AppError::Broken
    })?;
    let now = cx.now;
    Ok(Review {
        id: id.to_owned(),
        owner: cx.actor.key(),
        actor_email: cx.actor.email.clone(),
        created_at: now,
        expires_at: now + life,
        body,
    })
}

/// The actor's own of that id, while it lasts. One that another version of the portal has kept may have another shape:
/// it has expired, too.
///
/// # Errors
/// Failures of the database.
pub async fn find<T: DeserializeOwned>(cx: &RequestContext, id: &str) -> Result<Option<T>, AppError> {
    let kept = cx.app.store.review(id, &cx.actor.key(), cx.now).await?;
    Ok(kept.and_then(|kept| serde_json::from_str(&kept.body).ok()))
}
