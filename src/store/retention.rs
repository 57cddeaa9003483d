//! Deleting what need no longer be kept: settled changes, requests that are over, the directory's history and readings.
//!
//! Each call deletes one batch, so that other writers get their turn in between.

use super::{
    Error, Store,
    entities::{change, directory_event, reading, request},
    kept,
};
use crate::domain::{ChangeState, RequestState};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    sea_query::{IntoCondition, Query},
};
use std::time::Duration;

/// How long each kind is kept; `None` is for good. Sessions end by limits of their own, and are deleted then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Changes, since they have settled.
    pub changes: Option<Duration>,
    /// Audit events. No shorter than changes, which stand on them.
    pub audit: Option<Duration>,
    /// What changed in Sigma itself.
    pub history: Option<Duration>,
    /// Requests, since they are over: one that still gives access is kept.
    pub requests: Option<Duration>,
    /// What people were told.
    pub notices: Duration,
}

impl Default for Retention {
    /// Everything for good, but for what people were told.
    fn default() -> Self {
        let notices = Duration::from_hours(24 * 90);
        Self { changes: None, audit: None, history: None, requests: None, notices }
    }
}

impl Store {
    /// Deletes up to `most` changes that settled before this moment, with their steps and subjects, and says how many.
    /// A change that a worker holds, as for a retry, stays.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_changes(&self, before: Timestamp, most: u64) -> Result<u64, Error> {
        use change::Column;
        // Somebody still wants a paused one.
        let over = |state: &ChangeState| state.is_settled() && *state != ChangeState::Paused;
        let settled = ChangeState::ALL.into_iter().filter(over);
        let words = settled.map(|state| kept::word("a change's state", state)).collect::<Result<Vec<_>, _>>()?;
        let old = Condition::all()
            .add(Column::State.is_in(words))
            .add(Column::EndedAt.lt(kept::millis(before)))
            .add(Column::LeaseOwner.is_null());
        self.delete_some::<change::Entity>(Column::Id, old, most).await
    }

    /// Deletes up to `most` requests that were over before this moment and says how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_requests(&self, before: Timestamp, most: u64) -> Result<u64, Error> {
        use request::Column;
        let over = RequestState::ALL.into_iter().filter(|state| state.is_over()).map(RequestState::slug);
        let old = Condition::all().add(Column::State.is_in(over)).add(Column::WrittenAt.lt(kept::millis(before)));
        self.delete_some::<request::Entity>(Column::Id, old, most).await
    }

    /// Deletes up to `most` directory events from before this moment and says how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_history(&self, before: Timestamp, most: u64) -> Result<u64, Error> {
        let old = directory_event::Column::At.lt(kept::millis(before));
        self.delete_some::<directory_event::Entity>(directory_event::Column::Id, old, most).await
    }

    /// Deletes up to `most` readings that began before this moment and says how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_readings(&self, before: Timestamp, most: u64) -> Result<u64, Error> {
        let old = reading::Column::BeganAt.lt(kept::millis(before));
        self.delete_some::<reading::Entity>(reading::Column::Id, old, most).await
    }

    async fn delete_some<E: EntityTrait>(
        &self,
        id: E::Column,
        which: impl IntoCondition,
        most: u64,
    ) -> Result<u64, Error> {
        let some = Query::select().column(id).from(E::default()).cond_where(which).limit(most).take();
        let deleted = E::delete_many().filter(id.in_subquery(some)).exec(self.writer()).await?;
        Ok(deleted.rows_affected)
    }
}
