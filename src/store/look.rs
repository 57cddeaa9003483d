//! Looking at a database without touching it: nothing is made, migrated or written.

use super::{Error, Vault, connect, migrations};
use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, ConnectOptions, Connection, query_scalar, sqlite::SqliteConnectOptions},
};
use secrecy::SecretString;
use std::path::{Path, PathBuf};

/// How a database stands before it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// There is no file, or there are no tables yet: the first start makes them.
    Empty,
    /// Its tables are those of this version.
    Current,
    /// It lacks this many migrations: the next start makes them.
    Behind(usize),
}

/// Looks at the database at an address as [`Store::open`](super::Store::open) takes it.
///
/// # Errors
/// As there; [`Error::Newer`] where a newer version has been at work.
pub async fn look(url: &str) -> Result<Look, Error> {
    let ran = texts(url, "seaql_migrations", "SELECT version FROM seaql_migrations ORDER BY version").await?;
    judge(&ran, &migrations::names())
}

/// The client id and secret that a portal uses in place of this client id of its configuration; `None` where it has made
/// none.
///
/// # Errors
/// As [`look`]; [`Error::Unreadable`] where they were kept with another `PORTAL_SECRET`.
pub async fn renewed_credentials(
    url: &str,
    configured: &str,
    vault: Option<&Vault>,
) -> Result<Option<(String, SecretString)>, Error> {
    let rows = texts(url, "credentials", RENEWED).await?;
    let parts = rows.iter().map(|row| row.split('\n').collect::<Vec<_>>());
    for parts in parts {
        let [stands_for, id, secret] = parts[..] else { continue };
        if stands_for == configured {
            let read = vault.and_then(|vault| vault.unlock(id, secret));
            let other = || Error::Unreadable("credentials", "they were kept with another PORTAL_SECRET".into());
            return Ok(Some((id.to_owned(), read.ok_or_else(other)?)));
        }
    }
    Ok(None)
}

/// The client ids of credentials that a portal has made while its configuration named others than this, each with that
/// one: they are left at Sigma.
///
/// # Errors
/// As [`look`].
pub async fn left_credentials(url: &str, configured: &str) -> Result<Vec<(String, String)>, Error> {
    let rows = texts(url, "credentials", RENEWED).await?;
    let left = rows.iter().filter_map(|row| {
        let (stands_for, rest) = row.split_once('\n')?;
        let (id, _) = rest.split_once('\n')?;
        (stands_for != configured).then(|| (id.to_owned(), stands_for.to_owned()))
    });
    Ok(left.collect())
}

const RENEWED: &str = "SELECT stands_for || '\n' || client_id || '\n' || secret FROM credentials \
                       WHERE used_at IS NOT NULL ORDER BY used_at DESC, change_id DESC";

/// What a query of one column of text finds; nothing where the table is not there.
async fn texts(url: &str, table: &'static str, query: &'static str) -> Result<Vec<String>, Error> {
    match url.split_once(':') {
        Some(("sqlite", _)) => in_sqlite(url, table, query).await,
        Some(("postgres" | "postgresql", _)) => in_postgres(url, table, query).await,
        _ => Err(Error::Url("must start with sqlite:// or postgres://")),
    }
}

fn judge(ran: &[String], known: &[String]) -> Result<Look, Error> {
    let unknown: Vec<&str> = ran.iter().filter(|name| !known.contains(name)).map(String::as_str).collect();
    if !unknown.is_empty() {
        return Err(Error::Newer(unknown.join(", ")));
    }
    Ok(match known.len() - ran.len() {
        _ if ran.is_empty() => Look::Empty,
        0 => Look::Current,
        missing => Look::Behind(missing),
    })
}

/// The same in a file; nothing where there is no file.
async fn in_sqlite(url: &str, table: &'static str, query: &'static str) -> Result<Vec<String>, Error> {
    let options: SqliteConnectOptions = url.parse().map_err(|_| Error::Url("is not of the form sqlite:///path"))?;
    let path = options.get_filename().to_owned();
    match std::fs::metadata(&path) {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(Error::File { path, cause }),
    }
    // Nobody writes to a file without a log beside it, and a reader who did not know that would make one.
    let options = options.create_if_missing(false).read_only(true).immutable(!is_in_use(&path));
    let read = async {
        let mut connection = options.disable_statement_logging().connect().await?;
        let tables: i64 = query_scalar("SELECT COUNT(*) FROM sqlite_master WHERE name = $1")
            .bind(table)
            .fetch_one(&mut connection)
            .await?;
        let found = if tables == 0 { Vec::new() } else { query_scalar(query).fetch_all(&mut connection).await? };
        connection.close().await?;
        Ok(found)
    };
    read.await.map_err(failed)
}

/// Whether a write-ahead log lies beside the file.
fn is_in_use(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    PathBuf::from(log).exists()
}

async fn in_postgres(url: &str, table: &'static str, query: &'static str) -> Result<Vec<String>, Error> {
    let options = connect::postgres_options(url)?.options([("default_transaction_read_only", "on")]);
    let read = async {
        let mut connection = options.disable_statement_logging().connect().await?;
        let tables: i64 = query_scalar(
            "SELECT COUNT(*) FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = $1",
        )
        .bind(table)
        .fetch_one(&mut connection)
        .await?;
        let found = if tables == 0 { Vec::new() } else { query_scalar(query).fetch_all(&mut connection).await? };
        connection.close().await?;
        Ok(found)
    };
    read.await.map_err(failed)
}

/// A failure of a connection that is opened beside the pools.
pub(super) fn failed(error: sqlx::Error) -> Error {
    Error::Database(DbErr::Conn(RuntimeErr::SqlxError(error.into())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn tells_older_from_newer() {
        let known = names(&["a", "b"]);
        let judge = |ran: &[&str]| judge(&names(ran), &known);
        assert_eq!(judge(&[]).unwrap(), Look::Empty);
        assert_eq!(judge(&["a"]).unwrap(), Look::Behind(1));
        assert_eq!(judge(&["a", "b"]).unwrap(), Look::Current);
        let newer = judge(&["a", "b", "c"]).unwrap_err();
        assert!(matches!(&newer, Error::Newer(what) if what == "c"), "{newer}");
    }

    #[tokio::test]
    async fn looking_makes_no_file_and_leaves_none() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("portal.db").display());
        let files =
            || std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect::<Vec<_>>();
        assert_eq!(look(&url).await.unwrap(), Look::Empty);
        assert!(files().is_empty());
        let store = Store::open(&url).await.unwrap();
        assert_eq!(look(&url).await.unwrap(), Look::Current, "while it is in use");
        store.close().await.unwrap();
        let before = files();
        assert_eq!(look(&url).await.unwrap(), Look::Current);
        assert_eq!(files(), before);
    }
}
