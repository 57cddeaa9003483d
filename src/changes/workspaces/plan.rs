//! Making, renaming and deleting workspaces.

use super::super::{guard::Refusal, plan::Draft};
use crate::{
    directory::Snapshot,
    domain::{Call, Invalid, Ref, Workspace, WorkspaceCall, WorkspaceId, text::isolated},
};

pub fn create(name: &str, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    free(name, None, snapshot)?;
    let shown = isolated(name);
    let mut draft = Draft::new(format!("Create workspace {shown}"));
    let step = draft
        .step(format!("Create workspace {shown}"), Call::Workspace(WorkspaceCall::Create { name: name.to_owned() }));
    let delete = Call::Workspace(WorkspaceCall::Delete { workspace: Ref::CreatedBy(step.index) });
    step.given(format!("No workspace is named {shown} yet."))
        .undone_by("Deletes the workspace and everything in it.", [delete]);
    Ok(draft)
}

pub fn rename(id: &WorkspaceId, name: &str, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let workspace = find(id, snapshot)?;
    let (was, shown) = (isolated(&workspace.name), isolated(name));
    if workspace.name == name {
        return Err(Refusal::Nothing(format!("The workspace is already named {shown}.")));
    }
    free(name, Some(id), snapshot)?;
    let mut draft = Draft::new(format!("Rename workspace {was} to {shown}"));
    let back = Call::Workspace(WorkspaceCall::Rename {
        workspace_id: id.clone(),
        name: workspace.name.clone(),
        before: Some(name.to_owned()),
    });
    draft
        .step(
            format!("Rename workspace {was} to {shown}"),
            Call::Workspace(WorkspaceCall::Rename {
                workspace_id: id.clone(),
                name: name.to_owned(),
                before: Some(workspace.name.clone()),
            }),
        )
        .given(format!("No workspace is named {shown} yet."))
        .undone_by("Changes the name back.", [back]);
    Ok(draft)
}

/// Deletes a workspace. Cannot be undone (BEHAVIOUR.md section 9); says who loses it.
pub fn delete(id: &WorkspaceId, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let workspace = find(id, snapshot)?;
    let mut draft = Draft::new(format!("Delete workspace {}", isolated(&workspace.name)));
    draft.warn("A deleted workspace can’t be restored.");
    draft.note("Sigma doesn’t document what happens to the documents in it.");
    draft.step(
        format!("Delete workspace {}", isolated(&workspace.name)),
        Call::Workspace(WorkspaceCall::Delete { workspace: id.clone().into() }),
    );
    draft.confirm(workspace.name.clone(), "A deleted workspace can’t be restored.");
    Ok(draft)
}

/// A taken name is offered, not duplicated.
fn free(name: &str, but: Option<&WorkspaceId>, snapshot: &Snapshot) -> Result<(), Invalid> {
    let taken = |w: &&Workspace| w.name.eq_ignore_ascii_case(name) && Some(&w.id) != but;
    match snapshot.workspaces().iter().find(taken) {
        Some(taken) => {
            Err(Invalid::one("name", format!("There is a workspace named {} already.", isolated(&taken.name))))
        }
        None => Ok(()),
    }
}

fn find<'a>(id: &WorkspaceId, snapshot: &'a Snapshot) -> Result<&'a Workspace, Refusal> {
    snapshot.workspace(id).ok_or_else(|| Refusal::Blocked("This workspace is no longer in the directory.".into()))
}
