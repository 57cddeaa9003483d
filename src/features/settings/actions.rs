//! What can be done from the settings page: server functions, whose arguments are the forms.

use super::{assign, notifications, posture, reading, sigma};
use crate::{
    directory::Collection,
    domain::{AppError, AssignedRole, Capability, ChangeId, Channel, MemberId},
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

/// Plans to turn something on or off for the whole organization, by its name in Sigma's URLs, and leads to the review. `to`
/// is `on` or `off`.
#[server(endpoint = "settings/set-switch")]
pub async fn set_switch(
    #[server(default)] switch: String,
    #[server(default)] to: String,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteOrganization)?;
    posture::propose(&cx, &switch, &to).await
}

/// Plans to renew the portal's API credentials and leads to the review.
#[server(endpoint = "settings/renew-credentials")]
pub async fn renew_credentials() -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteOrganization)?;
    sigma::propose_renewal(&cx).await
}

/// Plans to delete credentials that are left in Sigma and leads to the review.
#[server(endpoint = "settings/delete-credentials")]
pub async fn delete_left_credentials(#[server(default)] client_id: String) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteOrganization)?;
    sigma::propose_deletion(&cx, client_id).await
}

/// Sends a test by a channel: a mail to whoever asks, a message to any other.
#[server(endpoint = "settings/test-channel")]
pub async fn test_channel(#[server(default)] channel: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ManageNotifications)?;
    notifications::test(&cx, Channel::from_slug(&channel).ok_or(AppError::Unreadable)?).await
}

/// Has sent again what was given up: one by its id, or without an id all.
#[server(endpoint = "settings/send-again")]
pub async fn send_again(#[server(default)] id: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ManageNotifications)?;
    notifications::send_again(&cx, Some(id.as_str()).filter(|id| !id.is_empty())).await
}

/// Gives a role to a member: `role` is `manager`, `auditor` or `admin`, `of` what a manager is to manage.
#[server(endpoint = "roles/assign")]
pub async fn assign_role(#[server(flatten)] form: assign::AssignForm) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ManageRoles)?;
    assign::assign(&cx, &form).await
}

/// Takes a role from a member, by its written form.
#[server(endpoint = "roles/remove")]
pub async fn remove_role(#[server(default)] member: MemberId, #[server(default)] role: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ManageRoles)?;
    assign::remove(&cx, &member, &AssignedRole::from_key(&role).ok_or(AppError::NotFound)?).await
}
