//! The journal: what becomes of a change and its steps, written down by whoever holds its lease.

use super::{Fence, insert::outcome, lease};
use crate::domain::{AuditEvent, ChangeState, Step};
use crate::store::{
    Error, Store, audit,
    entities::{change, change_step},
    kept,
};
use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

impl Store {
    /// Writes down what became of a step, and the audit event that says so, or nothing at all.
    ///
    /// Title, call and what the step needs are the plan's and stay as they were accepted.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over, [`Error::NoSuchStep`] when the change has
    /// no step of this index.
    pub async fn save_step(&self, fence: &Fence, step: &Step, event: Option<&AuditEvent>) -> Result<(), Error> {
        let transaction = self.begin().await?;
        lease::require(&transaction, fence).await?;
        let saved = change_step::Entity::update_many()
            .set(outcome(step)?)
            .filter(change_step::Column::ChangeId.eq(fence.change_id().as_str()))
            .filter(change_step::Column::Position.eq(i64::from(step.index)))
            .exec(&transaction)
            .await?;
        if saved.rows_affected == 0 {
            return Err(Error::NoSuchStep(step.index));
        }
        if let Some(event) = event {
            audit::insert(&transaction, event).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Writes down what became of the change, and the audit event that says so, or nothing at all.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over.
    pub async fn save_change_state(
        &self,
        fence: &Fence,
        state: ChangeState,
        ended_at: Option<Timestamp>,
        event: Option<&AuditEvent>,
    ) -> Result<(), Error> {
        let transaction = self.begin().await?;
        lease::require(&transaction, fence).await?;
        let row = change::ActiveModel {
            state: Set(kept::word("a change's state", state)?),
            ended_at: Set(ended_at.map(kept::millis)),
            ..Default::default()
        };
        change::Entity::update_many().set(row).filter(fence.holds()).exec(&transaction).await?;
        if let Some(event) = event {
            audit::insert(&transaction, event).await?;
        }
        Ok(transaction.commit().await?)
    }
}
