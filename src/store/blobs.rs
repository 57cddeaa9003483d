//! Things that are written and read whole under a name, such as the directory's snapshot.
//!
//! Their encoding and compression are the writer's matter.

use super::{Error, Store, entities::blob, history, kept};
use crate::domain::DirectoryEvent;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use std::collections::HashMap;

/// The name under which it is noted when the thing of this name was last found to be still so: a row without bytes, whose
/// version is that time.
fn confirmation(key: &str) -> String {
    format!("{key}.confirmed")
}

/// What is known of something that is kept, without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlobVersion {
    /// The name it is kept under.
    pub key: String,
    /// The writer's number for it.
    pub version: i64,
    /// When it was last found to be still so.
    pub confirmed_at: Option<Timestamp>,
}

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
        // A section of a large organisation is some megabytes, which nobody waits for.
        let row = blob::Entity::find_by_id(key).one(&self.reader().patient()).await?;
        Ok(row.map(|row| Blob { version: row.version, bytes: row.bytes }))
    }

    /// The versions of what is kept under these names; a name under which nothing is kept is left out. The things
    /// themselves are not read, so it is cheap to ask again and again.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn blob_versions(&self, keys: &[impl AsRef<str> + Sync]) -> Result<Vec<BlobVersion>, Error> {
        use blob::Column;
        let keys = keys.iter().map(AsRef::as_ref);
        let all = keys.clone().map(str::to_owned).chain(keys.clone().map(confirmation));
        let versions = blob::Entity::find().select_only().column(Column::Key).column(Column::Version);
        let versions = versions.filter(Column::Key.is_in(all)).into_tuple::<(String, i64)>().all(self.reader()).await?;
        let versions: HashMap<String, i64> = versions.into_iter().collect();
        let time = |millis: &i64| kept::from_millis("when a blob was confirmed", *millis);
        let found = keys.filter_map(|key| Some((key, *versions.get(key)?)));
        found
            .map(|(key, version)| {
                let confirmed_at = versions.get(&confirmation(key)).map(time).transpose()?;
                Ok(BlobVersion { key: key.to_owned(), version, confirmed_at })
            })
            .collect()
    }

    /// Notes that what is kept under this name was found to be still so at this time, without writing it again. Says
    /// whether it did: not when the version that is kept is no longer `from`.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn confirm_blob(&self, key: &str, from: i64, at: Timestamp) -> Result<bool, Error> {
        use blob::Column;
        let key = key.to_owned();
        let row =
            blob::ActiveModel { key: Set(confirmation(&key)), version: Set(kept::millis(at)), bytes: Set(Vec::new()) };
        self.write(move |transaction| {
            Box::pin(async move {
                let kept = blob::Entity::find_by_id(&key).select_only().column(Column::Version);
                if kept.into_tuple::<i64>().one(transaction).await? != Some(from) {
                    return Ok(false);
                }
                let later = OnConflict::column(Column::Key).update_column(Column::Version).to_owned();
                blob::Entity::insert(row).on_conflict(later).exec_without_returning(transaction).await?;
                Ok(true)
            })
        })
        .await
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
