//! The audit log: appending to it, reading it, and proving that it is whole. Nothing edits it; only retention deletes,
//! whole events from its beginning.

mod append;
mod chain;
mod counter;
mod export;
mod filter;
mod list;
mod seal;
mod stream;
mod verify;
mod words;

pub(super) use append::NewEvents;
pub use chain::ChainPlace;
pub(super) use counter::Counters;
pub use export::LinkedEvent;
pub use filter::AuditFilter;
pub use list::{MOST_COUNTED, RecordedEvent};
pub(super) use seal::sealed;
pub use verify::Verified;
pub(super) use words::PARTING;
