//! What can go wrong in the store.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};
use std::path::PathBuf;

/// What went wrong. The messages say why, as the database says it, for those who run the portal: no page but theirs
/// shows them. They never hold the database's address, which has the password in it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address of the database has a form this store does not know.
    #[error("the database address {0}")]
    Url(&'static str),
    /// The database's file or its folder cannot be made or read.
    #[error("the database file {} cannot be used: {cause}", path.display())]
    File { path: PathBuf, cause: std::io::Error },
    /// What has become of the database's file while it was in use.
    #[error("{0}")]
    Lost(String),
    /// A version of the portal that is newer than this one has changed the tables.
    #[error(
        "the database was made by a newer version of the portal (it knows {0}): start that version, or go back as \
         deploy/UPGRADING.md describes"
    )]
    Newer(String),
    /// The tables could not be brought up to date.
    #[error("the database could not be brought up to date: {}", reason(.0))]
    Migration(DbErr),
    /// The database refused a statement or could not be reached.
    #[error("the database failed: {}", reason(.0))]
    Database(DbErr),
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
    #[error("{0} cannot be kept or read: {1}")]
    Unreadable(&'static str, Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// Whether a server may only not be up yet: nobody listens, it does not answer, or it says that it is starting
    /// (`PostgreSQL` code 57P03).
    pub fn may_come_up(&self) -> bool {
        let Self::Database(DbErr::Conn(error)) = self else { return false };
        match error {
            RuntimeErr::Internal(_) => true,
            RuntimeErr::SqlxError(error) => match &**error {
                sqlx::Error::Io(error) => error.get_ref().is_none_or(|cause| !is_of_tls(cause)),
                sqlx::Error::Database(error) => error.code().is_some_and(|code| code == "57P03"),
                _ => false,
            },
        }
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => Self::Exists,
            _ => Self::Database(error),
        }
    }
}

/// Why, in the database's or the system's own words, without the layers that have passed it on.
pub(super) fn reason(error: &DbErr) -> String {
    match error {
        DbErr::Conn(error) | DbErr::Exec(error) | DbErr::Query(error) => match error {
            RuntimeErr::SqlxError(error) => driver_reason(error),
            RuntimeErr::Internal(says) => says.clone(),
        },
        DbErr::ConnectionAcquire(_) => "no connection to it became free in time".to_owned(),
        other => other.to_string(),
    }
}

fn driver_reason(error: &sqlx::Error) -> String {
    match error {
        // Of PostgreSQL without the details, which repeat values.
        sqlx::Error::Database(error) => match error.code() {
            Some(code) => format!("{} ({code})", error.message()),
            None => error.message().to_owned(),
        },
        // What rustls finds wrong with a certificate comes as a failure of the connection it was read from.
        sqlx::Error::Io(error) if error.get_ref().is_some_and(is_of_tls) => {
            format!("no trusted TLS connection: {error}")
        }
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Tls(error) => {
            let causes =
                std::iter::successors(error.source(), |cause| cause.source()).map(|cause| format!(": {cause}"));
            format!("no trusted TLS connection: {error}{}", causes.collect::<String>())
        }
        other => other.to_string(),
    }
}
/// Whether `rustls` says why.
fn is_of_tls(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    cause.is::<rustls::Error>()
}
