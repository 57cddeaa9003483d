//! Which call says what about the rows of each list.

use super::{
    collection::Collections,
    list::Row,
    payload::{Assigned, Cached, DocumentAccess, Members, Workbooks},
};
use crate::{
    domain::{
        AccountType, AccountTypeId, Connection, ConnectionId, DataModel, DataModelId, Dataset, DatasetId,
        FeaturePermission, Grant, GrantsOf, InodeId, MemberId, MemberStatus, Report, ReportId, Team, TeamId,
        TeamMember, UserAttribute, UserAttributeId, Workbook, WorkbookId, Workspace, WorkspaceId,
    },
    sigma::{Error, ListWorkbooks, SigmaClient},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// The most documents asked in one reading who may open them. A first reading leaves them all for later, so that no
/// page waits for thousands of calls.
const DOCUMENTS: usize = 1_000;

/// Who asks rows for their details, and what has to be known for it.
#[derive(Clone)]
pub struct DetailFetcher {
    /// Makes the calls.
    pub client: SigmaClient,
    /// Workspaces by the form of their id that grants carry.
    workspaces: Arc<HashMap<String, WorkspaceId>>,
    /// The members that are held.
    members: Option<Arc<Cached<Members>>>,
    /// The workbooks that are held.
    workbooks: Option<Arc<Cached<Workbooks>>>,
}

impl DetailFetcher {
    /// One that knows the workspaces that are held.
    pub fn new(client: SigmaClient, sections: &Collections) -> Self {
        let held = sections.workspaces.held().map_or(&[][..], |held| held.content.list.rows());
        let workspaces = held.iter().map(|workspace| (workspace.url_id.clone(), workspace.id.clone())).collect();
        let (members, workbooks) = (sections.members.held.clone(), sections.workbooks.held.clone());
        Self { client, workspaces: Arc::new(workspaces), members, workbooks }
    }

    /// The people who can be in Sigma: those who are not deactivated.
    pub fn people(&self) -> impl Iterator<Item = &MemberId> {
        let rows = self.members.as_deref().map_or(&[][..], |held| held.content.list.rows());
        rows.iter().filter(|m| !m.is_system() && m.status() == MemberStatus::Active).map(|member| &member.id)
    }

    /// The workbooks there are.
    pub fn workbooks(&self) -> impl Iterator<Item = &WorkbookId> {
        let rows = self.workbooks.as_deref().map_or(&[][..], |held| held.content.list.rows());
        rows.iter().map(|workbook| &workbook.id)
    }

    /// Who may open a document. One call brings what was granted on it and on everything above it (BEHAVIOUR.md
    /// section 10).
    async fn document(&self, id: &str) -> Result<DocumentAccess, Error> {
        let mut access = DocumentAccess::default();
        for held in self.client.grants().of(&GrantsOf::Inode(InodeId::new(id)), false).await? {
            if let Some(workspace) = self.workspaces.get(&held.grant.inode_id) {
                access.workspace = Some(workspace.clone());
            } else if held.is_on_folder() {
                access.folders.push(held.grant);
            } else {
                access.own.push(held.grant);
            }
        }
        access.own = lean(access.own);
        access.folders = lean(access.folders);
        Ok(access)
    }
}

/// What asking for one row brings.
pub enum RowLookup<T> {
    Found(T),
    /// There is none that the list would show.
    Gone,
    /// The list shows it, but it cannot be asked for by itself.
    Hidden,
}

impl<T> From<Option<T>> for RowLookup<T> {
    fn from(found: Option<T>) -> Self {
        found.map_or(Self::Gone, Self::Found)
    }
}

/// A row with details that take a call of their own.
pub trait DetailedRow: Row {
    /// What the call says.
    type Detail: Serialize + DeserializeOwned + Send + Sync + 'static;

    /// The calls' name while they are made, for people.
    const STAGE: &str;

    /// The most rows that one reading asks, and none of them in the first; the others follow in the next readings.
    /// `None` asks all that are due.
    const MAX_PER_RUN: Option<usize> = None;

    /// The whole list.
    fn all(client: &SigmaClient) -> impl Future<Output = Result<Vec<Self>, Error>> + Send;

    /// Asks Sigma for one row with its details.
    fn one(client: &SigmaClient, id: &Self::Id) -> impl Future<Output = Result<RowLookup<Self>, Error>> + Send;

    /// How many things the details tell of, to notice when they are suddenly far fewer.
    fn size(detail: &Self::Detail) -> usize;

    /// The details of a row.
    fn ask(asker: &DetailFetcher, id: &Self::Id) -> impl Future<Output = Result<Self::Detail, Error>> + Send;
}

impl DetailedRow for Team {
    type Detail = Vec<TeamMember>;
    const STAGE: &str = "team members";

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        client.teams().all().await
    }

    async fn one(client: &SigmaClient, id: &TeamId) -> Result<RowLookup<Self>, Error> {
        Ok(there(client.teams().get(id).await)?.map(|found| found.team).into())
    }

    fn size(detail: &Self::Detail) -> usize {
        detail.len()
    }

    async fn ask(DetailFetcher { client, .. }: &DetailFetcher, id: &TeamId) -> Result<Vec<TeamMember>, Error> {
        let mut members = client.teams().members(id).await?;
        // A walk may meet somebody twice (BEHAVIOUR.md section 3).
        let mut seen = HashSet::with_capacity(members.len());
        members.retain(|member| seen.insert(member.member_id.clone()));
        members.shrink_to_fit();
        Ok(members)
    }
}

