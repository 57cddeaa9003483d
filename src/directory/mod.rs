//! The snapshot of the organisation: sync, search, who can reach what.
//!
//! The reading road: pages ask it and never wait for Sigma.
