//! A copy of an `SQLite` database that is whole, made while portals go on writing to it.

use super::{Error, look::failed};
use sea_orm::sqlx::{ConnectOptions, Connection, query, sqlite::SqliteConnectOptions};
use std::{
    fs::{self, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

/// Copies the database at an address, as [`Store::open`](super::Store::open) takes it, into a new file that its owner alone can
/// read. Everything that was written before is in it, and nothing by halves; it is as small as its content.
///
/// # Errors
/// [`Error::Url`] for a server, which has tools of its own; [`Error::File`] where the copy cannot be made, as when something of
/// that name is there; otherwise as the database says.
pub async fn back_up(url: &str, to: &Path) -> Result<(), Error> {
    if !url.starts_with("sqlite:") {
        return Err(Error::Url("is a server: use pg_dump, or the backups of your provider"));
    }
    let options: SqliteConnectOptions = url.parse().map_err(|_| Error::Url("is not of the form sqlite:///path"))?;
    let unmade = |cause: io::Error| Error::File { path: to.to_owned(), cause };
    // SQLite fills an empty file. Made here, it is nobody else's to read from its first byte on.
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(unmade)?;
    let copied = async {
        let mut connection = options.create_if_missing(false).disable_statement_logging().connect().await?;
        query("VACUUM INTO ?").bind(to.to_string_lossy().into_owned()).execute(&mut connection).await?;
        connection.close().await
    };
    if let Err(error) = copied.await {
        _ = fs::remove_file(to);
        return Err(failed(error));
    }
    fs::File::open(to).and_then(|file| file.sync_all()).map_err(unmade)
}
