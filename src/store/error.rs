//! What can go wrong in the store.

use sea_orm::{DbErr, SqlErr};

/// What went wrong. The messages hold no values of rows and no address of the database.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address of the database has a form this store does not know.
    #[error("the database address {0}")]
    Url(&'static str),
    /// The tables could not be brought up to date.
    #[error("the database could not be brought up to date")]
    Migration(#[source] DbErr),
    /// The database refused a statement or could not be reached.
    #[error("the database failed")]
    Database(#[source] DbErr),
    /// A row with this id is there already.
    #[error("a row with this id exists already")]
    Exists,
    /// The change has no such step.
    #[error("the change has no step {0}")]
    NoSuchStep(u32),
    /// The change or task has been released or taken over since the fence was given out; nothing was written.
    #[error("the lease is no longer held")]
    LeaseLost,
    /// A value does not fit its column, or a column holds what this version cannot read.
    #[error("{0} cannot be kept or read")]
    Unreadable(&'static str, #[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Exists,
            _ => Self::Database(error),
        }
    }
}
