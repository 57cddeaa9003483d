//! Connections to an `SQLite` file, readable by nobody but the portal's own user: it holds sessions and names.

use super::{ACQUIRE_TIMEOUT, Connections, POOL_SIZE, SLOW_STATEMENT, Target, unreachable};
use crate::store::{
    Error,
    access::{Link, Reader, Writer},
};
use log::LevelFilter;
use sea_orm::sqlx::{
    self, ConnectOptions, Connection, SqliteConnection, query, query_scalar,
    sqlite::{SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

/// How long a writer waits for another process to finish writing to the same file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// How long to wait before the same is tried again where `SQLite` itself does not wait.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// Up to this size, in bytes, a file is rewritten at the start: it takes some seconds, and as much room again.
const REWRITTEN: u64 = 256 << 20;

/// `SQLite` allows one writer at a time; one connection makes writers queue here, in order, and not on the file's lock.
pub(super) async fn open(url: &str) -> Result<Connections, Error> {
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(Error::Url("must name a file: a database in memory is not shared by reader and writer"));
    }
    let options: SqliteConnectOptions = url.parse().map_err(|_| Error::Url("is not of the form sqlite:///path"))?;
    let options = options
        .foreign_keys(true)
        // What is deleted can be given back, a little at a time (`store::space`).
        .auto_vacuum(SqliteAutoVacuum::Incremental)
        .busy_timeout(BUSY_TIMEOUT)
        .journal_mode(SqliteJournalMode::Wal)
        // Full, and not the usual companion of WAL: a step written down as about to be sent must survive a power cut.
        .synchronous(SqliteSynchronous::Full)
        .log_statements(LevelFilter::Debug)
        .log_slow_statements(LevelFilter::Debug, SLOW_STATEMENT);
    let path = options.get_filename().to_owned();
    // Whatever is created is created here. A connection made later finds a file or fails: in the place of one that was
    // deleted, it would make an empty one.
    private(&path).map_err(|cause| Error::File { path: path.clone(), cause })?;
    let options = options.create_if_missing(false);
    take_into_use(&options, &path).await.map_err(unreachable)?;
    let file = File::of(&path).map_err(|cause| Error::File { path, cause })?;
    // An open file does not go away as a server does, so connections are not tried before each use.
    let pool = || SqlitePoolOptions::new().acquire_timeout(ACQUIRE_TIMEOUT).test_before_acquire(false);
    let writer = pool().max_connections(1).connect_with(options.clone()).await.map_err(unreachable)?;
    let options = options.pragma("query_only", "ON");
    let reader = pool().max_connections(POOL_SIZE).connect_with(options).await.map_err(unreachable)?;
    let target = Arc::new(Target::Sqlite(file));
    let link = |pool: sqlx::SqlitePool| Link::new(pool.into(), target.clone());
    Ok(Connections { reader: Reader::new(link(reader)), writer: Writer::new(link(writer)) })
}

/// Makes folder and file if they are missing, and takes the rights of others from the file and its companions, which
/// `SQLite` makes with the rights of the file. A folder that is there already may serve others too and stays as it is.
fn private(path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    for suffix in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(suffix);
        let file = PathBuf::from(file);
        let Ok(metadata) = fs::metadata(&file) else { continue };
        let mode = metadata.permissions().mode();
        let of_others = mode & 0o077;
        if of_others == 0 {
            continue;
        }
        // Of a file that belongs to somebody else the rights cannot be changed; it may still be written to.
        match fs::set_permissions(&file, fs::Permissions::from_mode(mode & !0o077)) {
            Ok(()) => tracing::info!("{} could be read by other users of this machine; no longer", file.display()),
            Err(error) => {
                tracing::warn!(%error, "{} can be read by other users of this machine", file.display());
            }
        }
    }
    Ok(())
}

/// Puts the file into WAL mode, once for all processes; and one of an earlier version into a form that can give space back.
///
/// Of several that do so at the same moment `SQLite` turns all but one away at once: here a busy timeout does not count,
/// because two that waited for each other would wait for ever.
async fn take_into_use(options: &SqliteConnectOptions, path: &Path) -> sqlx::Result<()> {
    let began = Instant::now();
    loop {
        match options.connect().await {
            Err(error) if is_busy(&error) && began.elapsed() < BUSY_TIMEOUT => tokio::time::sleep(BUSY_PAUSE).await,
            Err(error) => return Err(error),
            Ok(mut connection) => {
                rewrite(&mut connection, path).await?;
                return connection.close().await;
            }
        }
    }
}

/// Rewrites a file that was made without being able to give space back, once; one that is large or in use later. The
/// connection has said what is wanted, and a rewritten file is made so.
async fn rewrite(connection: &mut SqliteConnection, path: &Path) -> sqlx::Result<()> {
    let vacuum: i64 = query_scalar("PRAGMA auto_vacuum").fetch_one(&mut *connection).await?;
    if vacuum == 2 {
        return Ok(());
    }
    let size = fs::metadata(path).map_or(0, |metadata| metadata.len());
    if size > REWRITTEN {
        tracing::info!(
            "{} does not give space back. With the portal stopped, rewrite it once: sqlite3 {} 'PRAGMA auto_vacuum = 2; VACUUM'",
            path.display(),
            path.display()
        );
        return Ok(());
    }
    match query("VACUUM").execute(connection).await {
        Ok(_) => Ok(()),
        // Another process has it open: the next start does it.
        Err(error) if is_busy(&error) => Ok(()),
        Err(error) => Err(error),
    }
}

/// `SQLITE_BUSY`, in any of its extended forms.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code()?.parse::<u32>().ok());
    code.is_some_and(|code| code & 0xff == 5)
}

/// The file as it was when it was opened: its path, device and number there.
pub(in crate::store) struct File {
    path: PathBuf,
    device: u64,
    number: u64,
}

impl File {
    fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        Ok(Self { path: path.to_owned(), device: metadata.dev(), number: metadata.ino() })
    }

    /// What has become of the file since it was opened, where that is bad. Connections that are open notice nothing of
    /// it: what they write into a deleted file is lost with the process.
    pub(super) fn problem(&self) -> Option<String> {
        let path = self.path.display();
        match fs::metadata(&self.path) {
            Err(error) => Some(format!("the database file {path} is gone: {error}")),
            Ok(now) if (now.dev(), now.ino()) != (self.device, self.number) => {
                Some(format!("the database file {path} was replaced while it was in use"))
            }
            Ok(now) if now.permissions().readonly() => Some(format!("the database file {path} is read-only")),
            Ok(_) => None,
        }
    }
}
