//! Who answers for things, and who the admins are: worked out once for each state of people and their access, as thousands
//! of requests are decided by a few groups.

use super::{Inner, policies::Offering};
use crate::{
    directory::{AccessVersion, Snapshot},
    domain::{AccessRequest, Managed, MemberId, MemberStatus, PersonKey, PersonSet, Requestable},
};
use std::{
    collections::HashMap,
    sync::{MutexGuard, PoisonError},
};

/// The groups that are known.
#[derive(Default)]
pub(super) struct Groups {
    of: AccessVersion,
    admins: Option<PersonSet>,
    /// The owners of a thing, with those whom the portal named among them when that was worked out.
    owners: HashMap<Requestable, (Vec<MemberId>, PersonSet)>,
}

impl Inner {
    /// Everybody who is an admin now.
    pub(super) fn admins(&self, snapshot: &Snapshot) -> PersonSet {
        let mut groups = self.groups(snapshot);
        groups.admins.get_or_insert_with(|| self.authority.admins(snapshot).into_iter().collect()).clone()
    }

    /// Those who answer for a thing: whom the portal names, a team's admins in Sigma, those who can manage a workspace, and
    /// whom the portal has made managers of it.
    pub(super) fn owners(&self, thing: &Requestable, offering: &Offering, snapshot: &Snapshot) -> PersonSet {
        let named = offering.entry(thing).map(|entry| entry.owners.as_slice()).unwrap_or_default();
        let mut groups = self.groups(snapshot);
        match groups.owners.get(thing) {
            Some((known, owners)) if known == named => owners.clone(),
            Some(_) | None => {
                let owners = owners(thing, named, snapshot);
                groups.owners.insert(thing.clone(), (named.to_vec(), owners.clone()));
                owners
            }
        }
    }

    /// Whether somebody answers for what a request is about.
    pub(super) fn owns(
        &self,
        request: &AccessRequest,
        person: &PersonKey,
        offering: &Offering,
        snapshot: &Snapshot,
    ) -> bool {
        self.owners(&request.target.requestable(), offering, snapshot).contains(person)
    }

    /// What is known of the groups in this state of the directory.
    fn groups(&self, snapshot: &Snapshot) -> MutexGuard<'_, Groups> {
        let of = snapshot.access_version();
        let mut groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        if groups.of != of {
            *groups = Groups { of, ..Groups::default() };
        }
        groups
    }
}

fn owners(thing: &Requestable, named: &[MemberId], snapshot: &Snapshot) -> PersonSet {
    let mut owners = named.to_vec();
    match thing {
        Requestable::Team(id) => {
            owners.extend(snapshot.team_members(id).iter().filter(|m| m.is_team_admin).map(|m| m.member_id.clone()));
            owners.extend(snapshot.given_managers(Managed::Team(id.clone())));
        }
        Requestable::Workspace(id) => {
            owners.extend(snapshot.managers_of(id));
            owners.extend(snapshot.given_managers(Managed::Workspace(id.clone())));
        }
        Requestable::Connection(id) => owners.extend(snapshot.given_managers(Managed::Connection(id.clone()))),
        Requestable::Package(_) | Requestable::Account | Requestable::AccountType(_) => {}
    }
    owners.retain(|id| snapshot.member(id).is_some_and(|member| member.status() == MemberStatus::Active));
    owners.into_iter().map(PersonKey::Member).collect()
}

/// What somebody answers for: all things of which they are among the [owners](Inner::owners).
pub(super) fn owned(person: &MemberId, offering: &Offering, snapshot: &Snapshot) -> Vec<Requestable> {
    if snapshot.member(person).is_none_or(|member| member.status() != MemberStatus::Active) {
        return Vec::new();
    }
    let mut things: Vec<Requestable> = offering.owned_by(person).collect();
    things.extend(snapshot.managed_teams(person).cloned().map(Requestable::Team));
    things.extend(snapshot.managed_workspaces(person).into_iter().map(Requestable::Workspace));
    things.extend(snapshot.managed_connections(person).cloned().map(Requestable::Connection));
    things.sort();
    things.dedup();
    things
}
