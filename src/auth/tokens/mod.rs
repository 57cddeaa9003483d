//! Signed tokens of others: ID tokens, logout tokens, and the assertions of a proxy. One verifier and one cache of keys
//! for all three.
//!
//! `jsonwebtoken` parses them and checks signatures through `ring`, which TLS brings along already: three crates more.
//! `openidconnect` would bring fifty-two, `rsa` with its open advisory among them, and still verify neither logout tokens
//! nor assertions. Times are checked here, by the portal's clock; that crate reads the machine's.

mod claims;
mod crypto;
mod keys;
mod verify;

pub use claims::Claims;
pub use keys::{KeyError, KeySource, Keys};
pub use verify::{ALGORITHMS, Expected, Refused, SKEW, Verifier};
