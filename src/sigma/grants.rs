//! What workspaces, connections and their paths have in common: listing grants, granting, revoking.

use super::client::{Answer, SigmaClient};
use super::error::Error;
use super::paging::BY_PAGE;
use crate::domain::{Grant, GrantId, Grantee};
use serde::Serialize;

/// One grant as it is sent.
#[derive(Serialize)]
struct Input<'a, P> {
    grantee: &'a Grantee,
    permission: P,
}

#[derive(Serialize)]
struct Inputs<'a, P> {
    grants: Vec<Input<'a, P>>,
}

impl SigmaClient {
    pub(super) async fn list_grants(&self, operation: &'static str, path: &[&str]) -> Result<Vec<Grant>, Error> {
        self.entries(self.get(operation, path), BY_PAGE).await
    }

    /// Creates or updates (BEHAVIOUR.md section 10), so repeating it is safe.
    pub(super) async fn grant_on<P: Serialize + Copy>(
        &self,
        operation: &'static str,
        path: &[&str],
        grants: &[(Grantee, P)],
    ) -> Result<Answer<()>, Error> {
        let grants = grants.iter().map(|(grantee, permission)| Input { grantee, permission: *permission }).collect();
        self.tell(&self.post(operation, path)?.json(&Inputs { grants })?.repeatable()).await
    }

    pub(super) async fn revoke_on(
        &self,
        operation: &'static str,
        grants: &[&str],
        grant: &GrantId,
    ) -> Result<Answer<()>, Error> {
        let path: Vec<&str> = grants.iter().copied().chain([grant.as_str()]).collect();
        self.tell(&self.delete(operation, &path)?).await
    }
}
