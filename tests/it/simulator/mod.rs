//! The simulator seen from outside, over HTTP: one file per resource, one test per rule of `BEHAVIOUR.md`.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

mod account_types;
mod additions;
mod attributes;
mod client;
mod connections;
mod contract;
mod datasets;
mod errors;
mod every_list;
mod exports;
mod faults;
mod files;
mod grants;
mod leavers;
mod making;
mod members;
mod paging;
mod reports;
mod restart;
mod strangers;
mod strangers_documents;
mod teams;
mod tokens;
mod workbooks;
mod workspaces;
