//! Changing who is in a team: a list is pasted or searched together, compared with the team, and then planned.

pub mod compare;
mod kept;
mod list;
pub mod page;
mod panel;
mod preview;
mod questions;
mod since;

pub use kept::{Mending, changing, compare, intent, mend};
pub use questions::PreviewMembers;
