//! Duplicating a workbook.

use super::list::wire;
use super::{in_path, missing};
use crate::simulator::body::{Fields, expecting};
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::state::attached::Attached;
use crate::simulator::state::document::{Content, Document, Workbook};
use crate::simulator::state::grant::Permission;
use crate::simulator::state::{Audit, Organisation};

/// `POST /v2/workbooks/{workbookId}/copy`: into a folder that the caller may add to.
pub fn copy(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let (folder, name) = (fields.text("destinationFolderId")?, fields.text("name")?);
    let description = fields.text_opt("description")?;
    fields.choice_opt("copyBookmarks", &[("all", ()), ("accessible", ())])?;
    let folder =
        Id::parse_either(folder).ok_or_else(|| expecting("UUID", "0.destinationFolderId", Some(&folder.into())))?;
    let holder = organisation.holder_inode(folder).ok_or_else(|| Failure::not_found("Folder not found"))?;
    let (original, _) = in_path(organisation, call)?;
    let copy_of = Some(original.contents());
    let description = description.map(Into::into).or_else(|| original.description.clone());
    if !organisation.is_admin(call.caller) && organisation.permission(call.caller, holder) < Some(Permission::Organize)
    {
        return Err(Failure::forbidden("Forbidden"));
    }
    let id = organisation.mint.id();
    let workbook =
        Workbook { version: 1, is_exploration: false, tags: Vec::new(), copy_of, attached: Attached::default() };
    let slot = organisation.documents.insert(Document {
        id,
        name: name.into(),
        description,
        parent: folder,
        owner: call.caller,
        badge: None,
        is_archived: false,
        content: Content::Workbook(workbook),
        audit: Audit::new(call.caller, call.now),
    });
    let document = organisation.documents.table.get(slot).ok_or_else(missing)?;
    let Content::Workbook(workbook) = &document.content else { return Err(missing()) };
    Ok(json(&wire(organisation, (document, workbook), true)))
}
