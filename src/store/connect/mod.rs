//! Connections to either database.
//!
//! The pools are made here and handed to `SeaORM`, which would write the address with its password into a trace.

mod postgres;
mod sqlite;

pub(super) use postgres::options as postgres_options;

use super::{
    Error,
    access::{Reader, Writer},
};
use arc_swap::ArcSwap;
use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, postgres::PgConnectOptions},
};
use sqlite::File;
use std::{fmt, time::Duration};

/// How long a query waits for a connection; also how long an unreachable `PostgreSQL` goes unreported.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long the attempt may take that finds out why no connection could be had.
const DIAGNOSIS_TIMEOUT: Duration = Duration::from_secs(2);
/// From when on a statement counts as slow in the debug log.
const SLOW_STATEMENT: Duration = Duration::from_secs(1);
/// Readers of an `SQLite` file, and connections to `PostgreSQL`.
const POOL_SIZE: u32 = 10;

/// What reads and what writes; with `PostgreSQL` both use the same pool.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    pub(super) reader: Reader,
    pub(super) writer: Writer,
}

impl Connections {
    pub(super) async fn open(url: &str) -> Result<Self, Error> {
        match url.split_once(':') {
            Some(("sqlite", _)) => sqlite::open(url).await,
            Some(("postgres" | "postgresql", _)) => postgres::open(url).await,
            _ => Err(Error::Url("must start with sqlite:// or postgres://")),
        }
    }

    /// From now on opens connections with the user and password of this address; those that are open stay. An address of a file
    /// has neither.
    pub(super) async fn replace_login(&self, url: &str) -> Result<(), Error> {
        let (pool, target) = self.writer.link();
        match target {
            Target::Sqlite(_) => Ok(()),
            Target::Postgres(present) => postgres::replace_login(pool, present, url).await,
        }
    }

    pub(super) async fn close(self) -> Result<(), Error> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

/// Where the connections lead.
pub(super) enum Target {
    /// A file of this machine.
    Sqlite(File),
    /// Replaced when the password is.
    Postgres(ArcSwap<PgConnectOptions>),
}

impl Target {
    /// Why no connection can be had, for a pool only says that none could: what keeps one more from being opened.
    /// `None` when one can be opened, so that all of the pool's were busy.
    pub(super) async fn obstacle(&self) -> Option<DbErr> {
        match self {
            Self::Sqlite(file) => file.problem().map(|problem| DbErr::Conn(RuntimeErr::Internal(problem))),
            Self::Postgres(options) => postgres::obstacle(&options.load_full()).await,
        }
    }

    /// What is wrong with the file, which an open connection to it would not notice.
    pub(super) fn file_problem(&self) -> Option<String> {
        match self {
            Self::Sqlite(file) => file.problem(),
            Self::Postgres(_) => None,
        }
    }
}

/// Without the options of a connection, which hold the password.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "Sqlite",
            Self::Postgres(_) => "Postgres",
        })
    }
}

fn unreachable(error: sqlx::Error) -> Error {
    Error::Database(connection_error(error))
}

fn connection_error(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(error.into()))
}
