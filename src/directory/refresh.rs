//! The targeted refresh: reads back what a change touched, so that the next page shows it.

use super::{SnapshotData, sync::lean};
use crate::{
    domain::{Member, MemberId, Subject},
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
            Subject::Team(id) => {
                data.team_members.insert(id.clone(), client.teams().members(id).await?);
            }
            Subject::Workspace(id) => {
                data.workspace_grants.insert(id.clone(), client.workspaces().grants(id).await?);
            }
            Subject::Connection(id) => {
                data.connection_grants.insert(id.clone(), client.connections().grants(id).await?);
            }
        }
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
