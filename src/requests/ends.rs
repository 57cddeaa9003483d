//! Access that ends soon, as one person may see it.

use super::{Error, Requests, groups::owned};
use crate::{
    domain::{AccessRequest, Actor, Capability, Page},
    store::{EndsOf, PageRequest},
};
use jiff::Timestamp;
use std::time::Duration;

impl Requests {
    /// Access that ends within this time, as far as the actor holds it, owns it, or administers all; soonest first.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn ending_soon(
        &self,
        within: Duration,
        actor: &Actor,
        page: PageRequest,
    ) -> Result<Page<AccessRequest>, Error> {
        let snapshot = self.0.snapshot()?;
        let whose = if self.0.acting(actor, &snapshot).role.can(Capability::ReadAudit) {
            EndsOf::Everybody
        } else {
            let things = match &actor.member_id {
                Some(id) => owned(id, &*self.0.shown_offering().await?, &snapshot),
                None => Vec::new(),
            };
            EndsOf::Some { person: actor.keys(), things }
        };
        Ok(self.0.store.requests_ending_of(&whose, self.until(within), page).await?)
    }

    /// Access that ends within this time and is the actor's own, or was asked for by them; soonest first.
    ///
    /// # Errors
    /// [`Error::Store`].
    pub async fn own_ending_soon(&self, within: Duration, actor: &Actor) -> Result<Page<AccessRequest>, Error> {
        let whose = EndsOf::Some { person: actor.keys(), things: Vec::new() };
        let page = PageRequest { number: 1, size: 50 };
        Ok(self.0.store.requests_ending_of(&whose, self.until(within), page).await?)
    }

    fn until(&self, within: Duration) -> Timestamp {
        self.0.store.clock().now().checked_add(within).unwrap_or(Timestamp::MAX)
    }
}
