//! The portal as a process: its settings, and what it gives up.

mod alerts;
mod assets;
mod backup;
mod check;
mod hardening;
mod machines;
mod reload;
