//! The state file: the organisation, tokens and the moved clock, so that a restart goes on where it stopped. Faults,
//! limits and the journal are not kept.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::Context;
use serde::{Deserialize, Serialize};

use super::state::Organisation;
use super::state::tokens::Tokens;

/// What the file holds.
#[derive(Deserialize)]
pub struct Kept {
    pub organisation: Organisation,
    pub tokens: Tokens,
    pub clock_ahead_ms: i64,
}

#[derive(Serialize)]
struct Keeping<'a> {
    organisation: &'a Organisation,
    tokens: &'a Tokens,
    clock_ahead_ms: i64,
}

impl Kept {
    /// A new organisation, with nothing to go on from.
    pub fn new(organisation: Organisation) -> Self {
        Self { organisation, tokens: Tokens::default(), clock_ahead_ms: 0 }
    }
}

/// Reads the file; `None` when there is none yet.
pub fn load(file: &Path) -> anyhow::Result<Option<Kept>> {
    match fs::read(file) {
        Ok(bytes) => {
            let kept = serde_json::from_slice(&bytes);
            kept.map(Some).with_context(|| format!("{} is not a state file of the simulator", file.display()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", file.display())),
    }
}

/// What is to be written.
pub fn bytes(organisation: &Organisation, tokens: &Tokens, clock_ahead_ms: i64) -> anyhow::Result<Vec<u8>> {
    Ok(serde_json::to_vec(&Keeping { organisation, tokens, clock_ahead_ms })?)
}

/// Writes the file beside its place and then moves it there, so that a crash leaves the old one whole.
pub fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let beside = file.with_extension("new");
    fs::write(&beside, bytes).with_context(|| format!("{} cannot be written", beside.display()))?;
    fs::rename(&beside, file).with_context(|| format!("{} cannot be written", file.display()))
}
