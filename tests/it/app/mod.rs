//! The portal as a process: its settings, and what it gives up.

mod assets;
mod check;
mod hardening;
mod machines;
