//! What may be used once, and by one process of several.

use super::{
    Error, Store,
    entities::{sign_in_link, used_token},
    kept,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryInsertResult};
use sha2::{Digest, Sha256};

impl Store {
    /// Uses a token of this kind up: whether nobody has used it before. Kept until it would be refused for its age.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn use_once(&self, kind: &str, id: &str, expires_at: Timestamp) -> Result<bool, Error> {
        let row = used_token::ActiveModel { digest: Set(digest(kind, id)), expires_at: Set(kept::millis(expires_at)) };
        let inserted = used_token::Entity::insert(row)
            .on_conflict_do_nothing_on([used_token::Column::Digest])
            .exec_without_returning(self.writer())
            .await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Keeps a link that signs this address in once. Only a digest of its token is kept.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn keep_sign_in_link(&self, token: &str, email: &str, expires_at: Timestamp) -> Result<(), Error> {
        let row = sign_in_link::ActiveModel {
            digest: Set(digest("sign-in link", token)),
            email: Set(kept::text(email)),
            expires_at: Set(kept::millis(expires_at)),
        };
        sign_in_link::Entity::insert(row).exec_without_returning(self.writer()).await?;
        Ok(())
    }

    /// Uses a link up: whom it signs in, unless it has expired, was used before, or never was one.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn take_sign_in_link(&self, token: &str, now: Timestamp) -> Result<Option<String>, Error> {
        let digest = digest("sign-in link", token);
        let link = sign_in_link::Entity::find_by_id(&digest).one(self.writer()).await?;
        let Some(link) = link.filter(|link| kept::millis(now) < link.expires_at) else { return Ok(None) };
        let deleted = sign_in_link::Entity::delete_by_id(&digest).exec(self.writer()).await?;
        // Whoever deletes the row has the link; another process that read it too has not.
        Ok((deleted.rows_affected == 1).then_some(link.email))
    }

    /// Deletes what has expired, and says how much.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_expired_tokens(&self, now: Timestamp) -> Result<u64, Error> {
        let now = kept::millis(now);
        let used = used_token::Column::ExpiresAt.lte(now);
        let used = used_token::Entity::delete_many().filter(used).exec(self.writer()).await?;
        let links = sign_in_link::Column::ExpiresAt.lte(now);
        let links = sign_in_link::Entity::delete_many().filter(links).exec(self.writer()).await?;
        Ok(used.rows_affected + links.rows_affected)
    }
}

/// Kind and id, which cannot be taken for another kind's: no kind holds a NUL.
fn digest(kind: &str, id: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{kind}\0{id}")))
}
