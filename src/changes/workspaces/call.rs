//! Making, renaming and deleting workspaces.

use super::super::{
    calls::{Context, InDoubt, LookError, Reconciled, finding::given, gone, may_still_happen, missing, own},
    machine::Outcome,
};
use crate::{
    domain::{Difference, Step, Subject, WorkspaceCall, WorkspaceId, text::isolated},
    sigma::{self, ListWorkspaces, NewWorkspace, SigmaClient},
};

/// Looks at what the call is about: see [`look`](super::super::calls::look).
///
/// # Errors
/// When Sigma or the journal cannot be read.
pub async fn look(
    cx: &Context<'_>,
    step: &Step,
    call: &WorkspaceCall,
    doubt: InDoubt,
) -> Result<Reconciled, LookError> {
    match call {
        WorkspaceCall::Create { name } => look_for_made(cx, step, name, doubt).await,
        WorkspaceCall::Rename { workspace_id, name, before } => {
            look_at_name(cx, step, workspace_id, name, before.as_deref()).await
        }
        WorkspaceCall::Delete { workspace } => match workspace.known() {
            Some(id) => Ok(Reconciled::gone_or_send(cx.client.workspaces().get(id).await.map(drop), step)?),
            None => Ok(Reconciled::missing()),
        },
    }
}

/// Makes the call.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(client: &SigmaClient, call: &WorkspaceCall) -> Result<Outcome, sigma::Error> {
    let workspaces = client.workspaces();
    Ok(match call {
        WorkspaceCall::Create { name } => create(client, name).await?,
        WorkspaceCall::Rename { workspace_id, name, .. } => {
            Outcome::done(workspaces.rename(workspace_id, name, true).await?.request_id)
        }
        WorkspaceCall::Delete { workspace } => match workspace.known() {
            Some(id) => gone(workspaces.delete(id).await)?,
            None => missing(),
        },
    })
}

/// Makes a workspace of a name that nobody else's has.
async fn create(client: &SigmaClient, name: &str) -> Result<Outcome, sigma::Error> {
    let answer = client.workspaces().create(name, true).await?;
    Ok(match answer.value {
        NewWorkspace::Created(made) => Outcome::created(Subject::Workspace(made.id), answer.request_id),
        // The name was taken between the look and the call.
        NewWorkspace::Existing { .. } => Outcome::refused(taken(name)),
    })
}

fn taken(name: &str) -> String {
    format!("A workspace named “{}” exists already; none was made.", isolated(name))
}

/// Whether a workspace has the name: made by this step, or somebody else's.
async fn look_for_made(cx: &Context<'_>, step: &Step, name: &str, doubt: InDoubt) -> Result<Reconciled, LookError> {
    let found = cx.client.workspaces().matching(&ListWorkspaces::Named(name.to_owned())).await?;
    let is_free = found.is_empty();
    for found in found {
        let subject = Subject::Workspace(found.id.clone());
        if found.name == name && own::is_made(cx, step, &subject, own::maker(&found.extra), found.created_at).await? {
            return Ok(Reconciled::Done { created: Some(subject) });
        }
    }
    if !is_free {
        return Ok(Reconciled::Changed(taken(name)));
    }
    Ok(may_still_happen(cx, step, doubt).map_or_else(|| Reconciled::send(&step.call), Reconciled::NotYet))
}

/// Whether the workspace has its new name, the one that the plan saw, or another.
async fn look_at_name(
    cx: &Context<'_>,
    step: &Step,
    id: &WorkspaceId,
    name: &str,
    before: Option<&str>,
) -> Result<Reconciled, LookError> {
    let now = cx.client.workspaces().get(id).await?;
    let own = own::edited(cx, step, &now.extra, now.updated_at);
    let conflicts = Difference::among([("name", Some(name), before, now.name.as_str())]);
    Ok(given(step, now.name == name, own, &conflicts))
}
