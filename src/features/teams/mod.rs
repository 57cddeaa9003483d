//! Teams: the list, one team's page, making, editing and deleting teams, and who is in them.

mod access;
mod actions;
mod activity;
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
mod reach;
mod roster;
mod show;
mod tabs;
mod ticks;
mod who;

pub use pages::{LISTS, PREVIEWED, routes};
use pages::{editable, find, lock, may_edit};
