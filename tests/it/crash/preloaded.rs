//! Libraries that change what the system tells one process, compiled by the tests themselves.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};
use tempfile::TempDir;

/// A library, compiled once.
pub struct Preloaded {
    source: &'static str,
    compiled: OnceLock<(TempDir, PathBuf)>,
}

/// A process's wall clock is wrong by `CLOCK_AHEAD_SECONDS`.
pub static SHIFTED_CLOCK: Preloaded = Preloaded::new(include_str!("shifted_clock_preload.rs"));
/// A process's disk is full while the file exists that `DISK_IS_FULL_WHILE` names.
pub static FULL_DISK: Preloaded = Preloaded::new(include_str!("full_disk_preload.rs"));

impl Preloaded {
    const fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// Where the library lies.
    pub fn path(&self) -> &Path {
        // Optimised, because unoptimised code still asks for the standard library's way of unwinding.
        let compile = || {
            let folder = tempfile::tempdir().unwrap();
            let (source, library) = (folder.path().join("preloaded.rs"), folder.path().join("preloaded.so"));
            std::fs::write(&source, self.source).unwrap();
            let compiled = Command::new("rustc")
                .args(["--edition", "2024", "--crate-type", "cdylib", "-C", "panic=abort", "-C", "opt-level=1", "-o"])
                .args([&library, &source])
                .output()
                .unwrap();
            assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
            (folder, library)
        };
        &self.compiled.get_or_init(compile).1
    }
}
