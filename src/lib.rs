//! The portal's map. Arrows point down only:
//! `main → app → features → {web, components, people, changes, directory, schedule, auth} → {sigma, store} → domain`.
//!
//! | room | owns |
//! |---|---|
//! | [`domain`] | Sigma's nouns and the portal's own, with their rules; no I/O |
//! | `sigma` | the typed client of Sigma's REST API |
//! | `simulator` | Sigma's REST API over HTTP, for demo and tests; the portal knows it only as a URL |
//! | `store` | the database |
//! | `directory` | the snapshot of the organisation that pages read |
//! | `changes` | plan, apply and journal of everything written to Sigma |
//! | `people` | lists of people as others write them, pasted or in files, and whom they mean |
//! | `schedule` | timed work: what is done again and again, once at a time across processes |
//! | `auth` | signing in, sessions, roles |
//! | `web` | what every request shares |
//! | [`components`] | building blocks that know no feature; the islands |
//! | [`features`] | what a person sees, one folder per subject; their islands, and the functions that browsers call |
//! | `app` | configuration and assembly |
//!
//! The crate in `src/browser` makes the WASM file of it: the islands and the entry that wakes them.
#![recursion_limit = "512"]

pub mod components;
pub mod domain;
pub mod features;

#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "ssr")]
pub mod auth;
#[cfg(feature = "ssr")]
pub mod changes;
#[cfg(feature = "ssr")]
pub mod directory;
#[cfg(feature = "ssr")]
pub mod people;
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
