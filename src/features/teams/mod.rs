//! Teams: the list, one team's page, making, editing and deleting teams, and who is in them.

mod access;
mod actions;
mod attributes;
mod create;
mod delete;
mod edit;
mod fields;
mod list;
mod members;
mod mode;
mod pages;
mod people;
mod roster;
mod show;
mod who;

pub use pages::{LISTS, routes};
use pages::{editable, find, lock, may_edit};
