//! Structured logs.

use tracing_subscriber::{EnvFilter, fmt};

/// Sends logs to standard error, as text or JSON. A filter that cannot be read is said to be so and replaced by
/// `info`.
pub fn init(filter: &str, json: bool) {
    let parsed = EnvFilter::try_new(filter);
    let wrong = parsed.is_err();
    let layer = fmt().with_env_filter(parsed.unwrap_or_else(|_| EnvFilter::new("info"))).with_writer(std::io::stderr);
    // Already set in tests that start several portals.
    _ = if json { layer.json().flatten_event(true).try_init() } else { layer.try_init() };
    if wrong {
        tracing::warn!("The log filter “{filter}” cannot be read; logging at info");
    }
}