impl DetailedRow for Workspace {
    type Detail = Vec<Grant>;
    const STAGE: &str = "workspace access";

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        client.workspaces().all().await
    }

    async fn one(client: &SigmaClient, id: &WorkspaceId) -> Result<RowLookup<Self>, Error> {
        Ok(there(client.workspaces().get(id).await)?.into())
    }

    fn size(detail: &Self::Detail) -> usize {
        detail.len()
    }

    async fn ask(DetailFetcher { client, .. }: &DetailFetcher, id: &WorkspaceId) -> Result<Vec<Grant>, Error> {
        Ok(lean(client.workspaces().grants(id).await?))
    }
}

impl DetailedRow for Connection {
    type Detail = Vec<Grant>;
    const STAGE: &str = "connection access";

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        client.connections().all().await
    }

    async fn one(client: &SigmaClient, id: &ConnectionId) -> Result<RowLookup<Self>, Error> {
        Ok(there(client.connections().get(id).await)?.filter(|connection| !connection.is_archived).into())
    }

    fn size(detail: &Self::Detail) -> usize {
        detail.len()
    }

    async fn ask(DetailFetcher { client, .. }: &DetailFetcher, id: &ConnectionId) -> Result<Vec<Grant>, Error> {
        Ok(lean(client.connections().grants(id).await?))
    }
}

impl DetailedRow for AccountType {
    type Detail = Vec<FeaturePermission>;
    const STAGE: &str = "account type permissions";

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        client.account_types().all().await
    }

    async fn one(client: &SigmaClient, id: &AccountTypeId) -> Result<RowLookup<Self>, Error> {
        Ok(client.account_types().all().await?.into_iter().find(|found| found.id == *id).into())
    }

    fn size(detail: &Self::Detail) -> usize {
        detail.len()
    }

    async fn ask(
        DetailFetcher { client, .. }: &DetailFetcher,
        id: &AccountTypeId,
    ) -> Result<Vec<FeaturePermission>, Error> {
        client.account_types().permissions(id).await
    }
}

