//! User attributes and their values.

pub mod call;
pub mod plan;

use super::needs::Need;
use crate::domain::{AttributeCall, Capability};

/// What making the call needs.
pub fn needs(call: &AttributeCall) -> Need<'_> {
    match call {
        AttributeCall::Create { .. }
        | AttributeCall::Set { .. }
        | AttributeCall::SetForNew { .. }
        | AttributeCall::Unset { .. } => Need::Role(Capability::WriteMembers),
    }
}
