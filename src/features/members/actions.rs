//! What can be done to members: server functions, whose arguments are the forms.

mod access;
mod account;
mod attributes;
mod bulk;

pub use access::{CopyAccess, GiveConnection, GiveWorkspace, JoinTeam, LeaveTeam, TakeAccessAway};
pub use account::{DeleteMember, EditMember, OffboardMember, ReactivateMember};
pub use attributes::{SetAttribute, UnsetAttribute};
pub use bulk::{
    BulkAddToTeam, BulkChangeType, BulkMove, BulkOffboard, BulkRemoveFromTeam, BulkRequestPackage, KeepSelection,
    SelectList, StartBulk,
};
