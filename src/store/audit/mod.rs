//! The audit log: appending to it and reading it. Nothing here edits or deletes.

mod append;
mod filter;
mod list;

pub(super) use append::insert;
pub use filter::AuditFilter;
