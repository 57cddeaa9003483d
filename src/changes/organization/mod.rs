//! What is on or off for the whole organisation.

pub mod call;
pub mod plan;

use super::needs::Need;
use crate::domain::{Capability, OrganizationCall};

/// What making the call needs.
pub fn needs(call: &OrganizationCall) -> Need<'_> {
    match call {
        OrganizationCall::SetSwitch { .. } => Need::Role(Capability::WriteOrganization),
    }
}
