//! Account types: the licences members hold.

use super::client::SigmaClient;
use super::error::Error;
use super::paging::BY_TOKEN;
use crate::domain::{AccountType, AccountTypeId, FeaturePermission};

/// Calls about account types; made by [`SigmaClient::account_types`]. Sigma wants an admin's credentials for them
/// (BEHAVIOUR.md section 11).
#[derive(Clone, Copy, Debug)]
pub struct AccountTypes<'c> {
    pub(super) client: &'c SigmaClient,
}

impl AccountTypes<'_> {
    /// Every account type.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn all(self) -> Result<Vec<AccountType>, Error> {
        self.client.entries(self.client.get("listAccountTypes", &["v2", "accountTypes"]), BY_TOKEN).await
    }

    /// What an account type lets its holders do: a bare list, not paged (BEHAVIOUR.md section 3).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn permissions(self, id: &AccountTypeId) -> Result<Vec<FeaturePermission>, Error> {
        let path = ["v2", "accountTypes", id.as_str(), "permissions"];
        Ok(self.client.call(&self.client.get("listAccountTypePermissions", &path)?).await?.value)
    }
}
