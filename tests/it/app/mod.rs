//! The portal as a process: its settings, and what it gives up.

mod alerts;
mod assets;
mod backup;
mod check;
mod dist;
mod hardening;
mod log_levels;
mod machines;
mod reload;
mod service;
#[cfg(feature = "otel")]
mod traces;
mod two_versions;
