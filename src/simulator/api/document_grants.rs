//! Grants on one workbook, report or dataset, given and taken as on a workspace (BEHAVIOUR.md section 18). They are read
//! with `/v2/grants`.

use super::document_in_path::managed;
use super::grant_batch as batch;
use crate::simulator::call::{Answer, Call};
use crate::simulator::state::Organisation;

/// `POST /v2/workbooks/{workbookId}/grants`, and the same for reports and datasets.
pub fn give(organisation: &mut Organisation, call: &Call) -> Answer {
    let inode = managed(organisation, call)?;
    let body = call.body()?;
    let wanted = batch::read(&body, inode.kind)?;
    batch::give(organisation, call, inode, wanted)
}

/// `DELETE /v2/workbooks/{workbookId}/grants/{grantId}`, and the same for reports and datasets.
pub fn take(organisation: &mut Organisation, call: &Call) -> Answer {
    let inode = managed(organisation, call)?;
    batch::take(organisation, call, inode.id)
}
