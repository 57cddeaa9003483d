//! The client over real sockets: against a peer that plays scripted bytes, and against the simulator.
#![expect(clippy::unwrap_used, reason = "a helper that cannot set a test up fails the test")]

mod documents;
mod faults;
mod lanes;
mod operations;
mod paging;
mod properties;
mod resources;
mod secrets;
mod simulated;
mod simulated_documents;
mod tokens;
mod wire;
