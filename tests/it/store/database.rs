//! An empty database for one test.

use super::postgres;
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

    /// A store on it, as another process would open it.
    pub async fn store(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }
}
