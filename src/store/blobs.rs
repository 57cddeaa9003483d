//! Things that are written and read whole under a name, such as the directory's snapshot.
//!
//! Their encoding and compression are the writer's matter.

use super::{Error, Store, entities::blob, history};
use crate::domain::DirectoryEvent;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
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

    /// The versions of what is kept under these names; a name under which nothing is kept is left out. The things
    /// themselves are not read, so it is cheap to ask again and again.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn blob_versions(&self, keys: &[impl AsRef<str> + Sync]) -> Result<Vec<(String, i64)>, Error> {
        use blob::Column;
        let versions = blob::Entity::find().select_only().column(Column::Key).column(Column::Version);
        let wanted = versions.filter(Column::Key.is_in(keys.iter().map(AsRef::as_ref)));
        Ok(wanted.into_tuple().all(self.reader()).await?)
    }

    /// Replaces what is kept under this name if its version is `from`, 0 meaning that there is nothing; the new version
    /// is one higher. The events say what is new in it and go into the history with it: both or neither. Says whether
    /// it did: of several that start from the same version, one does.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn swap_blob(
        &self,
        key: &str,
        bytes: Vec<u8>,
        from: i64,
        events: &[DirectoryEvent],
    ) -> Result<bool, Error> {
        let (key, events) = (key.to_owned(), history::rows(events)?);
        self.write(move |transaction| {
            Box::pin(async move {
                let swapped = swap(transaction, &key, bytes, from).await?;
                if swapped {
                    history::append(transaction, events).await?;
                }
                Ok(swapped)
            })
        })
        .await
    }
}

async fn swap(transaction: &DatabaseTransaction, key: &str, bytes: Vec<u8>, from: i64) -> Result<bool, DbErr> {
    use blob::Column;
    if from == 0 {
        let row = blob::ActiveModel { key: Set(key.to_owned()), version: Set(1), bytes: Set(bytes) };
        let nothing = OnConflict::column(Column::Key).do_nothing().to_owned();
        let insert = blob::Entity::insert(row).on_conflict(nothing);
        return Ok(insert.exec_without_returning(transaction).await? > 0);
    }
    let swapped = blob::Entity::update_many()
        .col_expr(Column::Version, Expr::val(from + 1))
        .col_expr(Column::Bytes, Expr::val(bytes))
        .filter(Column::Key.eq(key))
        .filter(Column::Version.eq(from))
        .exec(transaction)
        .await?;
    Ok(swapped.rows_affected > 0)
}
