//! Traces: a request of somebody with the calls to Sigma that it has made, handed to an OpenTelemetry collector.
//!
//! On where `OTEL_EXPORTER_OTLP_ENDPOINT` names one; that and the other `OTEL_` variables are read by the exporter. Spans
//! alone go out, with routes, operations, states and times: what the log says may name people.

use crate::domain::tls::use_ring;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use std::sync::OnceLock;
use tracing::Subscriber;
use tracing_subscriber::{Layer, filter::filter_fn, registry::LookupSpan};

static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();

/// Hands spans on; `None` where nobody takes them.
pub fn layer<S>() -> Option<impl Layer<S>>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let names = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
    if names.iter().all(|name| std::env::var_os(name).is_none_or(|value| value.is_empty())) {
        return None;
    }
    // Logging, and with it this, begins before the first client of the portal's own.
    use_ring();
    let exporter = match SpanExporter::builder().with_http().build() {
        Ok(exporter) => exporter,
        Err(error) => {
            eprintln!("sigma-portal: no traces are sent: {error}");
            return None;
        }
    };
    let resource = Resource::builder().with_service_name(env!("CARGO_PKG_NAME")).build();
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
    let tracer = provider.tracer(env!("CARGO_PKG_NAME"));
    _ = PROVIDER.set(provider);
    let spans = tracing_opentelemetry::layer().with_tracer(tracer).with_location(false).with_threads(false);
    Some(spans.with_filter(filter_fn(|metadata| metadata.is_span() && metadata.target().starts_with("sigma_portal"))))
}

/// Sends what has not been sent yet, at the end of the program.
pub fn send_rest() {
    if let Some(provider) = PROVIDER.get()
        && let Err(error) = provider.shutdown()
    {
        eprintln!("sigma-portal: the last traces were not sent: {error}");
    }
}
