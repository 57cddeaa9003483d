//! What can be done about notices: server functions, whose arguments are the forms.

use crate::{
    domain::{AppError, Pace, Preference, RequestId},
    web::{RequestContext, Severity, paths},
};
use leptos::server;

/// Marks a notice as read and leads to the request that it is about.
#[server(endpoint = "notifications/open")]
pub async fn open_notice(#[server(default)] id: String, #[server(default)] request: RequestId) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.app.store.read_notices(&cx.actor.key(), Some(&id), cx.now).await?;
    leptos_axum::redirect(&paths::request(&request));
    Ok(())
}

/// Marks a notice as read; without an id, all.
#[server(endpoint = "notifications/read")]
pub async fn read_notices(#[server(default)] id: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    let one = Some(id.as_str()).filter(|id| !id.is_empty());
    let read = cx.app.store.read_notices(&cx.actor.key(), one, cx.now).await?;
    match (one, read) {
        (Some(_), _) => leptos_axum::redirect(paths::NOTIFICATIONS),
        (None, 0) => cx.lead_to(paths::NOTIFICATIONS, Severity::Info, "Everything was read already.").await,
        (None, _) => cx.lead_to(paths::NOTIFICATIONS, Severity::Success, "Marked all as read.").await,
    }
    Ok(())
}

/// Keeps how somebody wants to be told by mail.
#[server(endpoint = "notifications/prefer")]
pub async fn set_preference(
    #[server(default)] to_do: String,
    #[server(default)] updates: String,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    let pace = |field: &str, slug: &str| {
        Pace::from_slug(slug).ok_or_else(|| AppError::field(field, "Choose how often you want these mails."))
    };
    let (to_do, updates) = (pace("to_do", &to_do)?, pace("updates", &updates)?);
    let preference = Preference::new(to_do, updates).ok_or_else(|| {
        AppError::field("to_do", "Requests that wait for you can’t be turned off: people wait for your decision.")
    })?;
    cx.app.store.set_preference(&cx.actor.key(), preference).await?;
    cx.lead_to(paths::NOTIFICATION_PREFERENCES, Severity::Success, "Saved. It applies from the next notification on.")
        .await;
    Ok(())
}
