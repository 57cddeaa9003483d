//! What can be done from the settings page: server functions, whose arguments are the forms.

use super::reading;
use crate::{
    directory::Collection,
    domain::{AppError, Capability},
    web::RequestContext,
};
use leptos::server;

/// Has a section of the directory, by its task's name, read from Sigma at once.
#[server(endpoint = "settings/read")]
pub async fn read_section(#[server(default)] section: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ReadAudit)?;
    cx.require(Capability::RefreshDirectory)?;
    reading::read(&cx, Collection::from_task(&section).ok_or(AppError::Unreadable)?).await
}

/// Accepts that Sigma lists much less of a section, by its task's name, than was known.
#[server(endpoint = "settings/accept")]
pub async fn accept_shorter_list(#[server(default)] section: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::AcceptShorterLists)?;
    reading::accept(&cx, Collection::from_task(&section).ok_or(AppError::Unreadable)?).await
}
