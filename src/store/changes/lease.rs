//! Leases: which process works on a change, and how one that lost it is kept from writing.
//!
//! A claim lasts for a while and is renewed by its holder. Once it has run out anybody may claim the change. The holder
//! may not have noticed; so every claim raises the change's fence, and the journal refuses writes under an older one.

use crate::domain::{ChangeId, Order};
use crate::store::{Error, Store, entities::change, kept};
use jiff::Timestamp;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use std::time::Duration;

/// Proof of a claim on a change. Every write to the change's journal needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    change_id: ChangeId,
    token: i64,
}

impl Fence {
    /// The claimed change.
    pub fn change_id(&self) -> &ChangeId {
        &self.change_id
    }

    /// Rows of `changes` that this claim still holds: one or none.
    pub(super) fn holds(&self) -> Condition {
        Condition::all()
            .add(change::Column::Id.eq(self.change_id.as_str()))
            .add(change::Column::Fence.eq(self.token))
            .add(change::Column::LeaseOwner.is_not_null())
    }
}

impl Store {
    /// Claims a change until `lease` has passed. `None` when there is no such change or somebody, `owner` included,
    /// holds it.
    ///
    /// A settled change can be claimed too, to retry it; read the change after claiming it, not before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn claim_change(
        &self,
        id: &ChangeId,
        owner: &str,
        now: Timestamp,
        lease: Duration,
    ) -> Result<Option<Fence>, Error> {
        use change::Column;
        let free = Condition::any().add(Column::LeaseUntil.is_null()).add(Column::LeaseUntil.lte(kept::millis(now)));
        let transaction = self.begin().await?;
        let claimed = change::Entity::update_many()
            .col_expr(Column::LeaseOwner, Expr::val(kept::text(owner)))
            .col_expr(Column::LeaseUntil, Expr::val(kept::millis_after(now, lease)?))
            .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
            .filter(Column::Id.eq(id.as_str()))
            .filter(free)
            .exec(&transaction)
            .await?;
        if claimed.rows_affected == 0 {
            return Ok(None);
        }
        let token = change::Entity::find_by_id(id.as_str())
            .select_only()
            .column(Column::Fence)
            .into_tuple::<i64>()
            .one(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(token.map(|token| Fence { change_id: id.clone(), token }))
    }

    /// Holds the change until `lease` has passed from now, and says what its worker is to do. A lease that has run out
    /// can be renewed while nobody else has claimed the change.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over.
    pub async fn renew_lease(&self, fence: &Fence, now: Timestamp, lease: Duration) -> Result<Order, Error> {
        let renewed = change::Entity::update_many()
            .col_expr(change::Column::LeaseUntil, Expr::val(kept::millis_after(now, lease)?))
            .filter(fence.holds())
            .exec(self.writer())
            .await?;
        if renewed.rows_affected == 0 {
            return Err(Error::LeaseLost);
        }
        let wanted = change::Entity::find_by_id(fence.change_id.as_str())
            .select_only()
            .column(change::Column::Wanted)
            .into_tuple::<String>()
            .one(self.writer())
            .await?;
        wanted.map_or(Err(Error::LeaseLost), |word| kept::from_word("a change's order", word))
    }

    /// Gives the change back, so that it can be claimed at once. The fence is of no use afterwards.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over.
    pub async fn release(&self, fence: &Fence) -> Result<(), Error> {
        let released = change::Entity::update_many()
            .col_expr(change::Column::LeaseOwner, Expr::val(None::<String>))
            .col_expr(change::Column::LeaseUntil, Expr::val(None::<i64>))
            .filter(fence.holds())
            .exec(self.writer())
            .await?;
        if released.rows_affected == 0 { Err(Error::LeaseLost) } else { Ok(()) }
    }
}

/// Fails unless the claim still holds, and keeps it from being taken over until the transaction ends.
pub(super) async fn require(db: &impl ConnectionTrait, fence: &Fence) -> Result<(), Error> {
    let held = change::Entity::find()
        .select_only()
        .column(change::Column::Fence)
        .filter(fence.holds())
        .lock_exclusive()
        .into_tuple::<i64>()
        .one(db)
        .await?;
    held.map(drop).ok_or(Error::LeaseLost)
}
