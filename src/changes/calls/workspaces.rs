//! Making, renaming and deleting workspaces.

use super::{Context, InDoubt, LookError, Reconciled, finding::given, may_still_happen, own};
use crate::{
    changes::machine::Outcome,
    domain::{Difference, Step, Subject, WorkspaceId, text::isolated},
    sigma::{self, ListWorkspaces, NewWorkspace, SigmaClient},
};

/// Makes a workspace of a name that nobody else's has.
pub async fn create(client: &SigmaClient, name: &str) -> Result<Outcome, sigma::Error> {
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
pub async fn look_for_made(cx: &Context<'_>, step: &Step, name: &str, doubt: InDoubt) -> Result<Reconciled, LookError> {
    let found = cx.client.workspaces().matching(&ListWorkspaces::Named(name.to_owned())).await?;
    let is_free = found.is_empty();
    for found in found {
        let subject = Subject::Workspace(found.id.clone());
        if found.name == name && own::is_made(cx, step, &subject, &found.extra, found.created_at).await? {
            return Ok(Reconciled::Done { created: Some(subject) });
        }
    }
    if !is_free {
        return Ok(Reconciled::Changed(taken(name)));
    }
    Ok(may_still_happen(cx, step, doubt).map_or_else(|| Reconciled::send(&step.call), Reconciled::NotYet))
}

/// Whether the workspace has its new name, the one that the plan saw, or another.
pub async fn look_at_name(
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
