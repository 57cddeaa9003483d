//! Access that ends soon, as one person may see it.

use super::{Error, Requests, facts, policies::Offering};
use crate::{
    directory::Snapshot,
    domain::{
        AccessRequest, Actor, Capability, Managed, MemberId, Page, Permission, PersonKey, Requestable, ResourceRef,
        WorkspacePermission,
    },
    store::{EndsOf, PageRequest},
};
use jiff::Timestamp;
use std::{sync::Arc, time::Duration};

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

/// What somebody answers for: all things of which they are among the [owners](facts::owners).
fn owned(person: &MemberId, offering: &Offering, snapshot: &Arc<Snapshot>) -> Vec<Requestable> {
    let mut things: Vec<Requestable> = offering.owned_by(person).collect();
    let administered = snapshot.teams_of(person).filter(|(_, is_admin)| *is_admin);
    things.extend(administered.map(|(team, _)| Requestable::Team(team.id.clone())));
    let manages = Permission::Workspace(WorkspacePermission::Edit);
    let access = snapshot.member(person).map(|member| snapshot.access_of(member)).unwrap_or_default();
    things.extend(access.into_iter().filter(|access| access.permission == manages).filter_map(|access| {
        match access.resource {
            ResourceRef::Workspace(id) => Some(Requestable::Workspace(id)),
            ResourceRef::Connection(_) => None,
        }
    }));
    things.extend(snapshot.given_to_manage(person).map(|managed| match managed {
        Managed::Team(id) => Requestable::Team(id.clone()),
        Managed::Workspace(id) => Requestable::Workspace(id.clone()),
        Managed::Connection(id) => Requestable::Connection(id.clone()),
    }));
    things.sort();
    things.dedup();
    let person = PersonKey::Member(person.clone());
    things.retain(|thing| facts::owners(thing, offering, snapshot).contains(&person));
    things
}
