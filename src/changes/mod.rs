//! The writing road: intent, plan, apply, journal, reconcile.
//!
//! Everything that is written to Sigma passes through here.
