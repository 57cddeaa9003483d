//! Effective access of the whole organisation: every person with every resource they can reach.

use super::{Snapshot, access::under};
use crate::domain::{Ceiling, Effect, Grantee, Member, Permission, ResourceRef};
use std::{collections::HashMap, ops::Range, sync::Arc};

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

/// Everybody's access to every workspace and connection. Holds only what was granted; what a person reaches is worked
/// out when they are visited.
pub struct EverybodysAccess {
    snapshot: Arc<Snapshot>,
    /// Workspaces before connections, each by name.
    resources: Vec<ResourceRef>,
    /// At each team's place, what it holds.
    of_teams: Vec<Held>,
    of_members: HashMap<u32, Held>,
}

/// Places of resources, each with what is held there.
type Held = Vec<(u32, Permission)>;

/// What one person's grants on one resource come to.
#[derive(Clone, Copy)]
struct Sum<'s> {
    highest: &'s Permission,
    own: u32,
    team: u32,
}

impl EverybodysAccess {
    /// Collects what was granted.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        let workspaces = snapshot.workspaces().iter().map(|w| ResourceRef::Workspace(w.id.clone()));
        let connections = snapshot.connections().iter().map(|c| ResourceRef::Connection(c.id.clone()));
        let resources: Vec<_> = workspaces.chain(connections).collect();
        let mut of_teams = vec![Held::new(); snapshot.teams().len()];
        let mut of_members: HashMap<u32, Held> = HashMap::new();
        for (resource, at) in resources.iter().zip(0..) {
            for grant in snapshot.grants(resource) {
                let held = match grant.grantee() {
                    Some(Grantee::Team(id)) => {
                        snapshot.team_place(&id).and_then(|team| of_teams.get_mut(team as usize))
                    }
                    Some(Grantee::Member(id)) => {
                        snapshot.place(&id).map(|member| of_members.entry(member).or_default())
                    }
                    None => None,
                };
                if let Some(held) = held {
                    held.push((at, grant.permission.clone()));
                }
            }
        }
        Self { snapshot, resources, of_teams, of_members }
    }

    /// Visits every person with every resource they can reach: people by name, each with workspaces before
    /// connections, by name.
    pub fn each(&self, visit: impl FnMut(Reached<'_>)) {
        self.each_of(0..self.snapshot.people_count(), visit);
    }

    /// The same of some people, by their places among all.
    pub fn each_of<'s>(&'s self, people: Range<usize>, mut visit: impl FnMut(Reached<'_>)) {
        let mut sums: Vec<Option<Sum<'_>>> = vec![None; self.resources.len()];
        let mut reached: Vec<u32> = Vec::new();
        for (member, at) in self.snapshot.people().zip(0..).skip(people.start).take(people.len()) {
            let mut add = |held: &'s Held, is_own: bool| {
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
