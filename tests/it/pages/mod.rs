//! Pages over HTTP, as a browser without script sees them.

mod bulk;
mod find;
mod health;
mod members;
mod offboarding;
mod onboarding;
mod roles;
mod routes;
mod security;
