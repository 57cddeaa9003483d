//! Structured logs.

use tracing_subscriber::{EnvFilter, fmt};

/// Sends logs to standard error, as text or JSON. A filter that cannot be read is said to be so and replaced by
/// `info`.
pub fn init(filter: &str, json: bool) {
    let parsed = EnvFilter::try_new(filter);
    let wrong = parsed.is_err();
    let layer = fmt().with_env_filter(parsed.unwrap_or_else(|_| EnvFilter::new("info"))).with_writer(std::io::stderr);
    // A line that cannot be written, as on a full disk, is lost; saying so on the same stream would end the request with
    // a panic.
    let layer = layer.log_internal_errors(false);
    // Already set in tests that start several portals.
    _ = if json { layer.json().flatten_event(true).try_init() } else { layer.try_init() };
    if wrong {
        tracing::warn!("The log filter “{filter}” cannot be read; logging at info");
    }
}
