//! Which call says what about the rows of each list.

use super::{content::Assigned, list::Row};
use crate::{
    domain::{
        AccountType, AccountTypeId, Connection, ConnectionId, FeaturePermission, Grant, Team, TeamId, TeamMember,
        UserAttribute, UserAttributeId, Workspace, WorkspaceId,
    },
    sigma::{Error, SigmaClient},
};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::HashSet;

/// A row with details that take a call of their own.
pub trait Detailed: Row {
    /// What the call says.
    type Detail: Clone + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// The calls' name while they are made, for people.
    const STAGE: &str;

    /// The whole list.
    fn all(client: &SigmaClient) -> impl Future<Output = Result<Vec<Self>, Error>> + Send;

    /// One row; `None` when there is none that the credentials' owner can see.
    fn one(client: &SigmaClient, id: &Self::Id) -> impl Future<Output = Result<Option<Self>, Error>> + Send;

    /// The details of a row.
    fn ask(client: &SigmaClient, id: &Self::Id) -> impl Future<Output = Result<Self::Detail, Error>> + Send;
}

impl Detailed for Team {
    type Detail = Vec<TeamMember>;
    const STAGE: &str = "team members";

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        client.teams().all().await
    }

    async fn one(client: &SigmaClient, id: &TeamId) -> Result<Option<Self>, Error> {
        Ok(there(client.teams().get(id).await)?.map(|found| found.team))
    }

    async fn ask(client: &SigmaClient, id: &TeamId) -> Result<Vec<TeamMember>, Error> {
        let mut members = client.teams().members(id).await?;
        // A walk may meet somebody twice (BEHAVIOUR.md section 3).
        let mut seen = HashSet::with_capacity(members.len());
        members.retain(|member| seen.insert(member.member_id.clone()));
        members.shrink_to_fit();
        Ok(members)
    }
}

impl Detailed for Workspace {
    type Detail = Vec<Grant>;
    const STAGE: &str = "workspace access";

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        client.workspaces().all().await
    }

    async fn one(client: &SigmaClient, id: &WorkspaceId) -> Result<Option<Self>, Error> {
        there(client.workspaces().get(id).await)
    }

    async fn ask(client: &SigmaClient, id: &WorkspaceId) -> Result<Vec<Grant>, Error> {
        Ok(lean(client.workspaces().grants(id).await?))
    }
}

impl Detailed for Connection {
    type Detail = Vec<Grant>;
    const STAGE: &str = "connection access";

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        client.connections().all().await
    }

    async fn one(client: &SigmaClient, id: &ConnectionId) -> Result<Option<Self>, Error> {
        Ok(there(client.connections().get(id).await)?.filter(|connection| !connection.is_archived))
    }

    async fn ask(client: &SigmaClient, id: &ConnectionId) -> Result<Vec<Grant>, Error> {
        Ok(lean(client.connections().grants(id).await?))
    }
}

impl Detailed for AccountType {
    type Detail = Vec<FeaturePermission>;
    const STAGE: &str = "account type permissions";

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        client.account_types().all().await
    }

    async fn one(client: &SigmaClient, id: &AccountTypeId) -> Result<Option<Self>, Error> {
        Ok(client.account_types().all().await?.into_iter().find(|found| found.id == *id))
    }

    async fn ask(client: &SigmaClient, id: &AccountTypeId) -> Result<Vec<FeaturePermission>, Error> {
        client.account_types().permissions(id).await
    }
}

impl Detailed for UserAttribute {
    type Detail = Assigned;
    const STAGE: &str = "values of user attributes";

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        client.user_attributes().all(None).await
    }

    async fn one(client: &SigmaClient, id: &UserAttributeId) -> Result<Option<Self>, Error> {
        there(client.user_attributes().get(id).await)
    }

    async fn ask(client: &SigmaClient, id: &UserAttributeId) -> Result<Assigned, Error> {
        let members = client.user_attributes().of_members(id).await?;
        let teams = client.user_attributes().of_teams(id).await?;
        let members = members.into_iter().map(|held| (held.member_id, held.value));
        Ok(Assigned::new(members, teams.into_iter().map(|held| (held.team_id, held.value))))
    }
}

/// A row that is gone, or that the credentials' owner cannot see (BEHAVIOUR.md section 9), is not there.
pub fn there<T>(answer: Result<T, Error>) -> Result<Option<T>, Error> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.status(), Some(403 | 404)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn lean(mut grants: Vec<Grant>) -> Vec<Grant> {
    for grant in &mut grants {
        grant.extra.clear();
    }
    grants.shrink_to_fit();
    grants
}
