//! Teams: the list, one team's page, making, editing and deleting teams, and who is in them.

mod members;
mod mode;

#[cfg(feature = "ssr")]
mod access;
#[cfg(feature = "ssr")]
mod actions;
#[cfg(feature = "ssr")]
mod attributes;
#[cfg(feature = "ssr")]
mod create;
#[cfg(feature = "ssr")]
mod delete;
#[cfg(feature = "ssr")]
mod edit;
#[cfg(feature = "ssr")]
mod fields;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod people;
#[cfg(feature = "ssr")]
mod roster;
#[cfg(feature = "ssr")]
mod show;
#[cfg(feature = "ssr")]
mod ticks;
#[cfg(feature = "ssr")]
mod who;

#[cfg(feature = "ssr")]
pub use pages::{LISTS, routes};
#[cfg(feature = "ssr")]
use pages::{editable, find, lock, may_edit};
