//! The targeted refresh: reads back what a change touched, so that the next page shows it.

use super::{SnapshotData, sync::lean};
use crate::{
    domain::{ConnectionId, Member, MemberId, Subject, TeamId, WorkspaceId},
    sigma::{self, SigmaClient},
};

/// Reads each subject from Sigma into `data`.
///
/// # Errors
/// The first call that failed; `data` then holds what was read before it.
pub async fn read(client: &SigmaClient, data: &mut SnapshotData, subjects: &[Subject]) -> Result<(), sigma::Error> {
    for subject in subjects {
        match subject {
            Subject::Member(id) => put_member(data, lean(client.members().get(id).await?)),
            Subject::Address(address) => {
                if let Some(member) = client.members().find_by_email(address).await? {
                    put_member(data, lean(member));
                }
            }
            Subject::Team(id) => team(client, data, id).await?,
            Subject::Workspace(id) => workspace(client, data, id).await?,
            Subject::Connection(id) => connection(client, data, id).await?,
            Subject::Workbook(_)
            | Subject::Dataset(_)
            | Subject::UserAttribute(_)
            | Subject::AccountType(_)
            | Subject::Change(_) => {}
        }
    }
    Ok(())
}

/// `None` for what does not exist any more.
fn found<T>(answer: Result<T, sigma::Error>) -> Result<Option<T>, sigma::Error> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.status() == Some(404) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn team(client: &SigmaClient, data: &mut SnapshotData, id: &TeamId) -> Result<(), sigma::Error> {
    data.teams.retain(|t| t.id != *id);
    data.team_members.remove(id);
    if let Some(found) = found(client.teams().get(id).await)? {
        data.teams.push(found.team);
        data.team_members.insert(id.clone(), client.teams().members(id).await?);
    }
    Ok(())
}

async fn workspace(client: &SigmaClient, data: &mut SnapshotData, id: &WorkspaceId) -> Result<(), sigma::Error> {
    data.workspaces.retain(|w| w.id != *id);
    data.workspace_grants.remove(id);
    if let Some(found) = found(client.workspaces().get(id).await)? {
        data.workspaces.push(found);
        data.workspace_grants.insert(id.clone(), client.workspaces().grants(id).await?);
    }
    Ok(())
}

async fn connection(client: &SigmaClient, data: &mut SnapshotData, id: &ConnectionId) -> Result<(), sigma::Error> {
    data.connections.retain(|c| c.id != *id);
    data.connection_grants.remove(id);
    if let Some(found) = found(client.connections().get(id).await)? {
        data.connections.push(found);
        data.connection_grants.insert(id.clone(), client.connections().grants(id).await?);
    }
    Ok(())
}

fn put_member(data: &mut SnapshotData, member: Member) {
    let place = |id: &MemberId| data.members.iter().position(|m| m.id == *id);
    match place(&member.id) {
        Some(at) => data.members[at] = member,
        None => data.members.push(member),
    }
}
