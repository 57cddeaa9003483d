//! The database: changes with their steps, audit events, the directory's history, readings and headcounts, wishes under
//! review, timed tasks, sessions, small blobs, requests with what people are told about them.
//!
//! Owns every query, the tables and their migrations. Knows nothing of Sigma and of pages, and never reads the clock of
//! its process: the time comes in with each call that needs it, and leases are told by the database's (see `clock`).
//!
//! One code path serves `SQLite` and `PostgreSQL`. What they would do differently is settled here once:
//!
//! - Times are whole milliseconds since 1970 UTC, so a finer [`jiff::Timestamp`] comes back rounded down.
//! - Text that is searched or compared without case is kept a second time in lower case, because the two databases
//!   disagree about letters outside ASCII.
//! - A NUL character, which `PostgreSQL` cannot keep in text, is replaced (see `kept::text`).

mod access;
mod api;
mod assets;
mod audit;
mod backlog;
mod backup;
mod blobs;
mod changes;
mod clock;
mod connect;
mod credentials;
mod days;
mod entities;
mod error;
mod headcounts;
mod health;
mod history;
mod kept;
pub mod lease;
mod locks;
mod look;
mod migrations;
mod once;
mod outbox;
mod paging;
mod people;
mod provider_subjects;
mod readings;
mod requests;
mod retention;
mod reviews;
mod role_assignments;
mod seal;
mod search;
mod sessions;
mod signed_in;
mod space;
mod subjects;
mod tasks;
mod vault;

pub use access::PoolUse;
pub use api::{ApiAnswer, ApiCall};
pub use assets::Asset;
pub use audit::{AuditFilter, ChainPlace, LinkedEvent, MOST_COUNTED, RecordedEvent, Verified};
pub use backlog::Backlog;
pub use backup::back_up;
pub use blobs::{Blob, BlobVersion};
pub use changes::{ChangeFilter, ChangeSummary, Fence};
pub use credentials::Renewed;
pub use error::Error;
pub use headcounts::Headcount;
pub use history::HistoryFilter;
pub use locks::LockFence;
pub use look::{Look, left_credentials, look, renewed_credentials};
pub use outbox::{ChannelHealth, Delivery, DeliveryState, NewDelivery, OutboxCounts, Outgoing};
pub use paging::PageRequest;
pub use provider_subjects::KnownSubject;
pub use readings::{Reading, ReadingCount};
pub use requests::{EndsOf, RequestFilter, WrittenRequest};
pub use retention::Retention;
pub use reviews::Review;
pub use seal::{SealKey, Sealed};
pub use sessions::SessionStore;
pub use signed_in::{OpenSession, SessionFacts, kept_under as session_row};
pub use tasks::{Task, TaskFence};
pub use vault::Vault;

use crate::domain::Clock;
use access::{Reader, Writer};
use audit::Counters;
use connect::Connections;
use futures::future::BoxFuture;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};
use std::{
    sync::{Arc, atomic::AtomicU64},
    time::{Duration, Instant},
};

/// How often a server is tried that is not up yet.
const RETRY: Duration = Duration::from_secs(1);

/// Rows in one statement: `SQLite` and `PostgreSQL` limit the values it may carry to some thirty thousand.
const ROWS_AT_ONCE: usize = 1_000;

/// The portal's database. Cheap to clone; clones share the connections.
#[derive(Clone, Debug)]
pub struct Store {
    connections: Connections,
    probe: health::SharedProbe,
    clock: Clock,
    seals: SealKey,
    /// By which audit events are counted.
    counters: Counters,
    /// Keeps secrets; `None` where the installation has no secret of its own.
    vault: Option<Vault>,
    /// Changes with every notice that this process writes.
    notices: Arc<AtomicU64>,
}

