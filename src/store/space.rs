//! Giving space back. What was deleted leaves room in an `SQLite` file that only new rows take up; `PostgreSQL` sees to
//! that by itself.

use super::{Error, Store};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Pages given back at once: some hundred KiB, so that other writers get their turn in between.
const PAGES_AT_ONCE: i64 = 128;

/// Free pages that stay: the next rows want them soon.
const KEPT: i64 = 256;

impl Store {
    /// Gives the free pages of a file back to the file system, and says how many bytes. Nothing of a server's, nor of a file
    /// that was made without that (see `connect::sqlite`).
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn give_back_space(&self) -> Result<u64, Error> {
        if self.reader().get_database_backend() == DbBackend::Postgres || self.pragma("auto_vacuum").await? != 2 {
            return Ok(0);
        }
        let mut freed = 0;
        loop {
            let free = self.pragma("freelist_count").await?;
            let some = (free - KEPT).min(PAGES_AT_ONCE);
            if some <= 0 {
                break;
            }
            self.writer().execute_unprepared(&format!("PRAGMA incremental_vacuum({some})")).await?;
            let left = self.pragma("freelist_count").await?;
            if left >= free {
                break;
            }
            freed += free - left;
        }
        if freed > 0 {
            // The file is cut where its log ends up in it.
            self.writer().execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        let page = self.pragma("page_size").await?;
        Ok(u64::try_from(freed * page).unwrap_or_default())
    }

    /// A number that the file knows about itself.
    async fn pragma(&self, name: &str) -> Result<i64, Error> {
        let statement = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {name}"));
        let row = self.writer().query_one_raw(statement).await?;
        Ok(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default())
    }
}
