//! Leases: which process works on a change, and how one that lost it is kept from writing.
//!
//! A claim lasts for a while and is renewed by its holder. Once it has run out anybody may claim the change. The holder
//! may not have noticed; so every claim raises the change's fence, and the journal refuses writes under an older one.
//! When a claim has run out is told by the database's clock.

use crate::domain::{ChangeId, Order};
use crate::store::{Error, Store, access::Writer, clock, entities::change, kept};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IdenStatic, QueryFilter, QueryTrait, TryGetable, UpdateMany,
    sea_query::{Expr, ExprTrait},
};
use std::time::Duration;

/// Proof of a claim on a change. Every write to the change's journal needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    change_id: ChangeId,
    token: i64,
    lease: Duration,
}

impl Fence {
    /// The claimed change.
    pub fn change_id(&self) -> &ChangeId {
        &self.change_id
    }

    /// The number of the claim.
    pub(super) fn token(&self) -> i64 {
        self.token
    }

    /// For how long it was claimed, and is renewed.
    pub(super) fn lease(&self) -> Duration {
        self.lease
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
    /// Claims a change for as long as `lease` from now. `None` when there is no such change or somebody, `owner`
    /// included, holds it.
    ///
    /// A settled change can be claimed too, to retry it; read the change after claiming it, not before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn claim_change(&self, id: &ChangeId, owner: &str, lease: Duration) -> Result<Option<Fence>, Error> {
        use change::Column;
        let db = self.writer();
        let is_over = Expr::col(Column::LeaseUntil).lte(clock::now(db));
        let claim = change::Entity::update_many()
            .col_expr(Column::LeaseOwner, Expr::val(kept::text(owner)))
            .col_expr(Column::LeaseUntil, clock::after(db, lease)?)
            .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
            .filter(Column::Id.eq(id.as_str()))
            .filter(Condition::any().add(Column::LeaseUntil.is_null()).add(is_over));
        let token = returning::<_, i64>(db, claim, Column::Fence).await?;
        Ok(token.map(|token| Fence { change_id: id.clone(), token, lease }))
    }

    /// Holds the change for as long as it was claimed from now, and says what its worker is to do. A lease that has run
    /// out can be renewed while nobody else has claimed the change. Whatever is written into the journal renews it too.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over.
    pub async fn renew_lease(&self, fence: &Fence) -> Result<Order, Error> {
        let db = self.writer();
        let renewed = change::Entity::update_many()
            .col_expr(change::Column::LeaseUntil, clock::after(db, fence.lease)?)
            .filter(fence.holds());
        let wanted = returning::<_, String>(db, renewed, change::Column::Wanted).await?;
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

/// Updates a row, and says what one of its columns holds then; `None` when no row was there to be updated. One way to
/// the database and back.
pub(in crate::store) async fn returning<E: EntityTrait, T: TryGetable>(
    db: &Writer,
    update: UpdateMany<E>,
    column: E::Column,
) -> Result<Option<T>, Error> {
    let update = update.into_query().returning_col(column).to_owned();
    let row = db.query_one(&update).await?;
    Ok(row.map(|row| row.try_get("", column.as_str())).transpose()?)
}
