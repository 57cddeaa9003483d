//! Grants on one workbook, report or dataset, given and taken as on a workspace (BEHAVIOUR.md section 18). They are read
//! with `/v2/grants`.

use super::grant_batch as batch;
use super::{datasets, reports, workbooks};
use crate::simulator::call::{Answer, Call};
use crate::simulator::failure::Failure;
use crate::simulator::state::Organisation;
use crate::simulator::state::document::Document;
use crate::simulator::state::grant::Inode;

/// The document as grants name it, for somebody who may give access to it.
fn managed(organisation: &Organisation, call: &Call, document: &Document) -> Result<Inode, Failure> {
    let inode = Inode { id: document.id, kind: document.kind() };
    if organisation.may_manage(call.caller, inode) { Ok(inode) } else { Err(Failure::forbidden("Forbidden")) }
}

fn workbook(organisation: &Organisation, call: &Call) -> Result<Inode, Failure> {
    managed(organisation, call, workbooks::in_path(organisation, call)?.0)
}

fn report(organisation: &Organisation, call: &Call) -> Result<Inode, Failure> {
    managed(organisation, call, reports::in_path(organisation, call)?.0)
}

fn dataset(organisation: &Organisation, call: &Call) -> Result<Inode, Failure> {
    managed(organisation, call, datasets::in_path(organisation, call)?.0)
}

fn give(organisation: &mut Organisation, call: &Call, inode: Inode) -> Answer {
    let body = call.body()?;
    let wanted = batch::read(&body, inode.kind)?;
    batch::give(organisation, call, inode, wanted)
}

/// `POST /v2/workbooks/{workbookId}/grants`
pub fn give_workbook(organisation: &mut Organisation, call: &Call) -> Answer {
    let inode = workbook(organisation, call)?;
    give(organisation, call, inode)
}

/// `DELETE /v2/workbooks/{workbookId}/grants/{grantId}`
pub fn take_workbook(organisation: &mut Organisation, call: &Call) -> Answer {
    let inode = workbook(organisation, call)?;
    batch::take(organisation, call, inode.id)
}

/// `POST /v2/reports/{reportId}/grants`
pub fn give_report(organisation: &mut Organisation, call: &Call) -> Answer {
    let inode = report(organisation, call)?;
    give(organisation, call, inode)
}

/// `DELETE /v2/reports/{reportId}/grants/{grantId}`
pub fn take_report(organisation: &mut Organisation, call: &Call) -> Answer {
    let inode = report(organisation, call)?;
    batch::take(organisation, call, inode.id)
}

/// `POST /v2/datasets/{datasetId}/grants`
pub fn give_dataset(organisation: &mut Organisation, call: &Call) -> Answer {
    let inode = dataset(organisation, call)?;
    give(organisation, call, inode)
}

/// `DELETE /v2/datasets/{datasetId}/grants/{grantId}`
pub fn take_dataset(organisation: &mut Organisation, call: &Call) -> Answer {
    let inode = dataset(organisation, call)?;
    batch::take(organisation, call, inode.id)
}
