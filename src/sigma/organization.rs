//! Switches of the whole organisation, for admins.

use super::client::SigmaClient;
use super::error::Error;
use serde::Deserialize;

/// Calls about the organisation; made by [`SigmaClient::organization`].
#[derive(Clone, Copy, Debug)]
pub struct Organization<'c> {
    pub(super) client: &'c SigmaClient,
}

/// Something that is on or off for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// Copying many documents at once.
    BulkCopy,
    /// People asking for a higher licence inside Sigma.
    LicenceUpgradeRequests,
    /// Embeds that anybody may see who has the link.
    PublicEmbeds,
}

impl Switch {
    /// All of them, the one that matters most first.
    pub const ALL: [Self; 3] = [Self::PublicEmbeds, Self::BulkCopy, Self::LicenceUpgradeRequests];

    fn path(self) -> &'static str {
        match self {
            Self::BulkCopy => "bulkCopy",
            Self::LicenceUpgradeRequests => "licenseUpgradeRequests",
            Self::PublicEmbeds => "publicEmbeds",
        }
    }
}

/// openapi.yaml, `Switch`.
#[derive(Deserialize)]
struct State {
    enabled: bool,
}

impl Organization<'_> {
    /// Whether something is on.
    ///
    /// # Errors
    /// When the call fails; status 403 for credentials that are not an admin's.
    pub async fn is_on(self, switch: Switch) -> Result<bool, Error> {
        let path = ["v2", "organizations", "settings", switch.path()];
        let state: State = self.client.one("getOrganizationSetting", &path).await?;
        Ok(state.enabled)
    }
}
