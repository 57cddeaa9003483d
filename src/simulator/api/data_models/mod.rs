//! `/v2/dataModels`: the successors of datasets (BEHAVIOUR.md section 18). Either form of an id leads to one.

mod inside;
mod list;

pub use inside::{columns, elements, lineage, materialization_schedules, sources, spec, tags};
pub use list::{list, show};

use crate::simulator::call::Call;
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::state::Organisation;
use crate::simulator::state::document::{Content, Document, Versions};

fn missing() -> Failure {
    Failure::archived("Data model is archived or not found")
}

/// The data model in the path, which the caller must be able to see.
fn in_path<'a>(organisation: &'a Organisation, call: &Call) -> Result<(&'a Document, &'a Versions), Failure> {
    let id = Id::parse_either(call.path("dataModelId"));
    let document = id.and_then(|id| organisation.documents.find(id)).ok_or_else(missing)?;
    match &document.content {
        Content::DataModel(versions) if !document.is_archived => {
            call.require_sight(organisation, document)?;
            Ok((document, versions))
        }
        Content::DataModel(_) | Content::Folder | Content::Workbook(_) | Content::Dataset(_) | Content::Report(_) => {
            Err(missing())
        }
    }
}
