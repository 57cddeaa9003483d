//! Structured logs.

use crate::{
    domain::Clock,
    web::{Trouble, note_trouble, set_log_handle},
};
use std::fmt::{Debug, Write};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    EnvFilter, Layer, fmt, layer::Context, layer::SubscriberExt, reload, util::SubscriberInitExt,
};

/// Sends logs to standard error, as text or JSON. A filter that cannot be read is said to be so and replaced by
/// `info`. What is logged can be changed later. Warnings and errors are remembered for the status page, too.
pub fn init(filter: &str, json: bool) {
    let parsed = EnvFilter::try_new(filter);
    let wrong = parsed.is_err();
    // A line that cannot be written, as on a full disk, is lost; saying so on the same stream would end the request with
    // a panic.
    let lines = fmt::layer().with_writer(std::io::stderr).log_internal_errors(false);
    let lines = if json { lines.json().flatten_event(true).boxed() } else { lines.boxed() };
    let parsed = parsed.unwrap_or_else(|_| EnvFilter::new("info"));
    let (parsed, handle) = reload::Layer::new(parsed);
    // Already set in tests that start several portals.
    let subscriber = tracing_subscriber::registry().with(parsed).with(lines).with(Remembering);
    #[cfg(feature = "otel")]
    let subscriber = subscriber.with(super::traces::layer());
    if subscriber.try_init().is_ok() {
        set_log_handle(handle, if wrong { "info" } else { filter });
    }
    if wrong {
        tracing::warn!("The log filter “{filter}” cannot be read; logging at info");
    }
}

/// Remembers warnings and errors of the portal's own.
struct Remembering;

impl<S: Subscriber> Layer<S> for Remembering {
    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let (level, target) = (*event.metadata().level(), event.metadata().target());
        if level > Level::WARN || !target.starts_with("sigma_portal") {
            return;
        }
        let mut words = Words::default();
        event.record(&mut words);
        note_trouble(Trouble {
            at: Clock::default().now(),
            is_error: level == Level::ERROR,
            target: target.to_owned(),
            message: words.message,
            cause: words.cause,
            times: 0,
        });
    }
}

/// What an event says, and why.
#[derive(Default)]
struct Words {
    message: String,
    cause: String,
}

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = match field.name() {
            "message" => &mut self.message,
            "error" | "reason" => &mut self.cause,
            _ => return,
        };
        _ = write!(text, "{value:?}");
    }
}
