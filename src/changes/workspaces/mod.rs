//! Workspaces.

pub mod call;
pub mod plan;

use super::needs::Need;
use crate::domain::{Capability, WorkspaceCall};

/// What making the call needs.
pub fn needs(call: &WorkspaceCall) -> Need<'_> {
    match call {
        WorkspaceCall::Create { .. } | WorkspaceCall::Rename { .. } | WorkspaceCall::Delete { .. } => {
            Need::Role(Capability::WriteWorkspaces)
        }
    }
}
