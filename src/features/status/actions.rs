//! What can be done from the status page: server functions, whose arguments are the forms.

use super::logs;
use crate::{
    domain::{AppError, Capability},
    web::RequestContext,
};
use leptos::server;

/// Has the process that answers log more for some minutes.
#[server(endpoint = "status/log-more")]
pub async fn log_more(#[server(default)] detail: String, #[server(default)] minutes: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ManageLogs)?;
    logs::more(&cx, &detail, &minutes).await
}

/// Has the process that answers log what the settings say.
#[server(endpoint = "status/log-as-configured")]
pub async fn log_as_configured() -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ManageLogs)?;
    logs::as_configured(&cx).await
}
