//! Locks: what only one process may do at a time, across changes. A lock runs out like a lease, by the database's clock, so
//! that a process that dies holding it stops nobody for long.

use super::{Error, Store, changes, clock, entities::lock, kept};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use std::time::Duration;

/// Proof of a lock that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockFence {
    name: String,
    token: i64,
}

impl Store {
    /// Takes a lock until `lease` has passed. `None` while somebody else holds it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn take_lock(&self, name: &str, lease: Duration) -> Result<Option<LockFence>, Error> {
        use lock::Column;
        let db = self.writer();
        let take = || -> Result<_, Error> {
            Ok(lock::Entity::update_many()
                .col_expr(Column::HeldUntil, clock::after(db, lease)?)
                .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
                .filter(Column::Name.eq(name))
                .filter(Expr::col(Column::HeldUntil).lte(clock::now(db))))
        };
        let mut token = changes::returning::<_, i64>(db, take()?, Column::Fence).await?;
        if token.is_none() {
            // Held by somebody, or never taken before.
            let name = kept::text(name);
            let mut row = Query::insert();
            row.into_table(lock::Entity).columns([Column::Name, Column::HeldUntil, Column::Fence]);
            row.values_panic([name.into(), 0_i64.into(), 0_i64.into()]);
            row.on_conflict(OnConflict::column(Column::Name).do_nothing().to_owned());
            if db.execute(&row).await?.rows_affected() > 0 {
                token = changes::returning::<_, i64>(db, take()?, Column::Fence).await?;
            }
        }
        Ok(token.map(|token| LockFence { name: name.to_owned(), token }))
    }

    /// Holds the lock for this long from now and no longer; for no time gives it up.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when somebody else has taken it since.
    pub async fn hold_lock(&self, fence: &LockFence, time: Duration) -> Result<(), Error> {
        let db = self.writer();
        let held = lock::Entity::update_many()
            .col_expr(lock::Column::HeldUntil, clock::after(db, time)?)
            .filter(lock::Column::Name.eq(&fence.name))
            .filter(lock::Column::Fence.eq(fence.token));
        let held = changes::returning::<_, i64>(db, held, lock::Column::Fence).await?;
        held.map(drop).ok_or(Error::LeaseLost)
    }
}
