//! Renaming, moving, restoring and giving away a file.

use super::list::answer;
use super::{in_path, missing};
use crate::simulator::api::members;
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call};
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::state::Organisation;
use crate::simulator::state::grant::Permission;

/// `PATCH /v2/files/{inodeId}`
pub fn update(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let fields = Fields::plain(&body)?;
    let (name, description) = (fields.text_opt("name")?, fields.text_opt("description")?);
    let (owner, parent) = (fields.text_opt("ownerId")?, fields.text_opt("parentId")?);
    let restores = fields.flag_opt("restore")?.unwrap_or(false);

    let id = in_path(call)?;
    let inode = organisation.inode(id).ok_or_else(missing)?;
    if !organisation.may_manage(call.caller, inode) {
        return Err(Failure::forbidden("Forbidden"));
    }
    if let Some(slot) = organisation.workspaces.find(id) {
        if owner.is_some() || parent.is_some() {
            return Err(Failure::invalid("A workspace has no owner and cannot be moved"));
        }
        if let (Some(name), Some(workspace)) = (name, organisation.workspaces.get_mut(slot)) {
            workspace.name = name.into();
            workspace.audit.touch(call.caller, call.now);
        }
        return answer(organisation, id, Permission::Edit);
    }
    let slot = organisation.documents.table.find(id).ok_or_else(missing)?;
    if !restores && organisation.documents.table.get(slot).is_some_and(|document| document.is_archived) {
        return Err(Failure::archived("The file is archived"));
    }
    let owner = owner.map(|owner| members::find(organisation, owner)).transpose()?;
    if owner.is_some_and(|owner| !organisation.members[owner].is_active()) {
        return Err(Failure::invalid("ownerId must be an active member"));
    }
    let parent = parent.map(|parent| new_parent(organisation, id, parent)).transpose()?;

    if let Some(parent) = parent {
        organisation.documents.relocate(slot, parent);
    }
    let document = organisation.documents.table.get_mut(slot).ok_or_else(missing)?;
    if let Some(name) = name {
        document.name = name.into();
    }
    if let Some(description) = description {
        document.description = Some(description.into());
    }
    document.owner = owner.unwrap_or(document.owner);
    document.is_archived &= !restores;
    document.audit.touch(call.caller, call.now);
    let permission = organisation.effective(call.caller, inode).unwrap_or(Permission::Edit);
    answer(organisation, id, permission)
}

/// Where a document is to go: something that holds documents and is not in the document itself.
fn new_parent(organisation: &Organisation, id: Id, parent: &str) -> Result<Id, Failure> {
    let parent = Id::parse_either(parent).filter(|parent| organisation.holder(*parent).is_some());
    let parent = parent.ok_or_else(|| Failure::not_found("Parent not found"))?;
    let is_inside = |folder| organisation.holders(folder).any(|holder| holder == id);
    if parent == id || organisation.documents.find(parent).is_some_and(is_inside) {
        return Err(Failure::invalid("A folder cannot be moved into itself"));
    }
    Ok(parent)
}
