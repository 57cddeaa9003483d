//! Assembly: configuration, state, router, start and stop.
//!
//! The only room that knows all others. Decides nothing about what a page shows or a change does.

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod assets;
mod audit;
mod audit_streams;
mod backup;
mod check;
mod clock;
mod config;
mod configured;
mod credentials;
mod demo;
mod demo_history;
mod demo_packages;
mod demo_requests;
mod hardening;
mod health;
mod housekeeping;
mod link;
mod listen;
mod log;
mod measure;
mod memory;
mod notifications;
mod reload;
mod roles;
mod router;
mod run;
mod running;
mod self_service;
#[cfg(feature = "otel")]
mod traces;

pub use audit::{export_audit, verify_audit};
pub use backup::back_up;
pub use check::{advice, check};
pub use config::{Base, Config, Overrides, Problems, SigmaAccess, environment};
pub use credentials::configure_credentials;
pub use demo::{DemoOptions, demo};
pub use hardening::no_core_dumps;
pub use health::health;
pub use link::sign_in_link;
pub use listen::ConnectionLimits;
pub use log::init as init_log;
pub use reload::reload;
pub use run::{Installation, serve, start, told_to_stop};
pub use running::Running;
#[cfg(feature = "otel")]
pub use traces::send_rest as send_rest_of_traces;
