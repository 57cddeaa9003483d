//! Connections.

pub mod call;
pub mod plan;

use super::needs::Need;
use crate::domain::{Capability, ConnectionCall};

/// What making the call needs.
pub fn needs(call: &ConnectionCall) -> Need<'_> {
    match call {
        ConnectionCall::Update { .. } => Need::Role(Capability::WriteConnections),
    }
}