impl Store {
    /// Opens the database and brings its tables up to date.
    ///
    /// `sqlite:///path/to/file.db` is created if missing, with its folder, for this user alone;
    /// `postgres://user:password@host/name` must exist. A server beyond this machine is spoken to in TLS and must have a
    /// certificate for its name that the system's roots, or those of `sslrootcert`, vouch for, unless the address has
    /// another `sslmode`.
    ///
    /// # Errors
    /// [`Error::Url`] for an address of another form, [`Error::File`] and [`Error::Database`] when it cannot be reached
    /// or opened, [`Error::Newer`] when a newer version has been at work on it, [`Error::Migration`] when its tables
    /// cannot be brought up to date.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let store = Self {
            // Boxed: the drivers' futures make large ones of all that wait for them.
            connections: Box::pin(Connections::open(url)).await?,
            probe: health::SharedProbe::default(),
            clock: Clock::default(),
            seals: SealKey::default(),
            counters: Counters::default(),
            vault: None,
            notices: Arc::default(),
        };
        let transaction = store.writer().begin().await?;
        migrations::run(&transaction).await?;
        transaction.commit().await.map_err(Error::Migration)?;
        Ok(store)
    }

    /// The same, where the server may come up later than the portal: for this long it is tried again.
    ///
    /// # Errors
    /// As [`Self::open`]; at once for what does not get better by waiting.
    pub async fn open_within(url: &str, patience: Duration) -> Result<Self, Error> {
        let began = Instant::now();
        loop {
            match Self::open(url).await {
                Err(error) if error.may_come_up() && began.elapsed() + RETRY < patience => {
                    tracing::warn!(%error, "The database is not there yet; it is tried again");
                    tokio::time::sleep(RETRY).await;
                }
                opened => return opened,
            }
        }
    }

    /// The same database, with rows stamped by this clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The same database, with rows sealed by this key.
    #[must_use]
    pub fn with_seals(self, seals: SealKey) -> Self {
        Self { seals, ..self }
    }

    /// The same database, with secrets kept by this vault.
    #[must_use]
    pub fn with_vault(self, vault: Option<Vault>) -> Self {
        Self { vault, ..self }
    }

    fn seals(&self) -> &SealKey {
        &self.seals
    }

    /// The clock that rows are stamped by; that of whatever works on this database. Leases go by the database's own.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// How the pools of connections are used, by what for: with `PostgreSQL` all goes through one.
    pub fn pools(&self) -> Vec<(&'static str, PoolUse)> {
        let reader = ("reads", self.reader().in_use());
        match self.writer().in_use(self.reader()) {
            Some(writer) => vec![reader, ("writes", writer)],
            None => vec![("all", reader.1)],
        }
    }

    /// Which database it is, for people.
    pub fn kind(&self) -> &'static str {
        match self.reader().get_database_backend() {
            DbBackend::Postgres => "PostgreSQL",
            _ => "SQLite",
        }
    }

    /// Lets an `SQLite` file look anew at how its rows are spread, by which it chooses among indexes; a server does so by
    /// itself. Quick: it looks at tables that have grown much, and at a part of each.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn tune(&self) -> Result<(), Error> {
        if self.writer().get_database_backend() == DbBackend::Sqlite {
            // Tables that this connection has not asked, too: others read.
            self.writer().execute_unprepared("PRAGMA optimize = 0x10002").await?;
        }
        Ok(())
    }

    /// From now on opens connections to a server with the user and password of this address, of the same server and database.
    /// Nothing to do for a file.
    ///
    /// # Errors
    /// [`Error::Url`] for an address of another place, [`Error::Database`] when the server does not take the login; the one
    /// before stays in use.
    pub async fn replace_login(&self, url: &str) -> Result<(), Error> {
        self.connections.replace_login(url).await
    }

    /// Closes every connection, those of clones too, after the queries under way.
    ///
    /// # Errors
    /// [`Error::Database`] when a connection breaks while it closes.
    pub async fn close(self) -> Result<(), Error> {
        self.connections.close().await
    }

    fn reader(&self) -> &Reader {
        &self.connections.reader
    }

    fn writer(&self) -> &Writer {
        &self.connections.writer
    }

    /// Writes everything that `work` does, or nothing when it fails; to its end, even if the caller goes away.
    async fn write<T, W>(&self, work: W) -> Result<T, Error>
    where
        T: Send + 'static,
        W: for<'t> FnOnce(&'t DatabaseTransaction) -> BoxFuture<'t, Result<T, Error>> + Send + 'static,
    {
        self.writer().transaction(work).await
    }
}
