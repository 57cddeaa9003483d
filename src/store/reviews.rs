//! Wishes under review: looked at by whoever has them, not accepted yet.
//!
//! What a review holds is the writer's matter; a review that has expired is of no effect, deleted or not.

use super::{Error, Store, entities::review, kept, search};
use crate::domain::PersonKey;
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// A wish under review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its id, part of its URL.
    pub id: String,
    /// Whose wish it is.
    pub owner: PersonKey,
    /// Their address; the version of the portal before this one finds it by it. Comes back in lower case.
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
        review::Entity::insert(row(new).into_active_model()).exec_without_returning(self.writer()).await?;
        Ok(())
    }

    /// Keeps a review in place of the same person's with this id.
    ///
    /// # Errors
    /// [`Error::Exists`] when the id is somebody else's, else [`Error::Database`].
    pub async fn replace_review(&self, new: &Review) -> Result<(), Error> {
        use review::Column::{ActorKey, Body, CreatedAt, ExpiresAt, Id};
        let again = OnConflict::column(Id)
            .update_columns([Body, CreatedAt, ExpiresAt])
            .action_and_where(Expr::col((review::Entity, ActorKey)).eq(kept::person(&new.owner)))
            .to_owned();
        let insert = review::Entity::insert(row(new).into_active_model()).on_conflict(again);
        match insert.exec_without_returning(self.writer()).await? {
            0 => Err(Error::Exists),
            _ => Ok(()),
        }
    }

    /// The review, if it is this person's and has not expired.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn review(&self, id: &str, owner: &PersonKey, now: Timestamp) -> Result<Option<Review>, Error> {
        let row = review::Entity::find_by_id(kept::text(id))
            .filter(review::Column::ActorKey.eq(kept::person(owner)))
            .filter(review::Column::ExpiresAt.gt(kept::millis(now)))
            .one(self.reader())
            .await?;
        row.map(|row| from_row(row, owner.clone())).transpose()
    }

    /// Deletes all but the newest reviews of a person whose ids begin so, and says how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn keep_newest_reviews(&self, owner: &PersonKey, prefix: &str, most: u64) -> Result<u64, Error> {
        let of_kind = review::Column::Id.starts_with(prefix);
        let theirs = review::Column::ActorKey.eq(kept::person(owner)).and(of_kind);
        let newest: Vec<String> = review::Entity::find()
            .select_only()
            .column(review::Column::Id)
            .filter(theirs.clone())
            .order_by_desc(review::Column::CreatedAt)
            .order_by_desc(review::Column::Id)
            .limit(most)
            .into_tuple()
            .all(self.reader())
            .await?;
        if (newest.len() as u64) < most {
            return Ok(0);
        }
        let others = review::Column::Id.is_not_in(newest);
        let deleted = review::Entity::delete_many().filter(theirs).filter(others).exec(self.writer()).await?;
        Ok(deleted.rows_affected)
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

fn row(new: &Review) -> review::Model {
    review::Model {
        id: kept::text(&new.id),
        actor_email: search::fold(&new.actor_email),
        actor_key: Some(kept::person(&new.owner)),
        created_at: kept::millis(new.created_at),
        expires_at: kept::millis(new.expires_at),
        body: kept::text(&new.body),
    }
}

fn from_row(row: review::Model, owner: PersonKey) -> Result<Review, Error> {
    Ok(Review {
        id: row.id,
        owner,
        actor_email: row.actor_email,
        created_at: kept::from_millis("a review's time", row.created_at)?,
        expires_at: kept::from_millis("a review's end", row.expires_at)?,
        body: row.body,
    })
}
