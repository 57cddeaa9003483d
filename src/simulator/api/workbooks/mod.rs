//! `/v2/workbooks` and the download of exports (BEHAVIOUR.md section 13).

mod copy;
mod embeds;
mod export;
mod inside;
mod list;
mod materializations;
mod schema;

pub use copy::copy;
pub use embeds::{delete_embed, embed, embeds};
pub use export::{download, export};
pub use inside::{
    columns, columns_of_element, controls, elements, elements_of_page, lineage, lineage_of_element, pages, queries,
    query, sources, tags, versions,
};
pub use list::{list, list_for_tag, show};
pub use materializations::{materialization, materialization_schedules, materialize};
pub use schema::schema;

use crate::simulator::api::document_in_path::managed;
use crate::simulator::body::expecting;
use crate::simulator::call::Call;
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::state::Organisation;
use crate::simulator::state::attached::Attached;
use crate::simulator::state::document::{Content, Document, Workbook};

fn missing() -> Failure {
    Failure::archived("Workbook is archived or not found")
}

/// The workbook in the path, unless it is archived: its id must be a UUID (BEHAVIOUR.md section 4), and the caller must be
/// able to see it.
pub fn in_path<'a>(organisation: &'a Organisation, call: &Call) -> Result<(&'a Document, &'a Workbook), Failure> {
    let found = even_archived(organisation, call)?;
    if found.0.is_archived { Err(missing()) } else { Ok(found) }
}

/// The same, also of an archived one: whatever a list names, clients read from page to element without asking whether
/// it is archived (BEHAVIOUR.md section 13).
pub fn even_archived<'a>(organisation: &'a Organisation, call: &Call) -> Result<(&'a Document, &'a Workbook), Failure> {
    let text = call.path("workbookId");
    let id = Id::parse(text).ok_or_else(|| expecting("UUID", "workbookId", Some(&text.into())))?;
    let document = organisation.documents.find(id).ok_or_else(missing)?;
    let Content::Workbook(workbook) = &document.content else { return Err(missing()) };
    call.require_sight(organisation, document)?;
    Ok((document, workbook))
}

/// What is made on the workbook in the path, for somebody who may change it.
fn attached_mut<'a>(organisation: &'a mut Organisation, call: &Call) -> Result<&'a mut Attached, Failure> {
    let inode = managed(organisation, call)?;
    let slot = organisation.documents.table.find(inode.id).ok_or_else(missing)?;
    let document = organisation.documents.table.get_mut(slot).ok_or_else(missing)?;
    let Content::Workbook(workbook) = &mut document.content else { return Err(missing()) };
    Ok(&mut workbook.attached)
}
