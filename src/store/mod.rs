//! The database: sessions, changes with their steps, audit events.
//!
//! Owns every query. Knows nothing of Sigma and of pages.
