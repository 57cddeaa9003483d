//! Failed changes that somebody has taken care of otherwise.

use crate::domain::{AuditEvent, ChangeId, ChangeState, Handled};
use crate::store::{Error, Store, entities::change, kept};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

impl Store {
    /// Writes down that a failed change was handled, with the audit event that says so, or nothing at all. Whether it had
    /// failed and nobody had marked it before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn mark_handled(&self, id: &ChangeId, handled: &Handled, event: &AuditEvent) -> Result<bool, Error> {
        let row = change::ActiveModel {
            handled: Set(Some(kept::json("who has handled a change", handled)?)),
            ..Default::default()
        };
        let mark = change::Entity::update_many()
            .set(row)
            .filter(change::Column::Id.eq(id.as_str()))
            .filter(change::Column::State.eq(kept::word("a change's state", ChangeState::Failed)?))
            .filter(change::Column::Handled.is_null());
        self.write_audited(event, move |transaction| {
            Box::pin(async move { Ok(mark.exec(transaction).await?.rows_affected > 0) })
        })
        .await
    }
}
