//! Scheduled exports, of a workbook, of a report and of a member (BEHAVIOUR.md section 18).

mod list;
mod write;

pub use list::{list_for_document, list_for_member, list_for_workbook};
pub use write::{create, remove, update};
