//! What the onboarding form asks while it is filled in.

#[cfg(feature = "ssr")]
use super::{foresee, form::OnboardingForm};
use super::{form::PersonFields, preview::PlanPreview};
use crate::{domain::AppError, features::shared::grant_editor::GrantRows};
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
) -> Result<PlanPreview, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    foresee::preview(&cx, OnboardingForm { person, teams, workspaces, connections, attributes }).await
}
