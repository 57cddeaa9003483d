//! What the onboarding form asks while it is filled in.

use super::form::PersonFields;
#[cfg(feature = "ssr")]
use super::{foresee, form::OnboardingForm, panel};
use crate::{domain::AppError, features::shared::grant_editor::GrantRows, ui::islands::LiveAnswer};
#[cfg(feature = "ssr")]
use crate::{domain::Capability, web::RequestContext};
use leptos::{server, server_fn::codec::GetUrl};

/// What the form would come to as it is filled in now. Changes nothing.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotReady`], and [`AppError::SignedOut`].
#[server(endpoint = "onboarding/preview", input = GetUrl)]
pub async fn preview_onboarding(
    #[server(flatten)] person: PersonFields,
    #[server(default)] teams: GrantRows,
    #[server(default)] workspaces: GrantRows,
    #[server(default)] connections: GrantRows,
    #[server(default)] attributes: String,
) -> Result<LiveAnswer, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let form = OnboardingForm { person, teams, workspaces, connections, attributes };
    Ok(panel::answer(foresee::preview(&cx, form).await?))
}
