//! Requests for access: keeping them, one writer at a time for each, and finding them. Their policies, and packages.

mod ends;
mod list;
mod packages;
mod policies;
mod write;

pub use ends::EndsOf;
pub use list::{RequestFilter, WrittenRequest};

use super::{Error, entities::request, kept};
use crate::domain::AccessRequest;

fn from_row(row: request::Model) -> Result<AccessRequest, Error> {
    let request: AccessRequest = kept::from_json("a request", &row.body)?;
    Ok(AccessRequest { version: row.version, ..request })
}
