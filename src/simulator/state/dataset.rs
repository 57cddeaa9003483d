//! What only datasets have: references, the move to data models, and materializations (BEHAVIOUR.md section 14).

use serde::{Deserialize, Serialize};

use super::member::Member;
use crate::simulator::clock::Stamp;
use crate::simulator::ids::Id;
use crate::simulator::table::Slot;

/// How a materialization ended. The last two say that its table was cleaned up later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunStatus {
    Success,
    Failed,
    Marked,
    Swept,
}

/// One materialization; until `finished_at` it is running.
#[derive(Clone, Serialize, Deserialize)]
pub struct Run {
    pub task: Id,
    pub status: RunStatus,
    pub finished_at: Stamp,
    pub runtime_seconds: u32,
    pub rows: u64,
}

/// Where a dataset went.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Migration {
    pub data_model: Id,
    pub at: Stamp,
    pub by: Slot<Member>,
}

/// Whether a dataset has become a data model.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub enum MigrationState {
    Migrated(Migration),
    NotMigrated,
    NotRequired,
}

/// What only datasets have.
#[derive(Serialize, Deserialize)]
pub struct Dataset {
    pub reference_count: u32,
    pub migration: MigrationState,
    /// Materializing needs a schedule.
    pub has_schedule: bool,
    /// Materializations, oldest first.
    pub runs: Vec<Run>,
}
