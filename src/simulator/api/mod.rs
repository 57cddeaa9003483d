//! What each operation answers: one file per resource, each with its own wire structs.

pub mod absent;
pub mod account_types;
pub mod attributes;
pub mod auth;
pub mod connections;
mod contents;
pub mod credentials;
pub mod data_models;
pub mod datasets;
pub mod document_grants;
mod document_in_path;
pub mod files;
mod grant_batch;
pub mod grants;
pub mod members;
pub mod reports;
pub mod schedules;
pub mod settings;
pub mod tags;
pub mod teams;
mod versioned;
pub mod whoami;
pub mod workbooks;
pub mod workspaces;
