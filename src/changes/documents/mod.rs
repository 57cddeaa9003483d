//! Documents: workbooks, datasets, data models and reports.

pub mod call;
pub mod plan;

use super::needs::Need;
use crate::domain::{Capability, DocumentCall};

/// What making the call needs.
pub fn needs(call: &DocumentCall) -> Need<'_> {
    match call {
        DocumentCall::Share { .. }
        | DocumentCall::Unshare { .. }
        | DocumentCall::Update { .. }
        | DocumentCall::Materialize { .. } => Need::Role(Capability::WriteDocuments),
    }
}
