//! `/v2/reports`: documents made for paper and mail (BEHAVIOUR.md section 18). Either form of an id leads to one. What is
//! inside pages by token.

mod inside;
mod list;

pub use inside::{
    columns, columns_of_element, controls, elements, elements_of_page, lineage, lineage_of_element, pages, queries,
    query, schedules, sources, tags, versions,
};
pub use list::{list, show};

use crate::simulator::call::Call;
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::state::Organisation;
use crate::simulator::state::document::{Content, Document, Versions};

/// The report in the path, which the caller must be able to see.
pub fn in_path<'a>(organisation: &'a Organisation, call: &Call) -> Result<(&'a Document, &'a Versions), Failure> {
    let missing = || Failure::archived("Report is archived or not found");
    let id = Id::parse_either(call.path("reportId"));
    let document = id.and_then(|id| organisation.documents.find(id)).ok_or_else(missing)?;
    match &document.content {
        Content::Report(versions) if !document.is_archived => {
            call.require_sight(organisation, document)?;
            Ok((document, versions))
        }
        Content::Report(_) | Content::Folder | Content::Workbook(_) | Content::Dataset(_) | Content::DataModel(_) => {
            Err(missing())
        }
    }
}
