//! Locks: what only one process may do at a time, across changes. A lock runs out like every [lease](super::lease), so
//! that a process that dies holding it stops nobody for long.

use super::{
    Error, Store,
    entities::lock,
    kept,
    lease::{self, Lease, Leased},
};
use sea_orm::{
    ConnectionTrait, EntityTrait,
    sea_query::{OnConflict, Query},
};
use std::time::Duration;

impl Leased for lock::Entity {
    const KEY: lock::Column = lock::Column::Name;
    const UNTIL: lock::Column = lock::Column::HeldUntil;
    const FENCE: lock::Column = lock::Column::Fence;
    const OWNER: Option<lock::Column> = None;
}

/// Proof of a lock that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockFence(Lease);

impl Store {
    /// Takes a lock until `time` has passed. `None` while somebody else holds it.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn take_lock(&self, name: &str, time: Duration) -> Result<Option<LockFence>, Error> {
        use lock::Column;
        let db = self.writer();
        let take = || lease::claim(db, name, "", time, lock::Entity::update_many());
        let mut held = take().await?;
        if held.is_none() {
            // Held by somebody, or never taken before.
            let mut row = Query::insert();
            row.into_table(lock::Entity).columns([Column::Name, Column::HeldUntil, Column::Fence]);
            row.values_panic([kept::text(name).into(), 0_i64.into(), 0_i64.into()]);
            row.on_conflict(OnConflict::column(Column::Name).do_nothing().to_owned());
            if db.execute(&row).await?.rows_affected() > 0 {
                held = take().await?;
            }
        }
        Ok(held.map(LockFence))
    }

    /// Holds the lock for this long from now and no longer; for no time gives it up.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when somebody else has taken it since.
    pub async fn hold_lock(&self, fence: &LockFence, time: Duration) -> Result<(), Error> {
        lease::renew::<lock::Entity, i64>(self.writer(), &fence.0, time, lock::Column::Fence).await.map(drop)
    }
}
