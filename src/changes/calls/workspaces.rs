//! Making, renaming and deleting workspaces.

use super::{Finding, gone, is_gone, is_own, missing};
use crate::{
    changes::machine::Outcome,
    domain::{Call, Step, Subject, Workspace},
    sigma::{self, ListWorkspaces, NewWorkspace, SigmaClient},
};

pub async fn send(client: &SigmaClient, step: &Step) -> Result<Outcome, sigma::Error> {
    let workspaces = client.workspaces();
    match &step.call {
        Call::CreateWorkspace { name } => {
            let answer = workspaces.create(name, true).await?;
            let made = match answer.value {
                NewWorkspace::Created(made) => made,
                // The name was taken between planning and now, or by an earlier try of this very step.
                NewWorkspace::Existing { .. } => return found(client, step, name).await,
            };
            Ok(Outcome::Done { created: Some(Subject::Workspace(made.id)), request_id: answer.request_id })
        }
        Call::RenameWorkspace { workspace_id, name } => {
            Ok(Outcome::done(workspaces.rename(workspace_id, name, true).await?.request_id))
        }
        Call::DeleteWorkspace { workspace } => match workspace.known() {
            Some(id) => gone(workspaces.delete(id).await),
            None => Ok(missing()),
        },
        _ => Ok(missing()),
    }
}

async fn found(client: &SigmaClient, step: &Step, name: &str) -> Result<Outcome, sigma::Error> {
    let own = step.attempts > 1;
    Ok(match named(client, name).await?.into_iter().find(|w| own && is_own(step, w.created_at)) {
        Some(made) => Outcome::Met { created: Some(Subject::Workspace(made.id)) },
        None => Outcome::refused(format!("A workspace named “{name}” exists already; none was made.")),
    })
}

pub async fn look(client: &SigmaClient, step: &Step) -> Result<Finding, sigma::Error> {
    let workspaces = client.workspaces();
    Ok(match &step.call {
        Call::CreateWorkspace { name } => {
            match named(client, name).await?.into_iter().find(|w| is_own(step, w.created_at)) {
                Some(made) => Finding::Happened(Outcome::Met { created: Some(Subject::Workspace(made.id)) }),
                None => Finding::DidNot,
            }
        }
        Call::RenameWorkspace { workspace_id, name } => Finding::met(workspaces.get(workspace_id).await?.name == *name),
        Call::DeleteWorkspace { workspace } => match workspace.known() {
            Some(id) => is_gone(workspaces.get(id).await)?,
            None => Finding::DidNot,
        },
        _ => Finding::DidNot,
    })
}

async fn named(client: &SigmaClient, name: &str) -> Result<Vec<Workspace>, sigma::Error> {
    client.workspaces().matching(&ListWorkspaces::Named(name.to_owned())).await
}
