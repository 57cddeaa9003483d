//! Switches of the whole organization, for admins.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use crate::domain::OrganizationSwitch;
use serde::{Deserialize, Serialize};

/// Calls about the organisation; made by [`SigmaClient::organization`].
#[derive(Clone, Copy, Debug)]
pub struct Organization<'c> {
    pub(super) client: &'c SigmaClient,
}

/// openapi.yaml, `Switch`.
#[derive(Deserialize, Serialize)]
struct State {
    enabled: bool,
}

impl Organization<'_> {
    /// Whether something is on.
    ///
    /// # Errors
    /// When the call fails; status 403 for credentials that are not an admin's.
    pub async fn is_on(self, switch: OrganizationSwitch) -> Result<bool, Error> {
        let state: State = self.client.one("getOrganizationSetting", &path(switch)).await?;
        Ok(state.enabled)
    }

    /// Turns something on or off for everybody.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn set(self, switch: OrganizationSwitch, enabled: bool) -> Result<Answer<()>, Error> {
        let request = self.client.patch("updateOrganizationSetting", &path(switch))?;
        self.client.tell(&request.json(&State { enabled })?).await
    }
}

fn path(switch: OrganizationSwitch) -> [&'static str; 4] {
    ["v2", "organizations", "settings", switch.slug()]
}
