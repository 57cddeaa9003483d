//! API credentials: the pair that the client uses, and making and deleting such pairs. Sigma has no list of them, and shows
//! a secret once (BEHAVIOUR.md section 18).

use super::client::{Answer, SigmaClient};
use super::error::Error;
use crate::domain::MemberId;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// What the portal proves with who it is. Its `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub client_id: String,
    pub client_secret: SecretString,
}

/// Calls about API credentials; made by [`SigmaClient::api_credentials`].
#[derive(Clone, Copy, Debug)]
pub struct ApiCredentials<'c> {
    pub(super) client: &'c SigmaClient,
}

/// openapi.yaml, `CreateCredentialsRequest`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct New<'a> {
    owner_id: &'a MemberId,
    name: &'a str,
    scopes: [&'static str; 1],
}

/// openapi.yaml, `Credentials`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Made {
    client_id: String,
    client_secret: String,
}

impl ApiCredentials<'_> {
    /// Makes credentials for the API that act as `owner`. The answer is the only one with their secret.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind), status 403 for credentials that are not an admin's;
    /// [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn create(self, owner: &MemberId, name: &str) -> Result<Answer<Credentials>, Error> {
        let request = self.client.post("createCredentials", &["v2", "credentials"])?;
        let answer: Answer<Made> =
            self.client.call(&request.json(&New { owner_id: owner, name, scopes: ["api"] })?).await?;
        let Made { client_id, client_secret } = answer.value;
        let value = Credentials { client_id, client_secret: client_secret.into() };
        Ok(Answer { value, request_id: answer.request_id })
    }

    /// Deletes credentials, with the access tokens that they were used for.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn delete(self, client_id: &str) -> Result<Answer<()>, Error> {
        self.client.tell(&self.client.delete("deleteCredentials", &["v2", "credentials", client_id])?).await
    }
}
