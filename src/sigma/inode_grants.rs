//! Grants on anything: documents and folders too, which have no list of their own.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::paging::BY_PAGE;
use crate::domain::{GrantId, GrantsOf, InodeGrant, NewInodeGrant};

/// Calls about grants of any kind; made by [`SigmaClient::grants`].
#[derive(Clone, Copy, Debug)]
pub struct Grants<'c> {
    pub(super) client: &'c SigmaClient,
}

impl Grants<'_> {
    /// The grants of an object, a team or a member. Those an object inherits from what it lies in are among them
    /// unless `direct_only` (BEHAVIOUR.md section 10).
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn of(self, whose: &GrantsOf, direct_only: bool) -> Result<Vec<InodeGrant>, Error> {
        let (name, id) = match whose {
            GrantsOf::Inode(id) => ("inodeId", id.as_str()),
            GrantsOf::Team(id) => ("teamId", id.as_str()),
            GrantsOf::Member(id) => ("userId", id.as_str()),
        };
        let request = self.client.get("listGrants", &["v2", "grants"]);
        let request = request.map(|r| r.query(name, id).flag("directGrantsOnly", direct_only));
        self.client.entries(request, BY_PAGE).await
    }

    /// Makes a grant, or raises the one there is; never lowers, so repeating it is safe (BEHAVIOUR.md section 10).
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn create(self, grant: &NewInodeGrant) -> Result<Answer<InodeGrant>, Error> {
        let request = self.client.post("createGrant", &["v2", "grants"])?;
        self.client.call(&request.json(grant)?.repeatable()).await
    }

    /// One grant.
    ///
    /// # Errors
    /// When the call fails; status 404 for a grant that does not exist.
    pub async fn get(self, id: &GrantId) -> Result<InodeGrant, Error> {
        self.client.one("getGrant", &["v2", "grants", id.as_str()]).await
    }

    /// Takes a grant away, and says what it was.
    ///
    /// # Errors
    /// Any [`ErrorKind`](super::ErrorKind); [`was_sent_maybe`](Error::was_sent_maybe) tells whether Sigma may have done it.
    pub async fn delete(self, id: &GrantId) -> Result<Answer<InodeGrant>, Error> {
        self.client.call(&self.client.delete("deleteGrant", &["v2", "grants", id.as_str()])?).await
    }
}
