//! What each operation answers: one file per resource, each with its own wire structs.

pub mod account_types;
pub mod auth;
pub mod connections;
mod grant_batch;
pub mod grants;
pub mod members;
pub mod teams;
pub mod whoami;
pub mod workspaces;
