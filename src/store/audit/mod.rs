//! The audit log: appending to it and reading it. Nothing edits it; only `retention` deletes, whole events.

mod append;
mod filter;
mod list;

pub(super) use append::{insert, rows};
pub use filter::AuditFilter;
