//! The metrics recorder, and keeping it small.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::{sync::OnceLock, time::Duration};

/// How often what was measured is put into its buckets; until then each measurement takes memory, scraped or not.
pub const UPKEEP: Duration = Duration::from_secs(5);

/// Upper ends of the buckets that times are counted in, in seconds: pages take milliseconds, Sigma may take a minute.
const BUCKETS: [f64; 14] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0];

/// The metrics recorder; one for the process, however many portals a test starts in it.
pub fn recorder() -> PrometheusHandle {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    let install = || {
        let builder = PrometheusBuilder::new();
        // Only an empty list is refused.
        let recorder = builder.set_buckets(&BUCKETS).unwrap_or_default().build_recorder();
        let handle = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::warn!("Another metrics recorder is in place; /metrics stays empty");
        }
        handle
    };
    HANDLE.get_or_init(install).clone()
}
