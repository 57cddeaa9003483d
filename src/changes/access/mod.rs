//! Access to workspaces and connections.

pub mod call;
pub mod plan;

use super::needs::Need;
use crate::domain::{AccessCall, Capability};

/// What making the call needs.
pub fn needs(call: &AccessCall) -> Need<'_> {
    match call {
        AccessCall::Grant { resource, .. }
        | AccessCall::Lower { resource, .. }
        | AccessCall::Revoke { resource, .. } => Need::Grants(resource),
        // On a workspace that this very change makes.
        AccessCall::GrantOnNew { .. } => Need::Role(Capability::WriteWorkspaces),
    }
}
