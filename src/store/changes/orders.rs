//! What people order about a change that was accepted before: to pause, go on, cancel the rest, try again; and that
//! another change has undone its steps.

use super::seal;
use crate::domain::{AuditEvent, ChangeId, ChangeState, Order, StepState};
use crate::store::{
    Error, SealKey, Store,
    entities::{change, change_step},
    kept,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter};

impl Store {
    /// Leaves an order for whoever works on the change, with the audit event that says so and by whom, or nothing at
    /// all. Whether
    /// the change was in a state in which the order means something: pausing and cancelling what runs, resuming and
    /// cancelling what is paused.
    ///
    /// A paused change is queued again, so that a worker finds it and carries the order out; what is sent after going on
    /// is sent for the event's actor.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn order_change(&self, id: &ChangeId, order: Order, event: &AuditEvent) -> Result<bool, Error> {
        use ChangeState::{Paused, Queued, Running};
        let (from, queued): (&[ChangeState], bool) = match order {
            Order::Pause => (&[Queued, Running], false),
            Order::Go => (&[Paused], true),
            Order::Cancel => (&[Queued, Running, Paused], false),
        };
        let wanted = change::ActiveModel { wanted: Set(kept::word("a change's order", order)?), ..Default::default() };
        let wanted = if queued { sent_for(self.seals(), id, event, wanted)? } else { wanted };
        let meant = Condition::any()
            .add(change::Column::State.is_in(words(from)?))
            // A change that was stopped has failed, and what it has not sent can still be called off.
            .add_option((order == Order::Cancel).then_some(change::Column::Stopped.is_not_null()));
        let wanted = change::Entity::update_many().set(wanted).filter(change::Column::Id.eq(id.as_str())).filter(meant);
        let queue = change::ActiveModel {
            state: Set(word(Queued)?),
            ended_at: Set(None),
            stopped: Set(None),
            handled: Set(None),
            ..Default::default()
        };
        let queue = change::Entity::update_many()
            .set(queue)
            .filter(change::Column::Id.eq(id.as_str()))
            .filter(change::Column::State.is_in(words(&[Paused, ChangeState::Failed])?));
        self.write_audited(event, move |transaction| {
            Box::pin(async move {
                if wanted.exec(transaction).await?.rows_affected == 0 {
                    return Ok(false);
                }
                if queued || order == Order::Cancel {
                    queue.exec(transaction).await?;
                }
                Ok(true)
            })
        })
        .await
    }

    /// Queues a failed change again, its failed steps as planned ones, with the audit event that says so, or nothing at
    /// all. Unknown steps stay unknown. What is sent from then on is sent for the event's actor. Whether the change had
    /// failed.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn retry_change(&self, id: &ChangeId, event: &AuditEvent) -> Result<bool, Error> {
        let queue = change::ActiveModel {
            state: Set(word(ChangeState::Queued)?),
            ended_at: Set(None),
            stopped: Set(None),
            handled: Set(None),
            ..Default::default()
        };
        let queue = change::Entity::update_many()
            .set(sent_for(self.seals(), id, event, queue)?)
            .filter(change::Column::Id.eq(id.as_str()))
            .filter(change::Column::State.eq(word(ChangeState::Failed)?));
        let planned = change_step::ActiveModel { state: Set(step_word(StepState::Planned)?), ..Default::default() };
        let planned = change_step::Entity::update_many()
            .set(planned)
            .filter(change_step::Column::ChangeId.eq(id.as_str()))
            .filter(change_step::Column::State.eq(step_word(StepState::Failed)?));
        self.write_audited(event, move |transaction| {
            Box::pin(async move {
                if queue.exec(transaction).await?.rows_affected == 0 {
                    return Ok(false);
                }
                planned.exec(transaction).await?;
                Ok(true)
            })
        })
        .await
    }

    /// Writes down that another change has undone these steps, and which.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn mark_undone(&self, id: &ChangeId, steps: &[u32], by: &ChangeId) -> Result<(), Error> {
        if steps.is_empty() {
            return Ok(());
        }
        let undone = change_step::ActiveModel { state: Set(step_word(StepState::Undone)?), ..Default::default() };
        let undone = change_step::Entity::update_many()
            .set(undone)
            .filter(change_step::Column::ChangeId.eq(id.as_str()))
            .filter(change_step::Column::Position.is_in(steps.iter().map(|at| i64::from(*at))))
            .filter(change_step::Column::State.eq(step_word(StepState::Done)?));
        let by = change::ActiveModel { undone_by: Set(Some(by.to_string())), ..Default::default() };
        let by = change::Entity::update_many().set(by).filter(change::Column::Id.eq(id.as_str()));
        self.write(move |transaction| {
            Box::pin(async move {
                undone.exec(transaction).await?;
                by.exec(transaction).await?;
                Ok(())
            })
        })
        .await
    }
}

/// With who gave the order as the one for whom the rest is sent.
fn sent_for(
    key: &SealKey,
    id: &ChangeId,
    event: &AuditEvent,
    row: change::ActiveModel,
) -> Result<change::ActiveModel, Error> {
    let by = kept::json("who ordered a change", &event.actor)?;
    let seal = seal::of_order(key, id.as_str(), &by);
    Ok(change::ActiveModel { ordered_by: Set(Some(by)), ordered_seal: Set(Some(seal)), ..row })
}

fn word(state: ChangeState) -> Result<String, Error> {
    kept::word("a change's state", state)
}

fn words(states: &[ChangeState]) -> Result<Vec<String>, Error> {
    states.iter().map(|state| word(*state)).collect()
}

fn step_word(state: StepState) -> Result<String, Error> {
    kept::word("a step's state", state)
}
