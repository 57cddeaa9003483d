//! Pages over HTTP, as a browser without script sees them.

mod attributes;
mod datasets;
mod exports;
mod find;
mod health;
mod members;
mod onboarding;
mod roles;
mod routes;
mod security;
mod settings;
mod workbooks;
