//! The document that a path names, where an operation is the same for every kind.

use super::{datasets, reports, workbooks};
use crate::simulator::call::Call;
use crate::simulator::failure::Failure;
use crate::simulator::state::Organisation;
use crate::simulator::state::document::Document;
use crate::simulator::state::grant::Inode;

/// The document in the path, of the kind that the path is about; each kind reads ids, and says what is missing, as it does
/// everywhere.
pub fn document<'a>(organisation: &'a Organisation, call: &Call) -> Result<&'a Document, Failure> {
    let is_about = |name| !call.path(name).is_empty();
    if is_about("workbookId") {
        Ok(workbooks::in_path(organisation, call)?.0)
    } else if is_about("reportId") {
        Ok(reports::in_path(organisation, call)?.0)
    } else {
        Ok(datasets::in_path(organisation, call)?.0)
    }
}

/// The same as grants name it, for somebody who may change it and give access to it.
pub fn managed(organisation: &Organisation, call: &Call) -> Result<Inode, Failure> {
    let document = document(organisation, call)?;
    let inode = Inode { id: document.id, kind: document.kind() };
    if organisation.may_manage(call.caller, inode) { Ok(inode) } else { Err(Failure::forbidden("Forbidden")) }
}
