//! The journal: what becomes of a change and its steps, written down by whoever holds its lease.

use super::{
    Fence,
    insert::{outcome, subject_row},
    lease,
};
use crate::domain::{AuditEvent, ChangeState, Order, Step};
use crate::store::{
    Error, Store, audit,
    entities::{change, change_step, change_subject},
    kept,
};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};

/// Where the positions of subjects begin that a change has created, after those it was planned with.
const CREATED: i64 = 1_000_000;

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
        if let Some(created) = &step.created {
            let row = subject_row(fence.change_id().as_str(), CREATED + i64::from(step.index), created)?;
            let again = OnConflict::columns([change_subject::Column::ChangeId, change_subject::Column::Position])
                .do_nothing()
                .to_owned();
            change_subject::Entity::insert(row).on_conflict(again).exec_without_returning(&transaction).await?;
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
            // An order that came when nothing was left to be done has nothing to say to a later retry.
            wanted: if state.is_settled() { Set(kept::word("a change's order", Order::Go)?) } else { NotSet },
            ..Default::default()
        };
        change::Entity::update_many().set(row).filter(fence.holds()).exec(&transaction).await?;
        if let Some(event) = event {
            audit::insert(&transaction, event).await?;
        }
        Ok(transaction.commit().await?)
    }
}
