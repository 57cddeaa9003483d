//! Turning something on or off for the whole organization, and the steps that renew the portal's credentials.

use super::super::{
    calls::{Context, LookError, Reconciled},
    machine::Outcome,
};
use super::credentials;
use crate::{
    domain::{OrganizationCall, Step},
    sigma,
};

/// Looks at what the call is about: see [`look`](super::super::calls::look). Of two states there is no third that the
/// plan has not seen.
///
/// # Errors
/// When Sigma or the journal cannot be read.
pub async fn look(cx: &Context<'_>, step: &Step, call: &OrganizationCall) -> Result<Reconciled, LookError> {
    match call {
        OrganizationCall::SetSwitch { switch, enabled } => {
            let is_met = cx.client.organization().is_on(*switch).await? == *enabled;
            // Sigma does not say who turned it.
            Ok(if is_met { Reconciled::met(step.may_have_arrived()) } else { Reconciled::send(&step.call) })
        }
        OrganizationCall::CreateCredentials { name, .. } => credentials::look_for_made(cx, step, name).await,
        OrganizationCall::UseCredentials => credentials::look_for_used(cx, step).await,
        OrganizationCall::DeleteReplacedCredentials => credentials::look_for_replaced(cx, step).await,
        OrganizationCall::DeleteLeftCredentials { client_id } => credentials::look_for_left(cx, step, client_id).await,
    }
}

/// Makes the call.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(cx: &Context<'_>, call: &OrganizationCall) -> Result<Outcome, sigma::Error> {
    match call {
        OrganizationCall::SetSwitch { switch, enabled } => {
            Ok(Outcome::done(cx.client.organization().set(*switch, *enabled).await?.request_id))
        }
        OrganizationCall::CreateCredentials { owner, name } => credentials::create(cx, owner, name).await,
        OrganizationCall::UseCredentials => Ok(credentials::use_new(cx).await),
        OrganizationCall::DeleteReplacedCredentials => credentials::delete_replaced(cx).await,
        OrganizationCall::DeleteLeftCredentials { client_id } => credentials::delete_left(cx, client_id).await,
    }
}
