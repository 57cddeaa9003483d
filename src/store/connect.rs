//! Connections to either database.
//!
//! The pools are made here and handed to `SeaORM`, which would write the address with its password into a trace.

use super::Error;
use log::LevelFilter;
use sea_orm::DatabaseConnection;
use sea_orm::sqlx::{
    self, ConnectOptions, Connection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::time::{Duration, Instant};

/// How long a writer waits for another process to finish writing to the same `SQLite` file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long to wait before the same is tried again where `SQLite` itself does not wait.
const BUSY_PAUSE: Duration = Duration::from_millis(20);
/// How long a query waits for a connection; also how long an unreachable `PostgreSQL` goes unreported.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// From when on a statement counts as slow in the debug log.
const SLOW_STATEMENT: Duration = Duration::from_secs(1);
/// Readers of an `SQLite` file, and connections to `PostgreSQL`.
const POOL_SIZE: u32 = 10;

/// A pool to read from and one to write to; with `PostgreSQL` the same pool twice.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    pub(super) reader: DatabaseConnection,
    pub(super) writer: DatabaseConnection,
}

impl Connections {
    pub(super) async fn open(url: &str) -> Result<Self, Error> {
        match url.split_once(':') {
            Some(("sqlite", _)) => sqlite(url).await,
            Some(("postgres" | "postgresql", _)) => postgres(url).await,
            _ => Err(Error::Url("must start with sqlite:// or postgres://")),
        }
    }

    pub(super) async fn close(self) -> Result<(), Error> {
        self.reader.close().await?;
        Ok(self.writer.close().await?)
    }
}

/// `SQLite` allows one writer at a time; one connection makes writers queue here, in order, and not on the file's lock.
async fn sqlite(url: &str) -> Result<Connections, Error> {
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(Error::Url("must name a file: a database in memory is not shared by reader and writer"));
    }
    let options: SqliteConnectOptions = url.parse().map_err(|_| Error::Url("is not of the form sqlite:///path"))?;
    let options = options
        .create_if_missing(true)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .journal_mode(SqliteJournalMode::Wal)
        // Full, and not the usual companion of WAL: a step written down as about to be sent must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .log_statements(LevelFilter::Debug)
        .log_slow_statements(LevelFilter::Debug, SLOW_STATEMENT);
    // An open file does not go away as a server does, so connections are not tried before each use.
    let pool = || SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false);
    take_into_use(&options).await.map_err(unreachable)?;
    let writer = pool().max_connections(1).connect_with(options.clone()).await.map_err(unreachable)?;
    let options = options.pragma("query_only", "ON");
    let reader = pool().max_connections(POOL_SIZE).connect_with(options).await.map_err(unreachable)?;
    Ok(Connections { reader: reader.into(), writer: writer.into() })
}

/// Creates the file if it is missing and puts it into WAL mode, once for all processes.
///
/// Of several that do so at the same moment `SQLite` turns all but one away at once: here a busy timeout does not count,
/// because two that waited for each other would wait for ever.
async fn take_into_use(options: &SqliteConnectOptions) -> sqlx::Result<()> {
    let began = Instant::now();
    loop {
        match options.connect().await {
            Err(error) if is_busy(&error) && began.elapsed() < BUSY_TIMEOUT => tokio::time::sleep(BUSY_PAUSE).await,
            Err(error) => return Err(error),
            Ok(connection) => return connection.close().await,
        }
    }
}

/// `SQLITE_BUSY`, in any of its extended forms.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

async fn postgres(url: &str) -> Result<Connections, Error> {
    let options: PgConnectOptions =
        url.parse().map_err(|_| Error::Url("is not of the form postgres://user:password@host/name"))?;
    let options = options
        .application_name("sigma-portal")
        .log_statements(LevelFilter::Debug)
        .log_slow_statements(LevelFilter::Debug, SLOW_STATEMENT);
    // A pool tries again until its time is up and then only says so; one connection says what is wrong.
    options.connect().await.map_err(unreachable)?.close().await.map_err(unreachable)?;
    let pool = PgPoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).max_connections(POOL_SIZE);
    let pool: DatabaseConnection = pool.connect_with(options).await.map_err(unreachable)?.into();
    Ok(Connections { reader: pool.clone(), writer: pool })
}

fn unreachable(error: sqlx::Error) -> Error {
    Error::Database(sea_orm::DbErr::Conn(sea_orm::RuntimeErr::SqlxError(error.into())))
}
