//! The full sync: reads the whole organisation with the fewest calls.

use super::{SnapshotData, status::Progress};
use crate::{
    domain::{Grant, Member},
    sigma::{self, ListMembers, SigmaClient},
};
use futures::{StreamExt, stream};
use jiff::Timestamp;
use std::{collections::HashMap, hash::Hash, pin::pin};

/// Calls of one stage under way at once; the client's limiter has the last word.
const AT_ONCE: usize = 5;

/// Reads everything. `report` hears of progress.
///
/// # Errors
/// The first call that failed after the client's own retries.
pub async fn read_all(client: &SigmaClient, report: impl Fn(Progress)) -> Result<SnapshotData, sigma::Error> {
    let as_of = Timestamp::now();
    let stage = |stage, done, total| report(Progress { stage, done, total });
    stage("account types", 0, None);
    let whoami = client.whoami().await?;
    let account_types = client.account_types().all().await?;

    let everybody = ListMembers { include_archived: true, include_inactive: true };
    let mut members: Vec<Member> = Vec::new();
    let mut pages = pin!(client.members().stream(&everybody));
    stage("members", 0, None);
    while let Some(page) = pages.next().await {
        members.extend(page?.into_iter().map(lean));
        stage("members", members.len(), None);
    }

    let teams = client.teams().all().await?;
    let ids = teams.iter().map(|t| t.id.clone()).collect();
    let team_members = each(
        ids,
        |done, total| stage("team members", done, total),
        |id| {
            let client = client.clone();
            async move { (client.teams().members(&id).await.map(Some), id) }
        },
    );
    let team_members = team_members.await?;

    let workspaces = client.workspaces().all().await?;
    let ids = workspaces.iter().map(|w| w.id.clone()).collect();
    let workspace_grants = each(
        ids,
        |done, total| stage("workspace access", done, total),
        |id| {
            let client = client.clone();
            async move { (listable(client.workspaces().grants(&id).await), id) }
        },
    );
    let workspace_grants = workspace_grants.await?;

    let connections = client.connections().all().await?;
    let ids = connections.iter().map(|c| c.id.clone()).collect();
    let connection_grants = each(
        ids,
        |done, total| stage("connection access", done, total),
        |id| {
            let client = client.clone();
            async move { (listable(client.connections().grants(&id).await), id) }
        },
    );
    let connection_grants = connection_grants.await?;

    Ok(SnapshotData {
        as_of,
        organization_id: whoami.organization_id,
        token_owner: whoami.user_id,
        members,
        teams,
        team_members,
        workspaces,
        workspace_grants,
        connections,
        connection_grants,
        account_types,
    })
}

/// Without the fields the portal does not use: for 50,000 people they would weigh more than all the rest.
pub fn lean(mut member: Member) -> Member {
    member.extra.clear();
    member
}

/// Grants that the credentials' owner may not list, or of a resource deleted meanwhile, are left out rather than
/// failing the sync (BEHAVIOUR.md section 9).
fn listable(grants: Result<Vec<Grant>, sigma::Error>) -> Result<Option<Vec<Grant>>, sigma::Error> {
    match grants {
        Ok(grants) => Ok(Some(grants)),
        Err(error) if matches!(error.status(), Some(403 | 404)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads something for each id, several at once.
async fn each<Id: Eq + Hash, T, F: Future<Output = (Result<Option<T>, sigma::Error>, Id)>>(
    ids: Vec<Id>,
    report: impl Fn(usize, Option<usize>),
    read: impl Fn(Id) -> F,
) -> Result<HashMap<Id, T>, sigma::Error> {
    let total = ids.len();
    report(0, Some(total));
    let mut answers = stream::iter(ids).map(read).buffer_unordered(AT_ONCE);
    let mut all = HashMap::with_capacity(total);
    let mut done = 0;
    while let Some((found, id)) = answers.next().await {
        done += 1;
        report(done, Some(total));
        if let Some(found) = found? {
            all.insert(id, found);
        }
    }
    Ok(all)
}
