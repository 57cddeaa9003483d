//! Pages over HTTP, as a browser without script sees them.

mod connections;
mod find;
mod health;
mod members;
mod onboarding;
mod roles;
mod routes;
mod security;
mod workspaces;
