//! Which process works on a change: its [lease](crate::store::lease).

use crate::domain::{ChangeId, Order};
use crate::store::{
    Error, Store,
    entities::change,
    kept,
    lease::{self, Lease, Leased},
};
use sea_orm::{Condition, EntityTrait};
use std::time::Duration;

impl Leased for change::Entity {
    const KEY: change::Column = change::Column::Id;
    const UNTIL: change::Column = change::Column::LeaseUntil;
    const FENCE: change::Column = change::Column::Fence;
    const OWNER: Option<change::Column> = Some(change::Column::LeaseOwner);
}

/// Proof of a claim on a change. Every write to the change's journal needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    change_id: ChangeId,
    lease: Lease,
}

impl Fence {
    /// The claimed change.
    pub fn change_id(&self) -> &ChangeId {
        &self.change_id
    }

    /// The number of the claim.
    pub(super) fn token(&self) -> i64 {
        self.lease.token
    }

    /// For how long it was claimed, and is renewed.
    pub(super) fn lease(&self) -> Duration {
        self.lease.time
    }

    /// Rows of `changes` that this claim still holds: one or none.
    pub(super) fn holds(&self) -> Condition {
        self.lease.holds::<change::Entity>()
    }
}

impl Store {
    /// Claims a change for as long as `time` from now. `None` when there is no such change or somebody, `owner` included,
    /// holds it.
    ///
    /// A settled change can be claimed too, to retry it; read the change after claiming it, not before.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn claim_change(&self, id: &ChangeId, owner: &str, time: Duration) -> Result<Option<Fence>, Error> {
        let claim = change::Entity::update_many();
        let lease = lease::claim(self.writer(), id.as_str(), owner, time, claim).await?;
        Ok(lease.map(|lease| Fence { change_id: id.clone(), lease }))
    }

    /// Holds the change for as long as it was claimed from now, and says what its worker is to do. A lease that has run
    /// out can be renewed while nobody else has claimed the change. Whatever is written into the journal renews it too.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over.
    pub async fn renew_lease(&self, fence: &Fence) -> Result<Order, Error> {
        let (lease, time) = (&fence.lease, fence.lease.time);
        let wanted: String =
            lease::renew::<change::Entity, _>(self.writer(), lease, time, change::Column::Wanted).await?;
        kept::from_word("a change's order", wanted)
    }

    /// Gives the change back, so that it can be claimed at once. The fence is of no use afterwards.
    ///
    /// # Errors
    /// [`Error::LeaseLost`] when the change has been released or taken over.
    pub async fn release(&self, fence: &Fence) -> Result<(), Error> {
        lease::give_back(self.writer(), &fence.lease, change::Entity::update_many()).await
    }
}
