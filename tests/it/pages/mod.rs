//! Pages over HTTP, as a browser without script sees them.

mod access;
mod attributes;
mod bulk;
mod connections;
mod datasets;
mod documents;
mod exports;
mod find;
mod health;
mod history;
mod load;
mod members;
mod nginx;
mod offboarding;
mod onboarding;
mod onboarding_file;
mod operations;
mod roles;
mod routes;
mod scope;
mod security;
mod settings;
mod teams;
mod text;
mod workbooks;
mod workspaces;
