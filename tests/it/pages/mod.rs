//! Pages over HTTP, as a browser without script sees them.

mod access;
mod bulk;
mod connections;
mod find;
mod health;
mod history;
mod members;
mod offboarding;
mod onboarding;
mod roles;
mod routes;
mod security;
mod teams;
mod workspaces;
