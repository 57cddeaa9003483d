//! How fresh the directory is and what its sync is doing.

use super::{Collection, Shortfall};
use jiff::Timestamp;

/// How fresh the directory is and what its sync is doing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SyncStatus {
    /// What the sync is doing.
    pub state: SyncState,
    /// When the present snapshot's members were read; `None` until there is a snapshot.
    pub as_of: Option<Timestamp>,
    pub sections: Vec<SectionStatus>,
    /// Why Sigma does not accept the portal's credentials, in words; `None` once it has answered again.
    pub refused: Option<String>,
    /// How many sections are being read.
    pub(super) running: usize,
}

/// How fresh one section is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionStatus {
    pub section: Collection,
    /// Its name, for people.
    pub name: &'static str,
    /// When it was last read whole, by whichever process.
    pub as_of: Option<Timestamp>,
    /// Why the last reading failed, if it was this process's; `None` once one has worked, by whichever process.
    pub error: Option<String>,
    /// That the last reading was suddenly short, if it was this process's; an admin can accept it.
    pub shortfall: Option<Shortfall>,
    /// When Sigma last said that it no longer offers these; it is asked again once a day.
    pub withdrawn_at: Option<Timestamp>,
    /// Rows of the last reading that were not as promised, if it was this process's.
    pub odd_rows: usize,
    /// When it is due again; `None` where that is not known, as before the first reading; others may ask for it
    /// sooner.
    pub next_at: Option<Timestamp>,
}

impl SectionStatus {
    pub(super) fn new(section: Collection, as_of: Option<Timestamp>) -> Self {
        Self {
            section,
            name: section.name(),
            as_of,
            error: None,
            shortfall: None,
            withdrawn_at: None,
            odd_rows: 0,
            next_at: None,
        }
    }
}

impl SyncStatus {
    /// A section's state.
    pub fn section(&self, section: Collection) -> Option<&SectionStatus> {
        self.sections.iter().find(|s| s.section == section)
    }

    /// What the sync is doing, when nothing is being read.
    pub(super) fn settle(&mut self) {
        if self.running == 0 {
            let error = self.section(Collection::Members).and_then(|members| members.error.clone());
            self.state = error.map_or(SyncState::Idle, SyncState::Failed);
        }
    }

    pub(super) fn section_mut(&mut self, section: Collection) -> Option<&mut SectionStatus> {
        self.sections.iter_mut().find(|s| s.section == section)
    }
}

/// What the sync is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SyncState {
    /// Nothing; the last reading of the members worked.
    #[default]
    Idle,
    Running(Progress),
    /// The members could not be read, for this reason. The snapshot before it still stands.
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
