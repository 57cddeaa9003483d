//! Members who leave, and those who come back.

use super::client::Answer;
use super::error::Error;
use super::members::Members;
use crate::domain::{Deactivation, LeftDocuments, Member, MemberId};
use serde::{Deserialize, Serialize};

/// The part of openapi.yaml's `UpdateMemberRequest` that takes a member out of service or back.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Service<'a> {
    is_archived: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_owner_id: Option<&'a MemberId>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    archive_documents: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    archive_scheduled_exports: bool,
}

/// openapi.yaml, `RevokeTokensResponse`.
#[derive(Deserialize)]
struct Revoked {
    results: Results,
}

#[derive(Deserialize)]
struct Results {
    oauth: OAuth,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OAuth {
    tokens_revoked: u64,
}

impl Members<'_> {
    /// Deactivates a member and says what becomes of their documents. Prefer this to [`Self::delete`]
    /// (BEHAVIOUR.md section 7).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn deactivate(self, id: &MemberId, how: &Deactivation) -> Result<Answer<Member>, Error> {
        let (new_owner_id, archive_documents) = match &how.documents {
            LeftDocuments::HandTo(owner) => (Some(owner), false),
            LeftDocuments::Archive => (None, true),
        };
        let archive_scheduled_exports = how.archive_scheduled_exports;
        self.serve(id, Service { is_archived: true, new_owner_id, archive_documents, archive_scheduled_exports }).await
    }

    /// Takes a deactivated member back. Documents that were handed over do not return (BEHAVIOUR.md section 7).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind) of a call; reading changes nothing at Sigma.
    pub async fn reactivate(self, id: &MemberId) -> Result<Answer<Member>, Error> {
        let back = Service {
            is_archived: false,
            new_owner_id: None,
            archive_documents: false,
            archive_scheduled_exports: false,
        };
        self.serve(id, back).await
    }

    /// Deactivates a member and gives their documents to the owner of these credentials: nothing is erased. Not for
    /// members an identity provider manages (BEHAVIOUR.md section 7).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn delete(self, id: &MemberId) -> Result<Answer<()>, Error> {
        self.client.tell(&self.client.delete("deleteMember", &["v2", "members", id.as_str()])?).await
    }

    /// Ends the member's refresh tokens for single sign-on and warehouses, and says how many. Running sessions last
    /// on: this signs nobody out (BEHAVIOUR.md section 7).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn revoke_tokens(self, id: &MemberId) -> Result<Answer<u64>, Error> {
        let request = self.client.post("revokeMemberTokens", &["v2", "members", id.as_str(), "revoke"])?;
        let Answer { value, request_id } = self.client.call::<Revoked>(&request.empty()).await?;
        Ok(Answer { value: value.results.oauth.tokens_revoked, request_id })
    }

    async fn serve(self, id: &MemberId, service: Service<'_>) -> Result<Answer<Member>, Error> {
        let request = self.client.patch("updateMember", &["v2", "members", id.as_str()])?;
        self.client.call(&request.json(&service)?).await
    }
}
