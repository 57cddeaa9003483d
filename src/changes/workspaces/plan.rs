//! Making, renaming and deleting workspaces.

use super::super::{
    guard::{self, Refusal},
    labels,
    plan::Draft,
};
use crate::{
    directory::{Snapshot, caveats},
    domain::{
        AccessCall, Call, Grantee, Invalid, Permission, Ref, Workspace, WorkspaceCall, WorkspaceId,
        WorkspacePermission, text::isolated,
    },
};

/// Makes a workspace and gives access to it.
pub fn create(name: &str, access: &[(Grantee, WorkspacePermission)], snapshot: &Snapshot) -> Result<Draft, Refusal> {
    free(name, None, snapshot)?;
    for (at, (grantee, _)) in access.iter().enumerate() {
        guard::grantable(grantee, "grants", snapshot)?;
        if access.iter().skip(at + 1).any(|(other, _)| other == grantee) {
            let message = format!("{} appears twice.", labels::grantee(grantee, snapshot));
            return Err(Invalid::one("grants", message).into());
        }
    }
    let shown = isolated(name);
    let mut draft = Draft::new(format!("Create workspace {shown}"));
    let step = draft
        .step(format!("Create workspace {shown}"), Call::Workspace(WorkspaceCall::Create { name: name.to_owned() }));
    let delete = Call::Workspace(WorkspaceCall::Delete { workspace: Ref::CreatedBy(step.index) });
    step.given(format!("No workspace is named {shown} yet."))
        .undone_by("Deletes the workspace and everything in it.", [delete]);
    let made = step.index;
    let title = match access {
        [] => return Ok(draft),
        [(who, level)] => format!("Grant {} {} on {shown}", labels::grantee(who, snapshot), level.label()),
        many => format!("Grant {} people and teams access to {shown}", many.len()),
    };
    let grants = access.to_vec();
    draft
        .step(title, Call::Access(AccessCall::GrantOnNew { workspace: Ref::CreatedBy(made), grants }))
        .needs([made])
        .undone_by("Ends with the workspace.", []);
    for (grantee, level) in access {
        if let Some(caveat) = caveats::of_grantee(grantee, &Permission::Workspace(*level), snapshot) {
            draft.warn(format!("{}: {caveat}", labels::grantee(grantee, snapshot)));
        }
    }
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
