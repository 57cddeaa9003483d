//! An entry as a transaction.

use super::Entry;
use crate::store::{
    Error, Store,
    changes::Fence,
    clock,
    entities::{change, change_step, change_subject},
    subjects,
};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};

/// Writes the entry, and says what is wanted of the change: the word of an order.
pub(super) async fn write(store: &Store, fence: Fence, entry: Entry) -> Result<String, Error> {
    let (wanted, events) = store
        .write(move |transaction| {
            Box::pin(async move {
                let Entry { change, steps, subjects, mut events } = entry;
                let held = change::Entity::update_many()
                    .set(change)
                    .col_expr(change::Column::LeaseUntil, clock::after(transaction, fence.lease())?)
                    .filter(fence.holds())
                    .exec(transaction)
                    .await?;
                if held.rows_affected == 0 {
                    return Err(Error::LeaseLost);
                }
                for step in steps {
                    save(transaction, step).await?;
                }
                subjects::insert::<change_subject::Entity>(transaction, subjects).await?;
                events.insert(transaction).await?;
                let wanted = change::Entity::find_by_id(fence.change_id().as_str())
                    .select_only()
                    .column(change::Column::Wanted)
                    .into_tuple::<String>()
                    .one(transaction)
                    .await?;
                Ok((wanted.ok_or(Error::LeaseLost)?, events))
            })
        })
        .await?;
    events.committed();
    Ok(wanted)
}

async fn save(transaction: &DatabaseTransaction, mut step: change_step::ActiveModel) -> Result<(), Error> {
    use change_step::Column;
    let (Some(id), Some(position)) = (step.change_id.take(), step.position.take()) else {
        return Err(Error::Unreadable("a step", "it has no change or position".into()));
    };
    let saved = change_step::Entity::update_many()
        .set(step)
        .filter(Column::ChangeId.eq(id))
        .filter(Column::Position.eq(position))
        .exec(transaction)
        .await?;
    if saved.rows_affected > 0 { Ok(()) } else { Err(super::no_such_step(position)) }
}
