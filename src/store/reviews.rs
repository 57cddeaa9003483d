//! Wishes under review: looked at by whoever has them, not accepted yet.
//!
//! What a review holds is the writer's matter; a review that has expired is of no effect, deleted or not.

use super::{Error, Store, entities::review, kept, search};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// A wish under review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its id, part of its URL.
    pub id: String,
    /// The address of whose wish it is; comes back in lower case.
    pub actor_email: String,
    /// When it was put under review.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The wish, as JSON of the writer's own shape.
    pub body: String,
}

impl Store {
    /// Keeps a review.
    ///
    /// # Errors
    /// [`Error::Exists`] when a review with this id is kept already.
    pub async fn put_review(&self, new: &Review) -> Result<(), Error> {
        let row = review::Model {
            id: kept::text(&new.id),
            actor_email: search::fold(&new.actor_email),
            created_at: kept::millis(new.created_at),
            expires_at: kept::millis(new.expires_at),
            body: kept::text(&new.body),
        };
        review::Entity::insert(row.into_active_model()).exec_without_returning(self.writer()).await?;
        Ok(())
    }

    /// The review, if it is this person's, addresses being compared without case, and has not expired.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn review(&self, id: &str, actor_email: &str, now: Timestamp) -> Result<Option<Review>, Error> {
        let row = review::Entity::find_by_id(kept::text(id))
            .filter(review::Column::ActorEmail.eq(search::fold(actor_email)))
            .filter(review::Column::ExpiresAt.gt(kept::millis(now)))
            .one(self.reader())
            .await?;
        row.map(from_row).transpose()
    }

    /// Deletes reviews that have expired and says how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_expired_reviews(&self, now: Timestamp) -> Result<u64, Error> {
        let deleted = review::Entity::delete_many()
            .filter(review::Column::ExpiresAt.lte(kept::millis(now)))
            .exec(self.writer())
            .await?;
        Ok(deleted.rows_affected)
    }
}

fn from_row(row: review::Model) -> Result<Review, Error> {
    Ok(Review {
        id: row.id,
        actor_email: row.actor_email,
        created_at: kept::from_millis("a review's time", row.created_at)?,
        expires_at: kept::from_millis("a review's end", row.expires_at)?,
        body: row.body,
    })
}
