//! Making and deleting workspaces, folders and documents by their kind.

use super::list::answer;
use super::{in_path, missing};
use crate::simulator::api::{members, workspaces};
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty};
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::state::attached::Attached;
use crate::simulator::state::document::{Content, Document, Versions, Workbook};
use crate::simulator::state::grant::Permission;
use crate::simulator::state::{Audit, Organisation};

/// What a file can be made as.
#[derive(Clone, Copy)]
enum Made {
    Workspace,
    Folder,
    Workbook,
    Report,
}

const KINDS: [(&str, Made); 4] =
    [("workspace", Made::Workspace), ("folder", Made::Folder), ("workbook", Made::Workbook), ("report", Made::Report)];

/// `POST /v2/files`: in My Documents of the owner unless it says where.
pub fn create(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let (kind, name) = (fields.choice("type", &KINDS)?, fields.text("name")?);
    let (description, owner, parent) =
        (fields.text_opt("description")?, fields.text_opt("ownerId")?, fields.text_opt("parentId")?);
    let content = match kind {
        Made::Workspace => {
            let id = workspaces::add(organisation, call, name);
            return answer(organisation, id, Permission::Edit);
        }
        Made::Folder => Content::Folder,
        Made::Workbook => Content::Workbook(Workbook {
            version: 1,
            is_exploration: false,
            tags: Vec::new(),
            copy_of: None,
            attached: Attached::default(),
        }),
        Made::Report => Content::Report(Versions { latest: 1, tags: Vec::new() }),
    };
    let owner = owner.map_or(Ok(call.caller), |owner| members::find(organisation, owner))?;
    let member = &organisation.members[owner];
    if !member.is_active() {
        return Err(Failure::invalid("ownerId must be an active member"));
    }
    let parent = parent.map_or(Some(member.home), Id::parse_either);
    let holder = parent.and_then(|id| organisation.holder_inode(id));
    let holder = holder.ok_or_else(|| Failure::not_found("Parent not found"))?;
    let is_own = holder.id == organisation.members[call.caller].home;
    let may_add = is_own
        || organisation.is_admin(call.caller)
        || organisation.permission(call.caller, holder) >= Some(Permission::Organize);
    if !may_add {
        return Err(Failure::forbidden("Forbidden"));
    }
    let id = organisation.mint.id();
    organisation.documents.insert(Document {
        id,
        name: name.into(),
        description: description.map(Into::into),
        parent: holder.id,
        owner,
        badge: None,
        is_archived: false,
        content,
        audit: Audit::new(call.caller, call.now),
    });
    answer(organisation, id, Permission::Edit)
}

/// `DELETE /v2/files/{inodeId}`: archives a folder or document, with what is inside; a workspace cannot be brought back.
pub fn remove(organisation: &mut Organisation, call: &Call) -> Answer {
    let id = in_path(call)?;
    let inode = organisation.inode(id).ok_or_else(missing)?;
    if !organisation.may_manage(call.caller, inode) {
        return Err(Failure::forbidden("Forbidden"));
    }
    if organisation.workspaces.find(id).is_some() {
        workspaces::drop(organisation, id);
        return Ok(empty());
    }
    let slot = organisation.documents.table.find(id).ok_or_else(missing)?;
    let mut open = vec![(slot, id)];
    while let Some((slot, id)) = open.pop() {
        open.extend(organisation.documents.children(id).map(|(slot, child)| (slot, child.id)));
        if let Some(document) = organisation.documents.table.get_mut(slot) {
            document.is_archived = true;
            document.audit.touch(call.caller, call.now);
        }
    }
    Ok(empty())
}
