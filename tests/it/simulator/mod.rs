//! The simulator seen from outside, over HTTP: one file per resource, one test per rule of `BEHAVIOUR.md`.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod account_types;
mod client;
mod connections;
mod errors;
mod faults;
mod grants;
mod members;
mod paging;
mod teams;
mod tokens;
mod workspaces;
