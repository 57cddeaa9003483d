//! Calls about the whole organisation.

use crate::domain::OrganizationSwitch;
use serde::{Deserialize, Serialize};

/// A call about the organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub enum OrganizationCall {
    /// `PATCH /v2/organizations/settings/{setting}`.
    #[serde(rename = "set_organization_switch")]
    SetSwitch { switch: OrganizationSwitch, enabled: bool },
}
