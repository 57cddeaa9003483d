//! The database's clock.
//!
//! How long a lease lasts and when a task is due is told by the database, in the statement that asks: of several
//! processes, each with a clock of its own, none may find a lease over that another still holds. With `SQLite` it is the
//! clock of the machine, which all its processes share. A clock that is put forward ends leases early; what their
//! holders then try to write is refused by their fences.

use super::{Error, Store, kept};
use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DbBackend, QueryResult,
    sea_query::{Expr, ExprTrait, Query},
};
use std::time::Duration;

/// The expression for this moment in milliseconds since 1970 UTC.
pub(super) fn sql(backend: DbBackend) -> &'static str {
    match backend {
        // The time of the statement and not that of its transaction, which may have waited for a lock.
        DbBackend::Postgres => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)",
        _ => "CAST(ROUND(unixepoch('subsec') * 1000) AS INTEGER)",
    }
}

/// The database's own time, as an expression of a statement.
pub(super) fn now(db: &impl ConnectionTrait) -> Expr {
    Expr::cust(sql(db.get_database_backend()))
}

/// The moment so long after this one.
pub(super) fn after(db: &impl ConnectionTrait, time: Duration) -> Result<Expr, Error> {
    Ok(now(db).add(millis(time)?))
}

/// A length of time in milliseconds.
pub(super) fn millis(time: Duration) -> Result<i64, Error> {
    kept::number("a length of time", time.as_millis())
}

impl Store {
    /// What time it is for the database.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn now(&self) -> Result<Timestamp, Error> {
        read(self.reader().query_one(&Query::select().expr_as(now(self.reader()), "now").take()).await?)
    }
}

/// Reads the answer to the question for [`now`], named `now`.
pub(super) fn read(row: Option<QueryResult>) -> Result<Timestamp, Error> {
    let millis = row.map(|row| row.try_get::<i64>("", "now")).transpose()?.unwrap_or_default();
    kept::from_millis("the database's time", millis)
}
