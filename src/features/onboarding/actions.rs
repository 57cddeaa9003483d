//! Onboarding one person: the function whose arguments are the form.

use super::form::PersonFields;
#[cfg(feature = "ssr")]
use super::{form::OnboardingForm, wish::Settled};
#[cfg(feature = "ssr")]
use crate::{
    domain::Capability,
    web::{NavItem, RequestContext},
};
use crate::{
    domain::{AppError, ChangeId, PackageId},
    features::shared::grant_editor::GrantRows,
};
use leptos::server;

/// Plans to invite a person, with teams and direct access, and leads to the review. With a package, they hold it from then on.
///
/// # Errors
/// [`AppError::Invalid`] with every field that needs attention, [`AppError::Refused`], [`AppError::Forbidden`],
/// [`AppError::SignedOut`] and [`AppError::NotReady`].
#[server(endpoint = "onboarding/onboard")]
pub async fn onboard(
    #[server(flatten)] person: PersonFields,
    #[server(default)] teams: GrantRows,
    #[server(default)] workspaces: GrantRows,
    #[server(default)] connections: GrantRows,
    #[server(default)] attributes: String,
    #[server(default)] package: PackageId,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let form = OnboardingForm { person, teams, workspaces, connections, attributes };
    let settled = Settled::of(form, &cx.actor, &*cx.snapshot()?);
    let intent = super::package::given(&cx, settled.intent()?, &package).await?;
    cx.propose(intent, NavItem::Onboard).await
}
