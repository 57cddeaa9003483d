//! Documents: editing, sharing, materializing.

use super::super::{
    guard::{self, Refusal},
    labels,
    plan::Draft,
};
use crate::{
    directory::{Snapshot, caveats},
    domain::{
        Call, DatasetId, DocumentCall, DocumentRef, FilePatch, Grantee, MemberId, OwnedDocument, Permission, Subject,
        text::isolated,
    },
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

/// Gives documents to another owner, each in a step of its own.
pub fn change_owner(documents: &[OwnedDocument], owner: &MemberId, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let new_owner = guard::active(owner, "new_owner", snapshot)?;
    let to = labels::person(new_owner);
    overtaken(documents, owner, snapshot)?;
    let (theirs, moving): (Vec<_>, Vec<_>) = documents.iter().partition(|owned| owned.owner == *owner);
    let mut draft = Draft::new(match moving.as_slice() {
        [] => return Err(Refusal::Nothing(format!("Nothing would change: {to} already owns all of them."))),
        [one] => format!("Change the owner of {} {} to {to}", one.document.kind(), isolated(&one.name)),
        many => format!("Change the owner of {} documents to {to}", many.len()),
    });
    if let Some(why) = caveats::of_owner(new_owner, snapshot) {
        draft.warn(why);
    }
    if !theirs.is_empty() {
        draft.note(format!("{to} already owns {} of them.", theirs.len()));
    }
    for OwnedDocument { document, name, owner: from } in moving {
        let (kind, name) = (document.kind(), isolated(name));
        let call = |to: &MemberId, from: &MemberId| {
            let of = |owner: &MemberId| FilePatch { owner_id: Some(owner.clone()), ..FilePatch::default() };
            let document = document.clone();
            Call::Document(DocumentCall::Update { document, patch: of(to), before: of(from) })
        };
        let old = labels::member(from, snapshot);
        let step = draft.step(format!("Change the owner of {kind} {name} from {old} to {to}"), call(owner, from));
        // Sigma takes active members only as owners.
        if snapshot.is_gone(from) {
            step.undone_by(format!("Can’t be undone: {old} can’t own documents any more."), []);
        } else {
            step.undone_by(format!("Gives it back to {old}."), [call(from, owner)]);
        }
    }
    Ok(draft)
}

/// None of the documents has got another owner since it was decided, apart from the one who is wanted.
fn overtaken(documents: &[OwnedDocument], owner: &MemberId, snapshot: &Snapshot) -> Result<(), Refusal> {
    let by_now = |owned: &OwnedDocument| {
        // One that the directory has lost is asked of Sigma by its step.
        let now = snapshot.document(&owned.document)?.owner();
        let (kind, name) = (owned.document.kind(), isolated(&owned.name));
        (now != owned.owner && now != *owner)
            .then(|| format!("The owner of {kind} {name} is {} by now.", labels::member(&now, snapshot)))
    };
    let moved: Vec<String> = documents.iter().filter_map(by_now).collect();
    if moved.is_empty() {
        return Ok(());
    }
    Err(Refusal::Blocked(format!("{} Select the documents again to decide.", moved.join(" "))))
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
