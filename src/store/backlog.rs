//! How much there is to be done, counted: for alerts and the status page.

use super::{
    Error, Store,
    entities::{change, request},
    kept,
    outbox::OutboxCounts,
};
use crate::domain::{ChangeState, Channel, RequestState};
use jiff::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// What is to be done, by whoever has to do it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Changes that have not come to a good end, by state: how many, and when the oldest was accepted. Those that somebody has
    /// marked as handled are not among them.
    pub changes: Vec<(ChangeState, u64, Option<Timestamp>)>,
    /// Requests that wait for a decision.
    pub requests: u64,
    /// Access that should have ended by now and has not.
    pub overdue: u64,
    /// Messages that wait to be sent, and those that were given up.
    pub outbox: HashMap<Channel, OutboxCounts>,
}

/// The states of changes that somebody may have to look at.
const UNFINISHED: [ChangeState; 4] =
    [ChangeState::Queued, ChangeState::Running, ChangeState::Paused, ChangeState::Failed];

impl Store {
    /// What is to be done at this moment.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn backlog(&self, now: Timestamp) -> Result<Backlog, Error> {
        let (changes, requests, overdue, outbox) = futures::try_join!(
            self.unfinished_changes(),
            self.waiting_requests(),
            self.overdue_terms(now),
            self.outbox_counts(),
        )?;
        Ok(Backlog { changes, requests, overdue, outbox })
    }

    async fn unfinished_changes(&self) -> Result<Vec<(ChangeState, u64, Option<Timestamp>)>, Error> {
        use change::Column;
        let mut counted: Vec<_> = UNFINISHED.map(|state| (state, 0, None)).into();
        let words = UNFINISHED.map(|state| kept::word("a change's state", state));
        let words = words.into_iter().collect::<Result<Vec<_>, _>>()?;
        let rows: Vec<(String, i64, Option<i64>)> = change::Entity::find()
            .select_only()
            .column(Column::State)
            .column_as(Column::Id.count(), "count")
            .column_as(Column::CreatedAt.min(), "oldest")
            .filter(Column::State.is_in(words))
            .filter(Column::Handled.is_null())
            .group_by(Column::State)
            .into_tuple()
            .all(self.reader())
            .await?;
        for (word, count, oldest) in rows {
            let state: ChangeState = kept::from_word("a change's state", word)?;
            if let Some(entry) = counted.iter_mut().find(|(of, ..)| *of == state) {
                entry.1 = kept::number("a number of changes", count)?;
                entry.2 = oldest.map(|at| kept::from_millis("a change's time", at)).transpose()?;
            }
        }
        Ok(counted)
    }

    async fn waiting_requests(&self) -> Result<u64, Error> {
        let word = kept::word("a request's state", RequestState::Pending)?;
        Ok(request::Entity::find().filter(request::Column::State.eq(word)).count(self.reader()).await?)
    }

    async fn overdue_terms(&self, now: Timestamp) -> Result<u64, Error> {
        let overdue = request::Entity::find()
            .filter(request::Column::State.eq(kept::word("a request's state", RequestState::Granted)?))
            .filter(request::Column::EndsAt.lt(kept::millis(now)));
        Ok(overdue.count(self.reader()).await?)
    }
}
