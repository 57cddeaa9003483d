//! Self-service: who may ask for what, who decides, and what becomes of a request.
//!
//! Owns requests from the question to their end, and the policies they are decided by. Writes nothing to Sigma: a request
//! that was approved becomes an [`Order`], which whoever knows the `changes` too hands to them, and is followed from here
//! by the state of its change.
//!
//! | file | owns |
//! |---|---|
//! | `catalogue` | what can be asked for, and what somebody has of it |
//! | `facts` | people and what they hold: what the decision function of the `domain` is asked with |
//! | `groups` | who answers for what, and the admins |
//! | `present` | how a request would be decided now, and who may know of it |
//! | `ask`, `decide` | making a request, and deciding about it |
//! | `account_type` | the account type that access needs |
//! | `queue`, `inbox` | what waits for whom |
//! | `follow` | an approved request until it is granted, and what the portal ends by itself |
//! | `term` | when access ends, and what is taken back then |
//! | `ends` | what ends soon, as one person may see it |
//! | `renewals` | what a renewal would be |
//! | `policies` | the rules, by thing and by kind |
//! | `tell` | who is told of what happens to a request |
//! | `assign` | packages that come with an invitation |
//! | `leave` | what ends when somebody leaves |
//! | `packages`, `drift` | access packages, their holders, and how what those have differs |

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod account_type;
mod ask;
mod assign;
mod audit;
mod catalogue;
mod decide;
mod drift;
mod ends;
mod facts;
mod follow;
mod groups;
mod inbox;
mod leave;
mod names;
mod packages;
mod policies;
mod present;
mod queue;
mod renewals;
mod tell;
mod term;

pub use ask::{Ask, Choice, Colleague};
pub use catalogue::{DecidedBy, Offer, Standing};
pub use decide::{Case, Extension, May};
pub use drift::Drift;
pub use follow::Order;
pub use names::Deciders;
pub use packages::{ALL_HOLDERS, HeldPackage, Holder, PackageDraft};
pub use policies::{PolicySource, Trial};
pub use queue::Inbox;
pub use renewals::Renewal;
pub use term::{Due, after_days};

use crate::{
    directory::{Authority, Directory, Snapshot},
    domain::{AccessRequest, Invalid, NoRoute, Part, Target},
    store::{self, Store},
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

/// Requests for access and their policies. Cheap to clone; clones share what they remember.
#[derive(Clone)]
pub struct Requests(Arc<Inner>);

struct Inner {
    store: Store,
    directory: Directory,
    authority: Authority,
    settings: Settings,
    groups: Mutex<groups::Groups>,
    queue: Mutex<queue::Queue>,
    package_owners: Mutex<inbox::PackageOwners>,
    offered: Mutex<policies::Offered>,
}

/// How requests are decided in this installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Whether an organisation's only admin may approve their own requests. The audit log says so where they did.
    pub lone_admin_approves: bool,
    /// After which time a request that nobody has answered is closed.
    pub unanswered_after: Duration,
    /// Requests that one person may have made that are not settled: somebody is to look at each.
    pub most_open: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { lone_admin_approves: false, unanswered_after: Duration::from_hours(24 * 30), most_open: 200 }
    }
}

/// Why something about a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be asked for, or can no longer be granted.
    #[error(transparent)]
    NoRoute(#[from] NoRoute),
    /// There is no such thing or request, or none that whoever asks may know of.
    #[error("not found")]
    NotFound,
    /// Whoever asks may see it and not do this.
    #[error("forbidden")]
    Forbidden,
    /// Whoever asks has made as many requests that are open as one person may.
    #[error(
        "You have {0} open requests, as many as one person can have. Wait until some are decided, or cancel those that you don’t need."
    )]
    TooMany(u64),
    /// A reason is missing or unfit.
    #[error("{0}")]
    Reason(String),
    /// A name or address that Sigma cannot invite, by field.
    #[error("some fields need attention")]
    Invalid(#[from] Invalid),
    /// A term is longer than the policy allows.
    #[error("{0}")]
    Term(String),
    /// Somebody, by name, has changed the package since it was opened.
    #[error("the package has changed")]
    Edited(String),
    /// Somebody was faster: what the request is by now.
    #[error("the request has changed")]
    Changed(Box<AccessRequest>),
    /// The directory has not been read yet.
    #[error("not ready")]
    NotReady,
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Requests {
    /// Requests kept in this store, about what this directory knows.
    pub fn new(store: Store, directory: Directory, authority: Authority, settings: Settings) -> Self {
        Self(Arc::new(Inner {
            store,
            directory,
            authority,
            settings,
            groups: Mutex::default(),
            queue: Mutex::default(),
            package_owners: Mutex::default(),
            offered: Mutex::default(),
        }))
    }

    /// How requests are decided and closed.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }
}

/// The single things that a target gives; of a package as it is now.
fn parts_of(target: &Target, offering: &policies::Offering) -> Vec<Part> {
    match target {
        Target::Package(id) => offering.package(id).map(|package| package.contents.parts()).unwrap_or_default(),
        Target::Account(account) => account.items().iter().filter_map(Target::part).collect(),
        Target::Return | Target::Team(_) | Target::Access(..) | Target::AccountType(_) => {
            target.part().into_iter().collect()
        }
    }
}

impl Inner {
    fn snapshot(&self) -> Result<Arc<Snapshot>, Error> {
        self.directory.snapshot().ok_or(Error::NotReady)
    }
}
