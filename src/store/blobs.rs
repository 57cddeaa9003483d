//! Things that are written and read whole under a name, such as the directory's snapshot.
//!
//! Their encoding and compression are the writer's matter.

use super::{Error, Store, entities::blob};
use sea_orm::{
    ActiveValue::Set,
    EntityTrait, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// Something kept whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// The writer's number for it.
    pub version: i64,
    /// The thing, in the writer's encoding.
    pub bytes: Vec<u8>,
}

impl Store {
    /// What is kept under this name.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn get_blob(&self, key: &str) -> Result<Option<Blob>, Error> {
        let row = blob::Entity::find_by_id(key).one(self.reader()).await?;
        Ok(row.map(|row| Blob { version: row.version, bytes: row.bytes }))
    }

    /// The version of what is kept under this name, without reading it: cheap to ask again and again.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn blob_version(&self, key: &str) -> Result<Option<i64>, Error> {
        let version = blob::Entity::find_by_id(key).select_only().column(blob::Column::Version);
        Ok(version.into_tuple().one(self.reader()).await?)
    }

    /// Keeps the bytes under this name. Says whether it did: a lower version never replaces a higher one, so the late
    /// result of a slow process does not undo the work of a faster.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn put_blob(&self, key: &str, bytes: Vec<u8>, version: i64) -> Result<bool, Error> {
        let row = blob::ActiveModel { key: Set(key.to_owned()), version: Set(version), bytes: Set(bytes) };
        let replace = OnConflict::column(blob::Column::Key)
            .update_columns([blob::Column::Version, blob::Column::Bytes])
            .action_and_where(Expr::col((blob::Entity, blob::Column::Version)).lte(version))
            .to_owned();
        let written = blob::Entity::insert(row).on_conflict(replace).exec_without_returning(self.writer()).await?;
        Ok(written > 0)
    }
}
