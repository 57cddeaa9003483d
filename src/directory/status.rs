//! How fresh the directory is and what its sync is doing.

use jiff::Timestamp;

/// How fresh the directory is and what its sync is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncStatus {
    /// What the sync is doing.
    pub state: SyncState,
    /// When the present snapshot was read; `None` until the first sync is through.
    pub as_of: Option<Timestamp>,
}

/// What the sync is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SyncState {
    /// Nothing; the last one worked.
    #[default]
    Idle,
    /// Reading.
    Running(Progress),
    /// The last one failed, for this reason. The snapshot before it still stands.
    Failed(String),
}

/// How far a sync has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being read, for people: `members`, `teams` …
    pub stage: &'static str,
    /// How many were read in this stage.
    pub done: usize,
    /// Of how many, where that is known before.
    pub total: Option<usize>,
}
