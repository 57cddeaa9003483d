//! The snapshot of the organisation: sync, search, who can reach what.
//!
//! The reading road: pages ask it and never wait for Sigma. Owns when Sigma is read and what is kept of it; owns no
//! writes to Sigma.
//!
//! | file | owns |
//! |---|---|
//! | `snapshot`, `granted`, `documents`, `figures` | what pages ask |
//! | `members`, `search`, `people`, `rank` | lists of people: filter, words, orders |
//! | `by_turns`, `activity`, `outbound` | what takes a call for each person or workbook: when people were last in Sigma, what they have sent, where workbooks are embedded |
//! | `access`, `managing`, `everyone`, `reach`, `loss`, `price` | who can reach what, and who would lose what |
//! | `access_version` | whether two snapshots agree about that |
//! | `forecast` | whose access would differ after some edits |
//! | `gates`, `filed`, `opened` | which grants count for a thing, those that a document inherits among them |
//! | `section`, `content`, `list`, `catalog` | what is held, in sections that are read and fail apart |
//! | `sync`, `read`, `detailed` | reading a section with the fewest calls |
//! | `one_reading` | one reading of a section at a time |
//! | `refresh` | reading back what a change touched |
//! | `scope` | how much of it somebody is shown |
//! | `authority`, `given_roles`, `identity` | which role somebody has now |
//! | `update`, `keep` | one writer at a time, in this process and among several |
//! | `history`, `own` | what changed outside the portal |
//! | `status` | how fresh it all is |

mod access;
mod access_version;
mod activity;
mod authority;
mod by_turns;
pub mod caveats;
mod collection;
mod detail_table;
mod detailed_row;
mod documents;
mod duplicates;
mod everyone;
mod failure;
mod figures;
mod filed;
mod fold;
mod forecast;
mod gates;
mod given_roles;
mod granted;
mod grouped;
mod history;
mod identity;
mod keep;
mod list;
mod loss;
mod managing;
mod members;
mod opened;
mod outbound;
mod own;
mod own_folder;
mod payload;
mod people;
mod price;
mod reach;
mod read;
mod read_state;
mod record;
#[cfg(test)]
mod reference;
mod refresh;
pub mod resolve;
mod scope;
mod search;
mod shortfall;
mod single_flight;
mod snapshot;
mod status;
mod sync;
mod update;

pub use access::Reach;
pub(crate) use access::effect_of;
pub use access_version::AccessVersion;
pub use authority::{Authority, ConfiguredAdmin};
pub use by_turns::{Coverage, Known};
pub use collection::Collection;
pub use duplicates::{Alike, Duplicate, duplicates};
pub use everyone::{EverybodysAccess, Reached, Target};
pub use figures::Figures;
pub use fold::{fold, fold_into, words};
pub use forecast::{AccessDifference, AccessTarget, Forecast};
pub use gates::{ApplicableGrants, Reachable};
pub use identity::{Identity, PeopleRules};
pub use loss::AccessLoss;
pub use members::{MemberQuery, MemberSort, MemberTrait};
pub use opened::{AccessibleDocument, Document};
pub use payload::DocumentAccess;
pub use price::{Loss, Removal};
pub use reach::{EffectKind, ReachQuery};
pub use read::Depth;
pub use resolve::Typed;
pub use scope::{Card, ManagersSee, Scope, SeenEvents};
pub use shortfall::Shortfall;
pub use snapshot::{Grants, Snapshot};
pub use status::{Progress, SectionStatus, SyncState, SyncStatus};

use crate::{sigma::SigmaClient, store::Store};
use arc_swap::{ArcSwap, ArcSwapOption};
use collection::Collections;
use given_roles::GivenRoles;
use own::Unread;
use shortfall::{Accepted, Doubts};
use single_flight::Readings;
use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Mutex, Notify, watch};

/// What becomes of asking for everything to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It is read now.
    Begins,
    /// Somebody has asked before, and it is being read.
    Runs,
}

/// The directory: hands out the present snapshot and keeps it fresh.
#[derive(Clone)]
pub struct Directory(Arc<Inner>);

struct Inner {
    snapshot: ArcSwapOption<Snapshot>,
    status: watch::Sender<SyncStatus>,
    wake: Notify,
    /// Whether somebody has asked for everything to be read, and it has not been yet.
    asked: AtomicBool,
    /// The base interval, once the reading is scheduled.
    every: OnceLock<Duration>,
    /// One writer at a time. Not held while Sigma is read: a change's reading back need not wait for a sync.
    writing: Mutex<Collections>,
    readings: Readings,
    unread: Unread,
    doubts: Doubts,
    accepted: Accepted,
    views: scope::Views,
    /// Roles that were given inside the portal.
    given_roles: ArcSwap<GivenRoles>,
    client: SigmaClient,
    store: Store,
}

impl Directory {
    /// A directory that keeps its sections in the database; starts from what any process left there.
    pub async fn open(client: SigmaClient, store: Store) -> Self {
        // Boxed: the readings of all sections side by side are large, and whoever starts a portal holds them.
        let sections = Box::pin(keep::load_all(&store)).await;
        // Without them nobody has them: what was not read gives nothing.
        let given_roles = store.role_assignments().await.unwrap_or_else(|error| {
            tracing::warn!(%error, "The roles that were given in the portal could not be read yet");
            Vec::new()
        });
        let given_roles = GivenRoles::new(&given_roles);
        let statuses = Collection::ALL.map(|section| SectionStatus::new(section, sections.as_of(section)));
        let directory = Self(Arc::new(Inner {
            snapshot: ArcSwapOption::empty(),
            status: watch::Sender::new(SyncStatus { sections: statuses.into(), ..SyncStatus::default() }),
            wake: Notify::new(),
            asked: AtomicBool::new(false),
            every: OnceLock::new(),
            writing: Mutex::new(sections),
            readings: Readings::default(),
            unread: Unread::default(),
            doubts: Doubts::default(),
            accepted: Accepted::default(),
            views: scope::Views::default(),
            given_roles: ArcSwap::from_pointee(given_roles),
            client,
            store,
        }));
        let mut sections = directory.0.writing.lock().await;
        // Also when they were last confirmed, which the blobs themselves do not say.
        directory.load_newer(&mut sections, &Collection::ALL).await;
        directory.publish(&sections).await;
        drop(sections);
        directory
    }

    /// The present snapshot of the whole organization; `None` until the first sync of a new installation is through.
    /// What a page shows it takes from [`Self::view`].
    pub fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.0.snapshot.load_full()
    }

    /// How fresh the snapshot is and what the sync is doing.
    pub fn status(&self) -> SyncStatus {
        self.0.status.borrow().clone()
    }

    /// Follows [`Self::status`] as it changes.
    pub fn watch(&self) -> watch::Receiver<SyncStatus> {
        self.0.status.subscribe()
    }

    /// Whether everything is being read because somebody has asked for it: asking once more costs nothing.
    pub fn is_sync_requested(&self) -> bool {
        self.0.asked.load(Ordering::Acquire)
    }

    /// Asks for everything to be read as soon as possible, by this process; returns at once. However many ask while
    /// it is being read, it is read once.
    pub fn request_sync(&self) -> Asked {
        if self.0.asked.swap(true, Ordering::AcqRel) {
            return Asked::Runs;
        }
        self.0.wake.notify_one();
        Asked::Begins
    }
}
