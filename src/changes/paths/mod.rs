//! Access to one database, schema or table of a connection.

pub mod call;
pub mod plan;

use super::needs::Need;
use crate::domain::PathCall;

/// What making the call needs.
pub fn needs(call: &PathCall) -> Need<'_> {
    let (path, _) = call.about();
    Need::Connection(&path.connection_id)
}
