//! What a test or a demo can make the simulator do, and what it can ask about the calls so far. None of it is Sigma's.

pub mod faults;
pub mod journal;
pub mod limits;
pub mod pipeline;
mod routes;

pub use routes::routes;
