//! Turning something on or off for the whole organisation.

use super::super::{
    calls::{Context, LookError, Reconciled},
    machine::Outcome,
};
use crate::{
    domain::{OrganizationCall, Step},
    sigma::{self, SigmaClient},
};

/// Looks at what the call is about: see [`look`](super::super::calls::look). Of two states there is no third that the
/// plan has not seen.
///
/// # Errors
/// When Sigma cannot be read.
pub async fn look(cx: &Context<'_>, step: &Step, call: &OrganizationCall) -> Result<Reconciled, LookError> {
    match call {
        OrganizationCall::SetSwitch { switch, enabled } => {
            let is_met = cx.client.organization().is_on(*switch).await? == *enabled;
            // Sigma does not say who turned it.
            Ok(if is_met { Reconciled::met(step.may_have_arrived()) } else { Reconciled::send(&step.call) })
        }
    }
}

/// Makes the call.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(client: &SigmaClient, call: &OrganizationCall) -> Result<Outcome, sigma::Error> {
    match call {
        OrganizationCall::SetSwitch { switch, enabled } => {
            Ok(Outcome::done(client.organization().set(*switch, *enabled).await?.request_id))
        }
    }
}
