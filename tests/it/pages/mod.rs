//! Pages over HTTP, as a browser without script sees them.

mod find;
mod health;
mod history;
mod members;
mod onboarding;
mod roles;
mod routes;
mod security;
