//! An empty database for one test.

use super::postgres;
use sea_orm::ConnectionTrait;
use sigma_portal::store::Store;
use tempfile::TempDir;

/// A database that nobody else uses; what it took is gone when the tests end.
pub struct Database {
    pub url: String,
    _folder: Option<TempDir>,
}

impl Database {
    /// A file that does not exist yet, in a folder of its own.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("portal.db").display());
        Self { url, _folder: Some(folder) }
    }

    /// An empty database of the tests' cluster.
    pub async fn postgres() -> Self {
        Self { url: postgres::create_database().await, _folder: None }
    }

    /// Lets time pass for leases and tasks, whose times are told by the database's clock: so many seconds later is what
    /// it is when they all lie so much earlier.
    pub async fn pass(&self, seconds: i64) {
        self.execute(&format!("UPDATE changes SET lease_until = lease_until - {seconds} * 1000")).await;
        self.execute(&format!(
            "UPDATE tasks SET lease_until = lease_until - {seconds} * 1000, due_at = due_at - {seconds} * 1000"
        ))
        .await;
    }

    /// Executes a statement beside the store.
    pub async fn execute(&self, sql: &str) {
        let connection = sea_orm::Database::connect(&self.url).await.unwrap();
        connection.execute_unprepared(sql).await.unwrap();
        connection.close().await.unwrap();
    }

    /// A store on it, as another process would open it.
    pub async fn store(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }
}
