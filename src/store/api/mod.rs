//! What the API for programs of others needs to remember: its tokens, and what it has answered.

mod calls;
mod tokens;

pub use calls::{ApiAnswer, ApiCall};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// Parts that cannot be taken for others: none of them holds a NUL.
fn digest(parts: &[&str]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(parts.join("\0")))
}
