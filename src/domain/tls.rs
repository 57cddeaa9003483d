//! The one implementation of cryptography that everything spoken to over TLS uses.

use std::sync::Once;

/// Chooses ring for this process. Whoever builds an HTTP client calls it before: without a choice the client panics. A process
/// that has chosen already keeps its choice.
pub fn use_ring() {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}
