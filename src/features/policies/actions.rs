//! Setting policies: server functions, whose arguments are the forms.

use super::form::PolicyForm;
use crate::{
    domain::{AppError, Capability, Requestable, RequestableKind},
    web::{RequestContext, Severity, paths},
};
use leptos::server;

/// Sets the policy of a kind or thing, and the owners of a thing.
#[server(endpoint = "policies/set")]
pub async fn set_policy(
    #[server(default)] subject: String,
    #[server(flatten)] form: PolicyForm,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteGrants)?;
    let snapshot = cx.snapshot()?;
    let checked = form.checked(&snapshot)?;
    let kind = subject.strip_prefix("kind:").and_then(RequestableKind::from_slug);
    match (kind, Requestable::from_key(&subject)) {
        (Some(kind), _) => cx.app.requests.set_kind_policy(kind, checked.policy, &cx.actor).await?,
        (None, Some(thing)) => {
            cx.app.requests.set_policy(&thing, checked.policy, checked.owners, &cx.actor).await?;
        }
        (None, None) => return Err(AppError::NotFound),
    }
    cx.lead_to(paths::POLICIES, Severity::Success, "Saved. It applies to requests from now on, open ones included.")
        .await;
    Ok(())
}
