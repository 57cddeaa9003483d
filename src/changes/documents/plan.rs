//! Documents: editing, sharing, materializing.

use super::super::{
    guard::{self, Refusal},
    labels,
    plan::Draft,
};
use crate::{
    directory::{Snapshot, caveats},
    domain::{Call, DatasetId, DocumentCall, DocumentRef, FilePatch, Grantee, Permission, Subject, text::isolated},
};

pub fn edit(
    document: &DocumentRef,
    name: &str,
    patch: &FilePatch,
    before: &FilePatch,
    snapshot: &Snapshot,
) -> Result<Draft, Refusal> {
    if patch.is_empty() || patch == before {
        return Err(Refusal::Nothing("Nothing would change: every field already has this value.".into()));
    }
    let (kind, shown) = (document.kind(), isolated(name));
    let mut edits = Vec::new();
    let mut caveat = None;
    if let Some(name) = &patch.name {
        edits.push(format!("name to “{}”", isolated(name)));
    }
    if patch.description.is_some() {
        edits.push("description".into());
    }
    if let Some(owner) = &patch.owner_id {
        guard::active(owner, "owner", snapshot)?;
        edits.push(format!("owner to {}", labels::member(owner, snapshot)));
        caveat = snapshot.member(owner).and_then(|owner| caveats::of_owner(owner, snapshot));
    }
    if let Some(place) = &patch.parent_id {
        let workspace = snapshot.workspace(&place.as_str().into());
        edits.push(
            workspace
                .map_or("place".into(), |workspace| format!("place to the workspace {}", isolated(&workspace.name))),
        );
    }
    if patch.restore {
        edits.push("state to restored".into());
    }
    let mut draft = Draft::new(format!("Edit {kind} {shown}"));
    if patch.parent_id.is_some() {
        draft.warn("People have what the new place gives them, and lose what only the old one gave.");
    }
    if let Some(why) = caveat {
        draft.warn(why);
    }
    draft.about(Subject::from(document));
    let update = |patch: &FilePatch, before: &FilePatch| {
        Call::Document(DocumentCall::Update {
            document: document.clone(),
            patch: patch.clone(),
            before: before.clone(),
        })
    };
    draft
        .step(format!("Change {} of {kind} {shown}", labels::list(&edits)), update(patch, before))
        .put_back_by(update(before, patch), &patch.lost_without(before));
    Ok(draft)
}

pub fn share(
    document: &DocumentRef,
    name: &str,
    grantee: &Grantee,
    before: Option<&Permission>,
    permission: Option<&Permission>,
    snapshot: &Snapshot,
) -> Result<Draft, Refusal> {
    let (kind, who, name) = (document.kind(), labels::grantee(grantee, snapshot), isolated(name));
    if before == permission {
        return Err(Refusal::Nothing(format!("Nothing would change for {who} on {kind} {name}.")));
    }
    let share = |permission: &Permission, held: Option<&Permission>| {
        Call::Document(DocumentCall::Share {
            document: document.clone(),
            grantee: grantee.clone(),
            permission: permission.clone(),
            held: Some(held.map(|level| (grantee.clone(), level.clone())).into_iter().collect()),
        })
    };
    let unshare = |permission: &Permission| {
        Call::Document(DocumentCall::Unshare {
            document: document.clone(),
            grantee: grantee.clone(),
            permission: permission.clone(),
        })
    };
    let Some(permission) = permission else {
        let mut draft = Draft::new(format!("Remove {who} from {kind} {name}"));
        draft.note(format!("{who} keeps what the {kind}’s workspace or folder gives."));
        if let Some(held) = before {
            draft
                .step(format!("Remove {who} from {kind} {name}"), unshare(held))
                .undone_by(format!("Grants {} again.", held.label()), [share(held, None)]);
        }
        return Ok(draft);
    };
    guard::grantable(grantee, "grantee", snapshot)?;
    let title = match before {
        None => format!("Grant {who} {} on {kind} {name}", permission.label()),
        Some(old) => {
            let verb = if old > permission { "Lower" } else { "Raise" };
            format!("{verb} {who} from {} to {} on {kind} {name}", old.label(), permission.label())
        }
    };
    let mut draft = Draft::new(title.clone());
    let step = draft.step(title, share(permission, before));
    match before {
        Some(old) => step.undone_by(format!("Changes back to {}.", old.label()), [share(old, Some(permission))]),
        None => step.undone_by("Revokes the grant.", [unshare(permission)]),
    };
    if before.is_some_and(|old| old > permission) {
        draft.note(format!("{who} has no direct access for the moment between the two calls."));
    }
    Ok(draft)
}

pub fn materialize(dataset_id: &DatasetId, name: &str) -> Draft {
    let name = isolated(name);
    let mut draft = Draft::new(format!("Materialize dataset {name}"));
    draft.warn("Fails if the dataset has no materialization schedule. The run uses warehouse time.");
    draft.step(
        format!("Start the materialization of dataset {name}"),
        Call::Document(DocumentCall::Materialize { dataset_id: dataset_id.clone() }),
    );
    draft
}
