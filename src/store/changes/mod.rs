//! Changes: accepting, leasing, journalling, reading and listing them.

mod days;
mod filter;
mod handled;
mod insert;
mod journal;
mod lease;
mod list;
mod orders;
mod overlapping;
mod read;
mod seal;

pub use filter::ChangeFilter;
pub use lease::Fence;
pub use list::ChangeSummary;
