//! What is on or off for the whole organization, and the portal's own API credentials.

pub mod call;
mod credentials;
pub mod plan;

pub use credentials::NO_SECRET;

use super::needs::Need;
use crate::domain::{Capability, OrganizationCall};

/// What making the call needs.
pub fn needs(call: &OrganizationCall) -> Need<'_> {
    match call {
        OrganizationCall::SetSwitch { .. }
        | OrganizationCall::CreateCredentials { .. }
        | OrganizationCall::UseCredentials
        | OrganizationCall::DeleteReplacedCredentials
        | OrganizationCall::DeleteLeftCredentials { .. } => Need::Role(Capability::WriteOrganization),
    }
}
