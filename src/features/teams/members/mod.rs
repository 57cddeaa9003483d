//! Changing who is in a team: a list is pasted or searched together, compared with the team, and then planned.

mod list;
mod questions;

#[cfg(feature = "ssr")]
pub mod compare;
#[cfg(feature = "ssr")]
mod kept;
#[cfg(feature = "ssr")]
pub mod page;
#[cfg(feature = "ssr")]
mod panel;
#[cfg(feature = "ssr")]
mod preview;
#[cfg(feature = "ssr")]
mod since;

#[cfg(feature = "ssr")]
pub use kept::{Mending, changing, compare, intent, mend};
#[cfg(feature = "ssr")]
pub use questions::PreviewMembers;
