//! What can be done to members: server functions, whose arguments are the forms.

mod access;
mod attributes;

pub use access::{GiveConnection, GiveWorkspace, JoinTeam, LeaveTeam, RevokeAccess};
pub use attributes::{SetAttribute, UnsetAttribute};