impl DetailedRow for UserAttribute {
    type Detail = Assigned;
    const STAGE: &str = "values of user attributes";

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        client.user_attributes().all(None).await
    }

    async fn one(client: &SigmaClient, id: &UserAttributeId) -> Result<RowLookup<Self>, Error> {
        Ok(there(client.user_attributes().get(id).await)?.into())
    }

    fn size(detail: &Self::Detail) -> usize {
        detail.members.len() + detail.teams.len()
    }

    async fn ask(DetailFetcher { client, .. }: &DetailFetcher, id: &UserAttributeId) -> Result<Assigned, Error> {
        let members = client.user_attributes().of_members(id).await?;
        let teams = client.user_attributes().of_teams(id).await?;
        let members = members.into_iter().map(|held| (held.member_id, held.value));
        Ok(Assigned::new(members, teams.into_iter().map(|held| (held.team_id, held.value))))
    }
}

impl DetailedRow for Workbook {
    type Detail = DocumentAccess;
    const STAGE: &str = "access to workbooks";
    const MAX_PER_RUN: Option<usize> = Some(DOCUMENTS);

    async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
        let mut which =
            ListWorkbooks { skip_permission_check: true, exclude_explorations: true, ..ListWorkbooks::default() };
        match client.workbooks().all(&which).await {
            // Only admins may skip the check (BEHAVIOUR.md section 13); others list what they can reach themselves.
            Err(error) if error.status() == Some(403) => {
                which.skip_permission_check = false;
                client.workbooks().all(&which).await
            }
            answer => answer,
        }
    }

    async fn one(client: &SigmaClient, id: &WorkbookId) -> Result<RowLookup<Self>, Error> {
        listed(client.workbooks().get(id).await, |workbook| workbook.is_archived)
    }

    fn size(detail: &Self::Detail) -> usize {
        detail.own.len() + detail.folders.len()
    }

    async fn ask(asker: &DetailFetcher, id: &WorkbookId) -> Result<DocumentAccess, Error> {
        asker.document(id.as_str()).await
    }
}

/// Documents whose lists differ in their calls alone.
macro_rules! versioned {
    ($($row:ident: $id:ident, $calls:ident, $stage:literal;)+) => {$(
        impl DetailedRow for $row {
            type Detail = DocumentAccess;
            const STAGE: &str = $stage;
            const MAX_PER_RUN: Option<usize> = Some(DOCUMENTS);

            async fn all(client: &SigmaClient) -> Result<Vec<Self>, Error> {
                match client.$calls().all(true).await {
                    Err(error) if error.status() == Some(403) => client.$calls().all(false).await,
                    answer => answer,
                }
            }

            async fn one(client: &SigmaClient, id: &$id) -> Result<RowLookup<Self>, Error> {
                listed(client.$calls().get(id).await, |found| found.is_archived)
            }

            fn size(detail: &Self::Detail) -> usize {
                detail.own.len() + detail.folders.len()
            }

            async fn ask(asker: &DetailFetcher, id: &$id) -> Result<DocumentAccess, Error> {
                asker.document(id.as_str()).await
            }
        }
    )+};
}

// Only admins may skip the check of permissions; others list what they can reach themselves (BEHAVIOUR.md section 13).
versioned! {
    Dataset: DatasetId, datasets, "access to datasets";
    DataModel: DataModelId, data_models, "access to data models";
    Report: ReportId, reports, "access to reports";
}

/// A document that was asked for. The list skips the check of permissions that a call for one document makes, and
/// leaves archived ones out.
fn listed<T>(answer: Result<T, Error>, is_archived: impl Fn(&T) -> bool) -> Result<RowLookup<T>, Error> {
    match answer {
        Ok(found) if is_archived(&found) => Ok(RowLookup::Gone),
        Ok(found) => Ok(RowLookup::Found(found)),
        Err(error) if error.status() == Some(403) => Ok(RowLookup::Hidden),
        Err(error) if error.is_gone() => Ok(RowLookup::Gone),
        Err(error) => Err(error),
    }
}

/// A row that is gone, or that the credentials' owner cannot see (BEHAVIOUR.md section 9), is not there.
pub fn there<T>(answer: Result<T, Error>) -> Result<Option<T>, Error> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_hidden_or_gone() => Ok(None),
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
