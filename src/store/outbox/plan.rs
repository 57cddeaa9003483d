//! Settling what is sent of an event.

use super::DeliveryState;
use crate::domain::{Because, Channel, Notice, PersonKey, Preference, Recipient};
use crate::store::{
    Error, Store,
    entities::{delivery, notice, outbox},
    kept,
};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use std::collections::HashMap;

/// An event of which it is not settled yet what is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub notice: Notice,
    /// Who is told and has not read it in the portal, each with what they have chosen.
    pub recipients: Vec<(Recipient, Preference)>,
}

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDelivery {
    pub channel: Channel,
    /// To whom; `None` where the channel itself is the recipient.
    pub person: Option<PersonKey>,
    pub because: Because,
    pub due_at: Timestamp,
}

impl Store {
    /// Events of which it is not settled yet what is sent, oldest first, at most so many.
    ///
    /// # Errors
    /// [`Error::Database`] and [`Error::Unreadable`].
    pub async fn outgoing(&self, most: u64) -> Result<Vec<Outgoing>, Error> {
        let events = outbox::Entity::find()
            .filter(outbox::Column::PlannedAt.is_null())
            .order_by_asc(outbox::Column::At)
            .order_by_asc(outbox::Column::Id)
            .limit(most)
            .all(self.reader())
            .await?;
        let mut people: HashMap<String, Vec<notice::Model>> = HashMap::new();
        if !events.is_empty() {
            let unread = notice::Entity::find()
                .filter(notice::Column::OutboxId.is_in(events.iter().map(|event| event.id.clone())))
                .filter(notice::Column::ReadAt.is_null())
                .order_by_asc(notice::Column::Person)
                .all(self.reader())
                .await?;
            for row in unread {
                people.entry(row.outbox_id.clone()).or_default().push(row);
            }
        }
        let mut outgoing = Vec::with_capacity(events.len());
        for event in events {
            let mut recipients = Vec::new();
            for row in people.remove(&event.id).unwrap_or_default() {
                let preference = self.preference_of(&row.person).await?;
                let recipient = Recipient {
                    person: super::send::person(&row.person)?,
                    because: kept::from_word("why somebody is told", row.because)?,
                };
                recipients.push((recipient, preference));
            }
            outgoing.push(Outgoing { notice: kept::from_json("what is told", &event.body)?, recipients });
        }
        Ok(outgoing)
    }

    /// Settles what is sent of an event. Settled twice, as by two processes at once, it is sent once.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn plan_deliveries(&self, of: &Notice, new: &[NewDelivery], now: Timestamp) -> Result<(), Error> {
        let rows = new.iter().map(|new| row(of, new).map(IntoActiveModel::into_active_model));
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let id = kept::text(&of.id);
        self.write(move |transaction| {
            Box::pin(async move {
                let planned = outbox::Entity::update_many()
                    .col_expr(outbox::Column::PlannedAt, Expr::val(kept::millis(now)))
                    .filter(outbox::Column::Id.eq(id))
                    .filter(outbox::Column::PlannedAt.is_null())
                    .exec(transaction)
                    .await?;
                if planned.rows_affected > 0 && !rows.is_empty() {
                    let once = OnConflict::column(delivery::Column::Id).do_nothing().to_owned();
                    delivery::Entity::insert_many(rows).on_conflict(once).exec_without_returning(transaction).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

fn row(of: &Notice, new: &NewDelivery) -> Result<delivery::Model, Error> {
    let person = new.person.as_ref().map(kept::person).unwrap_or_default();
    Ok(delivery::Model {
        id: kept::text(&format!("{} {} {person}", of.id, new.channel.slug())),
        outbox_id: kept::text(&of.id),
        subject: kept::text(of.request_id.as_str()),
        channel: new.channel.slug().to_owned(),
        person,
        because: kept::word("why somebody is told", new.because)?,
        state: DeliveryState::Waiting.word()?,
        attempts: 0,
        due_at: kept::millis(new.due_at),
        ended_at: None,
        error: None,
    })
}
