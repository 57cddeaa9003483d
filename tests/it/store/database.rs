//! An empty database for one test.

use super::{postgres, proxy::Proxy};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection};
use sigma_portal::store::Store;
use std::time::Duration;
use tempfile::TempDir;

/// A database that nobody else uses; what it took is gone when the tests end.
pub struct Database {
    pub url: String,
    folder: Option<TempDir>,
}

impl Database {
    /// A file that does not exist yet, in a folder of its own.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("portal.db").display());
        Self { url, folder: Some(folder) }
    }

    /// An empty database of the tests' cluster.
    pub async fn postgres() -> Self {
        Self { url: postgres::create_database().await, folder: None }
    }

    /// Lets time pass for leases, tasks and locks, whose times are told by the database's clock: so many seconds later is what
    /// it is when they all lie so much earlier.
    pub async fn pass(&self, seconds: i64) {
        self.execute(&format!("UPDATE changes SET lease_until = lease_until - {seconds} * 1000")).await;
        self.execute(&format!(
            "UPDATE tasks SET lease_until = lease_until - {seconds} * 1000, due_at = due_at - {seconds} * 1000"
        ))
        .await;
        self.execute(&format!("UPDATE locks SET held_until = held_until - {seconds} * 1000")).await;
    }

    /// Executes a statement beside the store.
    pub async fn execute(&self, sql: &str) {
        let connection = connect(&self.url).await;
        connection.execute_unprepared(sql).await.unwrap();
        connection.close().await.unwrap();
    }

    /// A store with this delay on the way to the database and on the way back; none to a file, which lies at hand.
    pub async fn slow_store(&self, delay: Duration) -> (Store, Option<Proxy>) {
        let Some(proxy) = self.proxy(delay).await else { return (self.store().await, None) };
        let store = Store::open(&self.url_through(&proxy)).await.unwrap();
        (store, Some(proxy))
    }

    /// A way to the server of its own; none to a file.
    pub async fn proxy(&self, delay: Duration) -> Option<Proxy> {
        let (_, folder) = self.url.split_once("?host=")?;
        Some(Proxy::to(folder, delay).await)
    }

    /// The database's address by this way.
    pub fn url_through(&self, proxy: &Proxy) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{}", proxy.port, self.name())
    }

    /// Its name on the server.
    pub fn name(&self) -> &str {
        self.url.split('?').next().and_then(|url| url.rsplit('/').next()).unwrap()
    }

    /// Connections that are inside a transaction and doing nothing. A file has one writer, which would show.
    pub async fn open_transactions(&self) -> i64 {
        if self.url.starts_with("sqlite:") {
            return 0;
        }
        let open = "SELECT count(*) AS open FROM pg_stat_activity
            WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
        self.number(open, "open").await
    }

    /// The number that a statement selects under this name.
    pub async fn number(&self, sql: &str, name: &str) -> i64 {
        let connection = connect(&self.url).await;
        let statement = sea_orm::Statement::from_string(connection.get_database_backend(), sql);
        let row = connection.query_one_raw(statement).await.unwrap().unwrap();
        connection.close().await.unwrap();
        row.try_get("", name).unwrap()
    }

    /// All that it holds, as text: the file with its log, or every row of the server's tables.
    pub async fn dump(&self) -> String {
        if let Some(folder) = &self.folder {
            let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().path());
            return files.map(|file| String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned()).collect();
        }
        let connection = connect(&self.url).await;
        let column = async |sql: &str| -> Vec<String> {
            let statement = sea_orm::Statement::from_string(connection.get_database_backend(), sql);
            let rows = connection.query_all_raw(statement).await.unwrap();
            rows.iter().map(|row| row.try_get("", "text").unwrap()).collect()
        };
        let mut dump = String::new();
        for table in column("SELECT tablename::text AS text FROM pg_tables WHERE schemaname = 'public'").await {
            dump.extend(column(&format!("SELECT t::text AS text FROM {table} t")).await);
        }
        connection.close().await.unwrap();
        dump
    }

    /// A store on it, as another process would open it.
    pub async fn store(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }
}

/// A connection of its own. Boxed: the drivers' futures make large ones of all that wait for them.
pub async fn connect(url: impl Into<ConnectOptions>) -> DatabaseConnection {
    Box::pin(sea_orm::Database::connect(url.into())).await.unwrap()
}
