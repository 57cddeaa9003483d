//! Granting and revoking on a path.

use super::super::{
    calls::{
        Context, LookError, Ready, Reconciled,
        level::{self, Place},
    },
    machine::Outcome,
};
use crate::{
    domain::{PathCall, Permission, Step},
    sigma::{self, SigmaClient},
};

/// Looks at what the call is about: see [`look`](super::super::calls::look).
///
/// # Errors
/// When Sigma cannot be read.
pub async fn look(cx: &Context<'_>, step: &Step, call: &PathCall) -> Result<Reconciled, LookError> {
    match call {
        PathCall::Grant { path, grantee, permission, held } => {
            let held: Vec<_> = held.iter().map(|level| (grantee.clone(), Permission::Connection(*level))).collect();
            level::look_at(cx, step, Place::Path(path), grantee, &Permission::Connection(*permission), Some(&held))
                .await
        }
        PathCall::Revoke { path, grantee, permission } => {
            level::look_at_none(cx, step, Place::Path(path), grantee, &Permission::Connection(*permission)).await
        }
    }
}

/// Makes the call that a look has found to be due.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(client: &SigmaClient, call: &PathCall, ready: &Ready) -> Result<Outcome, sigma::Error> {
    match call {
        PathCall::Grant { path, grantee, permission, .. } => {
            let wanted = Permission::Connection(*permission);
            level::set(client, Place::Path(path), grantee, &wanted, ready.lowered.as_ref()).await
        }
        PathCall::Revoke { path, .. } => level::revoke(client, Place::Path(path), ready.grant.as_ref()).await,
    }
}
