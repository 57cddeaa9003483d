//! `/v2/members` (BEHAVIOUR.md section 7).

mod create;
mod list;
mod revoke;
mod teams;
mod update;
mod wire;

pub use create::create;
pub use list::{list, list_counted, show};
pub use revoke::revoke;
pub use teams::teams;
pub use update::{deactivate, update};

use crate::simulator::call::Call;
use crate::simulator::failure::Failure;
use crate::simulator::state::Organisation;
use crate::simulator::state::member::Member;
use crate::simulator::table::Slot;

/// The member whose id a caller sent.
pub fn find(organisation: &Organisation, id: &str) -> Result<Slot<Member>, Failure> {
    organisation.members.find(id).ok_or_else(|| Failure::not_found("Member not found"))
}

/// The member that the path names.
fn in_path(organisation: &Organisation, call: &Call) -> Result<Slot<Member>, Failure> {
    find(organisation, call.path("memberId"))
}
