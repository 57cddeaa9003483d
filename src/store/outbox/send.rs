//! What is due to be sent, and what became of it.

use crate::domain::{Because, Channel, Notice, PersonKey};
use crate::store::{
    Error, Store,
    entities::{delivery, outbox},
    kept,
};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What became of something that is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Waiting,
    Sent,
    /// Given up: the channel works and refuses it. Somebody is to look at it.
    Dead,
    /// Not sent, as it has nothing to say any more.
    Dropped,
}

impl DeliveryState {
    pub(super) fn word(self) -> Result<String, Error> {
        kept::word("a delivery's state", self)
    }
}

/// Something that is to be sent, was sent, or could not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Event, channel and recipient.
    pub id: String,
    pub notice: Notice,
    pub channel: Channel,
    /// To whom; `None` where the channel itself is the recipient.
    pub person: Option<PersonKey>,
    pub because: Because,
    pub state: DeliveryState,
    /// How often the channel has refused it.
    pub attempts: u32,
    pub due_at: Timestamp,
    /// When it was sent or given up.
    pub ended_at: Option<Timestamp>,
    /// Why it was last not sent.
    pub error: Option<String>,
}

impl Store {
    /// What is due on a channel, the longest due first, at most so many.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn due_deliveries(&self, channel: Channel, now: Timestamp, most: u64) -> Result<Vec<Delivery>, Error> {
        let due = delivery::Entity::find()
            .filter(delivery::Column::State.eq(DeliveryState::Waiting.word()?))
            .filter(delivery::Column::Channel.eq(channel.slug()))
            .filter(delivery::Column::DueAt.lte(kept::millis(now)))
            .order_by_asc(delivery::Column::DueAt)
            .order_by_asc(delivery::Column::Id)
            .limit(most);
        self.read_deliveries(due).await
    }

    /// What was given up, the last first, at most so many.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn dead_deliveries(&self, most: u64) -> Result<Vec<Delivery>, Error> {
        let dead = delivery::Entity::find()
            .filter(delivery::Column::State.eq(DeliveryState::Dead.word()?))
            .order_by_desc(delivery::Column::EndedAt)
            .order_by_desc(delivery::Column::Id)
            .limit(most);
        self.read_deliveries(dead).await
    }

    /// When a channel last sent something to a person, and how often since this moment.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn sent_since(&self, channel: Channel, person: &PersonKey, since: Timestamp) -> Result<u64, Error> {
        // What went out in one mail ended at one moment.
        let sent = delivery::Entity::find()
            .select_only()
            .column(delivery::Column::EndedAt)
            .distinct()
            .filter(delivery::Column::State.eq(DeliveryState::Sent.word()?))
            .filter(delivery::Column::Channel.eq(channel.slug()))
            .filter(delivery::Column::Person.eq(kept::person(person)))
            .filter(delivery::Column::EndedAt.gte(kept::millis(since)));
        let sent: Vec<Option<i64>> = sent.into_tuple().all(self.reader()).await?;
        Ok(sent.len() as u64)
    }

    /// Takes what is due for oneself until this moment; says which of it, as another process may have been faster. What
    /// is not settled until then is due again.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn claim_deliveries(&self, due: &[Delivery], until: Timestamp) -> Result<Vec<String>, Error> {
        let due: Vec<_> = due.iter().map(|one| (one.id.clone(), kept::millis(one.due_at))).collect();
        let waiting = DeliveryState::Waiting.word()?;
        self.write(move |transaction| {
            Box::pin(async move {
                let mut claimed = Vec::new();
                for (id, due_at) in due {
                    let taken = delivery::Entity::update_many()
                        .col_expr(delivery::Column::DueAt, Expr::val(kept::millis(until)))
                        .filter(delivery::Column::Id.eq(&id))
                        .filter(delivery::Column::State.eq(&waiting))
                        .filter(delivery::Column::DueAt.eq(due_at))
                        .exec(transaction)
                        .await?;
                    claimed.extend((taken.rows_affected > 0).then_some(id));
                }
                Ok(claimed)
            })
        })
        .await
    }

    /// Notes what became of what was claimed.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn end_deliveries(
        &self,
        ids: &[String],
        state: DeliveryState,
        error: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Error> {
        delivery::Entity::update_many()
            .col_expr(delivery::Column::State, Expr::val(state.word()?))
            .col_expr(delivery::Column::EndedAt, Expr::val(kept::millis(now)))
            .col_expr(delivery::Column::Error, Expr::val(error.map(kept::text)))
            .filter(delivery::Column::Id.is_in(ids))
            .filter(delivery::Column::State.eq(DeliveryState::Waiting.word()?))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Puts off what was claimed. `is_refusal` where the channel works and did not take it, which is counted.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn postpone_deliveries(
        &self,
        ids: &[String],
        due_at: Timestamp,
        error: Option<&str>,
        is_refusal: bool,
    ) -> Result<(), Error> {
        delivery::Entity::update_many()
            .col_expr(delivery::Column::DueAt, Expr::val(kept::millis(due_at)))
            .col_expr(delivery::Column::Error, Expr::val(error.map(kept::text)))
            .col_expr(delivery::Column::Attempts, Expr::col(delivery::Column::Attempts).add(i64::from(is_refusal)))
            .filter(delivery::Column::Id.is_in(ids))
            .filter(delivery::Column::State.eq(DeliveryState::Waiting.word()?))
            .exec(self.writer())
            .await?;
        Ok(())
    }

    /// Has what was given up sent again: one of it, or all. Says how many.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn revive_deliveries(&self, id: Option<&str>, now: Timestamp) -> Result<u64, Error> {
        let mut again = delivery::Entity::update_many()
            .col_expr(delivery::Column::State, Expr::val(DeliveryState::Waiting.word()?))
            .col_expr(delivery::Column::DueAt, Expr::val(kept::millis(now)))
            .col_expr(delivery::Column::EndedAt, Expr::val(None::<i64>))
            .col_expr(delivery::Column::Attempts, Expr::val(0_i64))
            .filter(delivery::Column::State.eq(DeliveryState::Dead.word()?));
        if let Some(id) = id {
            again = again.filter(delivery::Column::Id.eq(id));
        }
        Ok(again.exec(self.writer()).await?.rows_affected)
    }

    async fn read_deliveries(&self, rows: Select<delivery::Entity>) -> Result<Vec<Delivery>, Error> {
        let rows = rows.all(self.reader()).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let events = outbox::Entity::find()
            .filter(outbox::Column::Id.is_in(rows.iter().map(|row| row.outbox_id.clone())))
            .all(self.reader())
            .await?;
        let events: HashMap<_, _> = events.into_iter().map(|event| (event.id, event.body)).collect();
        rows.into_iter()
            .filter_map(|row| {
                let body = events.get(&row.outbox_id)?;
                Some(from_row(row, body))
            })
            .collect()
    }
}

fn from_row(row: delivery::Model, body: &str) -> Result<Delivery, Error> {
    let unknown = || Error::Unreadable("a delivery's channel", "this version has no such channel".into());
    Ok(Delivery {
        notice: kept::from_json("what is told", body)?,
        channel: Channel::from_slug(&row.channel).ok_or_else(unknown)?,
        person: if row.person.is_empty() { None } else { Some(person(&row.person)?) },
        because: kept::from_word("why somebody is told", row.because)?,
        state: kept::from_word("a delivery's state", row.state)?,
        attempts: kept::number("a delivery's attempts", row.attempts)?,
        due_at: kept::from_millis("a delivery's time", row.due_at)?,
        ended_at: row.ended_at.map(|at| kept::from_millis("a delivery's end", at)).transpose()?,
        error: row.error,
        id: row.id,
    })
}

/// Reads who somebody is back from the written form.
pub(super) fn person(text: &str) -> Result<PersonKey, Error> {
    PersonKey::from_written(text).ok_or_else(|| Error::Unreadable("who is told", "it is nobody's key".into()))
}
