//! What can be done to members: server functions, whose arguments are the forms.

mod account;
mod bulk;

pub use account::{DeleteMember, EditMember, OffboardMember, ReactivateMember};
pub use bulk::{BulkAddToTeam, BulkChangeType, BulkOffboard, BulkRemoveFromTeam, KeepSelection, StartBulk};
