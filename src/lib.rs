//! The portal's map. Arrows point down only:
//! `main → app → features → web → {ui, auth, requests, changes, notify} → directory → {schedule, sigma, store} → domain`; `ui` knows `domain`
//! alone, and `simulator` knows nobody. `tests/it/sources.rs` holds them to it.
//!
//! | room | owns |
//! |---|---|
//! | [`domain`] | Sigma's nouns and the portal's own, with their rules; no I/O |
//! | `sigma` | the typed client of Sigma's REST API |
//! | `simulator` | Sigma's REST API over HTTP, for demo and tests; the portal knows it only as a URL |
//! | `store` | the database |
//! | `directory` | the snapshot of the organisation that pages read, the roles that follow from it, and what typed text means in it |
//! | `changes` | plan, apply and journal of everything written to Sigma |
//! | `requests` | who may ask for what, who decides, and what becomes of a request |
//! | `notify` | what people are told, and by which channel |
//! | `schedule` | timed work: what is done again and again, once at a time across processes |
//! | `auth` | signing in, sessions |
//! | `web` | what every request shares |
//! | [`ui`] | pure views and the islands that any page may use |
//! | [`features`] | what a person sees, one folder per subject; their islands, and the functions that browsers call; `shared` for what several show |
//! | `app` | configuration and assembly |
//!
//! The crate in `src/browser` makes the WASM file of it: the islands and the entry that wakes them.
#![recursion_limit = "512"]

pub mod domain;
pub mod features;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod auth;
#[cfg(feature = "ssr")]
pub mod changes;
#[cfg(feature = "ssr")]
pub mod directory;
#[cfg(feature = "ssr")]
pub mod notify;
#[cfg(feature = "ssr")]
pub mod requests;
#[cfg(feature = "ssr")]
pub mod schedule;
#[cfg(feature = "ssr")]
pub mod sigma;
#[cfg(feature = "ssr")]
pub mod simulator;
#[cfg(feature = "ssr")]
pub mod store;
#[cfg(feature = "ssr")]
pub mod web;
