//! Editing connections.

use super::super::{
    calls::{Context, LookError, Reconciled, finding::given, own},
    machine::Outcome,
};
use crate::{
    domain::{ConnectionCall, Step},
    sigma::{self, SigmaClient},
};

/// Looks at what the call is about: see [`look`](super::super::calls::look).
///
/// # Errors
/// When Sigma cannot be read.
pub async fn look(cx: &Context<'_>, step: &Step, call: &ConnectionCall) -> Result<Reconciled, LookError> {
    let ConnectionCall::Update { connection_id, patch, before } = call;
    let now = cx.client.connections().get(connection_id).await?;
    let own = own::edited(cx, step, &now.extra, now.updated_at);
    Ok(given(step, patch.is_met_by(&now), own, &patch.conflicts(before, &now)))
}

/// Makes the call.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(client: &SigmaClient, call: &ConnectionCall) -> Result<Outcome, sigma::Error> {
    let ConnectionCall::Update { connection_id, patch, .. } = call;
    Ok(Outcome::done(client.connections().update(connection_id, patch).await?.request_id))
}
