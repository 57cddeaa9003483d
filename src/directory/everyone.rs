//! Effective access of the whole organisation: every person with every resource they can reach.

use super::{Snapshot, access::under};
use crate::domain::{Ceiling, Effect, Grantee, Member, Permission, ResourceRef};
use std::collections::HashMap;

/// What one person can do with one resource, the reasons counted. [`Snapshot::access_of`] names them.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached<'s> {
    /// Who.
    pub member: &'s Member,
    /// What they reach.
    pub resource: &'s ResourceRef,
    /// The highest permission granted.
    pub permission: &'s Permission,
    /// What their account type leaves of it.
    pub effect: Effect,
    /// Grants to the person itself.
    pub own_grants: u32,
    /// Grants to teams the person is in.
    pub team_grants: u32,
}

/// Everybody's access; made by [`Snapshot::effective_access`].
pub struct EverybodysAccess<'s> {
    snapshot: &'s Snapshot,
    /// Workspaces before connections, each by name.
    resources: Vec<ResourceRef>,
    /// At each team's place, what it holds.
    of_teams: Vec<Held<'s>>,
    of_members: HashMap<u32, Held<'s>>,
}

/// Places of resources, each with what is held there.
type Held<'s> = Vec<(u32, &'s Permission)>;

/// What one person's grants on one resource come to.
#[derive(Clone, Copy)]
struct Sum<'s> {
    highest: &'s Permission,
    own: u32,
    team: u32,
}

impl Snapshot {
    /// Everybody's access to everything. Holds only what was granted; rows are worked out one person at a time as
    /// [`EverybodysAccess::each`] walks.
    pub fn effective_access(&self) -> EverybodysAccess<'_> {
        let workspaces = self.workspaces().iter().map(|w| ResourceRef::Workspace(w.id.clone()));
        let connections = self.connections().iter().map(|c| ResourceRef::Connection(c.id.clone()));
        let resources: Vec<_> = workspaces.chain(connections).collect();
        let mut of_teams = vec![Held::new(); self.teams().len()];
        let mut of_members: HashMap<u32, Held<'_>> = HashMap::new();
        for (resource, at) in resources.iter().zip(0..) {
            for grant in self.grants(resource) {
                let held = match grant.grantee() {
                    Some(Grantee::Team(id)) => self.team_place(&id).and_then(|team| of_teams.get_mut(team as usize)),
                    Some(Grantee::Member(id)) => self.place(&id).map(|member| of_members.entry(member).or_default()),
                    None => None,
                };
                if let Some(held) = held {
                    held.push((at, &grant.permission));
                }
            }
        }
        EverybodysAccess { snapshot: self, resources, of_teams, of_members }
    }
}

impl<'s> EverybodysAccess<'s> {
    /// Visits every person with every resource they can reach: people by name, each with workspaces before
    /// connections, by name.
    pub fn each(&self, mut visit: impl FnMut(Reached<'_>)) {
        let mut sums: Vec<Option<Sum<'s>>> = vec![None; self.resources.len()];
        let mut reached: Vec<u32> = Vec::new();
        for (member, at) in self.snapshot.people().zip(0..) {
            let mut add = |held: &Held<'s>, is_own: bool| {
                for (resource, permission) in held {
                    let sum = &mut sums[*resource as usize];
                    let sum = sum.get_or_insert_with(|| {
                        reached.push(*resource);
                        Sum { highest: permission, own: 0, team: 0 }
                    });
                    sum.highest = sum.highest.max(permission);
                    sum.own += u32::from(is_own);
                    sum.team += u32::from(!is_own);
                }
            };
            if let Some(held) = self.of_members.get(&at) {
                add(held, true);
            }
            for (team, _) in self.snapshot.memberships.of(at) {
                if let Some(held) = self.of_teams.get(*team as usize) {
                    add(held, false);
                }
            }
            if reached.is_empty() {
                continue;
            }
            reached.sort_unstable();
            let ceiling = Ceiling::of(&member.account_type);
            for resource in reached.drain(..) {
                let Some(Sum { highest, own, team }) = sums[resource as usize].take() else { continue };
                visit(Reached {
                    member,
                    resource: &self.resources[resource as usize],
                    permission: highest,
                    effect: under(ceiling, highest),
                    own_grants: own,
                    team_grants: team,
                });
            }
        }
    }
}
