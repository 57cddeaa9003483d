//! One integration binary: the parts against each other over real sockets and a real database.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it is")]

mod api;
mod app;
mod changes;
mod crash;
mod directory;
mod notify;
mod pages;
mod requests;
mod schedule;
mod sigma;
mod simulator;
mod sources;
mod store;
mod support;
