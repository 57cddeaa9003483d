//! One integration binary: the parts against each other over real sockets and a real database.

mod changes;
mod directory;
mod pages;
mod sigma;
mod simulator;
mod store;
