//! Files of the site, for processes of another version: behind one balancer a page of one is answered by it, and the files
//! that the page names are asked of the other.
//!
//! Browsers run what is kept here, so each file has a seal: whoever can write to the database alone puts no code into a
//! page.

use super::{Error, SealKey, Sealed, Store, entities::asset, kept};
use asset::Column;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use ring::digest;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, sea_query::OnConflict};

/// Versions whose files are kept: this one, the one before it and some that were tried.
const VERSIONS: u64 = 5;

/// A file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Its name, which has a hash of what it holds.
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Store {
    /// Keeps the files of the version that has just been started, and forgets those of versions that were started longest
    /// ago.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn keep_assets(&self, mut files: Vec<Asset>, now: Timestamp) -> Result<(), Error> {
        // In one order, so that two processes that start at once do not wait for each other.
        files.sort_by(|a, b| a.name.cmp(&b.name));
        let kept_at = kept::millis(now);
        let row = |Asset { name, bytes }: Asset| {
            let seal = seal(self.seals(), &name, &bytes);
            asset::Model { name, bytes, seal, kept_at }.into_active_model()
        };
        let rows: Vec<_> = files.into_iter().map(row).collect();
        if rows.is_empty() {
            return Ok(());
        }
        self.write(move |transaction| {
            Box::pin(async move {
                // The name says what it holds, but the seal is of the secret of today.
                let again = OnConflict::column(Column::Name)
                    .update_columns([Column::Bytes, Column::Seal, Column::KeptAt])
                    .to_owned();
                asset::Entity::insert_many(rows).on_conflict(again).exec_without_returning(transaction).await?;
                let starts = asset::Entity::find().select_only().column(Column::KeptAt).distinct();
                let oldest = starts.order_by_desc(Column::KeptAt).offset(VERSIONS).limit(1);
                if let Some(oldest) = oldest.into_tuple::<i64>().one(transaction).await? {
                    asset::Entity::delete_many().filter(Column::KeptAt.lte(oldest)).exec(transaction).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// The file of this name that another version has kept; `None` where there is none, and for one whose seal is not of
    /// this installation.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn asset(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(asset::Model { name, bytes, seal, .. }) = asset::Entity::find_by_id(name).one(self.reader()).await?
        else {
            return Ok(None);
        };
        let digest = digest_of(&bytes);
        match self.seals().check(KIND, &[&name, &digest], Some(&seal)) {
            Sealed::Intact => Ok(Some(bytes)),
            sealed @ (Sealed::Altered | Sealed::OtherKey | Sealed::Unsealed) => {
                tracing::warn!(name, ?sealed, "A file of another version was not served: its seal does not fit");
                Ok(None)
            }
        }
    }
}

/// Tells these seals from those on other rows.
const KIND: &str = "asset";

fn seal(seals: &SealKey, name: &str, bytes: &[u8]) -> String {
    seals.seal(KIND, &[name, &digest_of(bytes)])
}

fn digest_of(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, bytes))
}
