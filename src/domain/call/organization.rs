//! Calls about the whole organization.

use crate::domain::{MemberId, OrganizationSwitch};
use serde::{Deserialize, Serialize};

/// A call about the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub enum OrganizationCall {
    /// `PATCH /v2/organizations/settings/{setting}`.
    #[serde(rename = "set_organization_switch")]
    SetSwitch { switch: OrganizationSwitch, enabled: bool },
    /// `POST /v2/credentials`: new API credentials for the portal. Their secret is kept apart from the change.
    #[serde(rename = "create_credentials")]
    CreateCredentials {
        /// Whom they act as: whose the present ones are.
        owner: MemberId,
        /// What they are called in Sigma.
        name: String,
    },
    /// `GET /v2/whoami` with the new credentials, and having them used where that succeeds.
    #[serde(rename = "use_credentials")]
    UseCredentials,
    /// `DELETE /v2/credentials/{clientId}` of those that were used before.
    #[serde(rename = "delete_replaced_credentials")]
    DeleteReplacedCredentials,
    /// `DELETE /v2/credentials/{clientId}` of credentials that the portal made while its configuration named others.
    #[serde(rename = "delete_left_credentials")]
    DeleteLeftCredentials { client_id: String },
}
