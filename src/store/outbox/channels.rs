//! How the channels are doing, for all processes, and clearing away what was told long ago.

use super::DeliveryState;
use crate::domain::Channel;
use crate::store::{
    Error, Store,
    entities::{channel as row, delivery, notice, outbox},
    kept,
};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use std::collections::HashMap;

/// How a channel is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelHealth {
    /// When it last took something.
    pub worked_at: Option<Timestamp>,
    /// When it last could not be reached.
    pub failed_at: Option<Timestamp>,
    /// Why it could not be reached then.
    pub error: Option<String>,
    /// How often in a row it could not be reached; 0 where it works.
    pub failures: u32,
    /// When it is tried again.
    pub paused_until: Option<Timestamp>,
}

/// How much is to be sent by a channel, and how much was given up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    pub waiting: u64,
    pub dead: u64,
}

impl Store {
    /// How a channel is doing.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn channel_health(&self, channel: Channel) -> Result<ChannelHealth, Error> {
        let Some(row) = row::Entity::find_by_id(channel.slug()).one(self.reader()).await? else {
            return Ok(ChannelHealth::default());
        };
        let time = |at: Option<i64>| at.map(|at| kept::from_millis("a channel's time", at)).transpose();
        Ok(ChannelHealth {
            worked_at: time(row.worked_at)?,
            failed_at: time(row.failed_at)?,
            error: row.error,
            failures: kept::number("a channel's failures", row.failures)?,
            paused_until: time(row.paused_until)?,
        })
    }

    /// Notes how a channel is doing.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_channel_health(&self, channel: Channel, health: &ChannelHealth) -> Result<(), Error> {
        let row = row::Model {
            name: channel.slug().to_owned(),
            worked_at: health.worked_at.map(kept::millis),
            failed_at: health.failed_at.map(kept::millis),
            error: health.error.as_deref().map(kept::text),
            failures: i64::from(health.failures),
            paused_until: health.paused_until.map(kept::millis),
        };
        let all = [
            row::Column::WorkedAt,
            row::Column::FailedAt,
            row::Column::Error,
            row::Column::Failures,
            row::Column::PausedUntil,
        ];
        let again = OnConflict::column(row::Column::Name).update_columns(all).to_owned();
        row::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(self.writer()).await?;
        Ok(())
    }

    /// How much waits and how much was given up, by channel.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn outbox_counts(&self) -> Result<HashMap<Channel, OutboxCounts>, Error> {
        let (waiting, dead) = (DeliveryState::Waiting.word()?, DeliveryState::Dead.word()?);
        let rows: Vec<(String, String, i64)> = delivery::Entity::find()
            .select_only()
            .column(delivery::Column::Channel)
            .column(delivery::Column::State)
            .column_as(delivery::Column::Id.count(), "count")
            .filter(delivery::Column::State.is_in([&waiting, &dead]))
            .group_by(delivery::Column::Channel)
            .group_by(delivery::Column::State)
            .into_tuple()
            .all(self.reader())
            .await?;
        let mut counts: HashMap<Channel, OutboxCounts> = HashMap::new();
        for (channel, state, count) in rows {
            let Some(channel) = Channel::from_slug(&channel) else { continue };
            let counts = counts.entry(channel).or_default();
            let count = kept::number("a count of deliveries", count)?;
            if state == waiting { counts.waiting = count } else { counts.dead = count }
        }
        Ok(counts)
    }

    /// Deletes what was told before this moment, but for what still waits to be sent.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn delete_told(&self, before: Timestamp) -> Result<(), Error> {
        let before = kept::millis(before);
        self.write(move |transaction| {
            Box::pin(async move {
                let ended = delivery::Column::EndedAt.lt(before);
                delivery::Entity::delete_many().filter(ended).exec(transaction).await?;
                let needed = Query::select().column(delivery::Column::OutboxId).from(delivery::Entity).take();
                let old = outbox::Entity::delete_many()
                    .filter(outbox::Column::At.lt(before))
                    .filter(outbox::Column::PlannedAt.is_not_null())
                    .filter(Expr::col(outbox::Column::Id).not_in_subquery(needed));
                old.exec(transaction).await?;
                notice::Entity::delete_many().filter(notice::Column::At.lt(before)).exec(transaction).await?;
                Ok(())
            })
        })
        .await
    }
}
