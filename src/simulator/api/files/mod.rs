//! `/v2/files` and a member's files (BEHAVIOUR.md section 14): what somebody can reach, with what that person may do.

mod create;
mod list;
pub mod recents;
mod update;
mod warehouse;
mod wire;

pub use create::{create, remove};
pub use list::{list, list_for_member, show};
pub use update::update;

use crate::simulator::call::Call;
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;

fn missing() -> Failure {
    Failure::not_found("File not found")
}

/// The id in the path, in either of its forms.
fn in_path(call: &Call) -> Result<Id, Failure> {
    Id::parse_either(call.path("inodeId")).ok_or_else(missing)
}
