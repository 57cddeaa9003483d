//! Effective access of the whole organization: every person with everything they can reach.
//!
//! Fifty thousand people and twenty thousand documents make far more pairs than anybody can read, so documents that
//! come with a workspace are told as their number, at the workspace. A document is told by itself where something else
//! lets the person in.

use super::{Document, Snapshot, access::under, opened::OWNERS};
use crate::domain::{Ceiling, Effect, Grantee, Member, Permission, ResourceRef, TeamId};
use std::{collections::HashMap, ops::Range, sync::Arc};

/// What one person can do with one thing, the reasons counted. [`Snapshot::access_to`] names them.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached<'s> {
    pub member: &'s Member,
    /// What they reach.
    pub target: Target<'s>,
    /// The highest permission granted, that of the workspace around a document included.
    pub permission: &'s Permission,
    /// What their account type leaves of it.
    pub effect: Effect,
    /// Grants to the person itself, on a document and the folders above it.
    pub own_grants: u32,
    /// Grants to teams the person is in, on the same.
    pub team_grants: u32,
}

/// What somebody reaches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target<'s> {
    /// A workspace or connection.
    Resource {
        resource: &'s ResourceRef,
        /// How many documents come with it: all those in a workspace.
        documents: usize,
    },
    /// A document that more than its workspace lets the person open.
    Document {
        document: Document<'s>,
        /// Whether it is the person's own.
        owned: bool,
    },
}

/// Everybody's access to everything. Holds only what was granted; what a person reaches is worked out when they are
/// visited.
///
/// Things have places: workspaces, connections and documents, in this order, each by name.
pub struct EverybodysAccess {
    snapshot: Arc<Snapshot>,
    /// Workspaces and connections.
    resources: Vec<ResourceRef>,
    /// The place of the first document: the number of resources.
    documents: u32,
    /// At each team's place, what it holds.
    of_teams: Vec<PlacedGrants>,
    /// What teams hold that are only named, see [`scope`](super::scope).
    of_named: Vec<(TeamId, PlacedGrants)>,
    of_members: HashMap<u32, PlacedGrants>,
}

/// Places of things, each with what is held there.
type PlacedGrants = Vec<(u32, Permission)>;

/// What one person's grants come to, by place.
struct Tally<'s> {
    sums: Vec<Option<Sum<'s>>>,
    /// The places that have a sum.
    reached: Vec<u32>,
}

/// What one person's grants on one thing come to.
#[derive(Clone, Copy)]
struct Sum<'s> {
    highest: &'s Permission,
    own: u32,
    team: u32,
    owned: bool,
}

impl<'s> Tally<'s> {
    fn add(&mut self, place: u32, permission: &'s Permission) -> &mut Sum<'s> {
        let sum = self.sums[place as usize].get_or_insert_with(|| {
            self.reached.push(place);
            Sum { highest: permission, own: 0, team: 0, owned: false }
        });
        sum.highest = sum.highest.max(permission);
        sum
    }

    fn highest(&self, place: u32) -> Option<&'s Permission> {
        Some(self.sums[place as usize]?.highest)
    }

    fn clear(&mut self) {
        for place in self.reached.drain(..) {
            self.sums[place as usize] = None;
        }
    }
}

impl EverybodysAccess {
    /// Collects what was granted.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        let workspaces = snapshot.workspaces().iter().map(|w| ResourceRef::Workspace(w.id.clone()));
        let connections = snapshot.connections().iter().map(|c| ResourceRef::Connection(c.id.clone()));
        let resources: Vec<_> = workspaces.chain(connections).collect();
        let places: HashMap<&ResourceRef, u32> = resources.iter().zip(0..).collect();
        let documents = u32::try_from(resources.len()).unwrap_or(u32::MAX);
        let held = |grantee: &Grantee| -> PlacedGrants {
            let on_resources = snapshot.granted_to(grantee).iter();
            let on_resources = on_resources.filter_map(|(to, level)| Some((*places.get(to)?, level.clone())));
            let on_documents = snapshot.filed.granted_to(grantee).iter();
            on_resources.chain(on_documents.map(|(place, level)| (documents + place, level.clone()))).collect()
        };
        let of_teams = snapshot.teams().iter().map(|team| held(&Grantee::Team(team.id.clone()))).collect();
        let of_named = snapshot.named_teams().map(|team| (team.clone(), held(&Grantee::Team(team.clone())))).collect();
        let of_members = snapshot.people().zip(0..).filter_map(|(member, at)| {
            let held = held(&Grantee::Member(member.id.clone()));
            (!held.is_empty()).then_some((at, held))
        });
        let of_members = of_members.collect();
        Self { snapshot, resources, documents, of_teams, of_named, of_members }
    }

    /// Visits every person with everything they can reach: people by name, each with workspaces, connections, workbooks
    /// and datasets, in this order, by name.
    pub fn each(&self, visit: impl FnMut(Reached<'_>)) {
        self.each_of(0..self.snapshot.people_count(), visit);
    }

    /// The same of some people, by their places among all.
    pub fn each_of(&self, people: Range<usize>, mut visit: impl FnMut(Reached<'_>)) {
        let things = self.resources.len() + self.snapshot.filed.count();
        let mut tally = Tally { sums: vec![None; things], reached: Vec::new() };
        for (member, at) in self.snapshot.people().zip(0..).skip(people.start).take(people.len()) {
            self.add_up(member, at, &mut tally);
            tally.reached.sort_unstable();
            let ceiling = Ceiling::of(&member.account_type);
            for place in &tally.reached {
                let Some(sum) = tally.sums[*place as usize] else { continue };
                let Some((target, around)) = self.target(*place, &sum, &tally) else { continue };
                let permission = around.map_or(sum.highest, |around| around.max(sum.highest));
                let effect = under(ceiling, permission);
                visit(Reached { member, target, permission, effect, own_grants: sum.own, team_grants: sum.team });
            }
            tally.clear();
        }
    }

    /// Adds up what reaches the member at a place.
    fn add_up<'s>(&'s self, member: &Member, at: u32, tally: &mut Tally<'s>) {
        for (place, permission) in self.of_members.get(&at).into_iter().flatten() {
            tally.add(*place, permission).own += 1;
        }
        for (team, _) in self.snapshot.memberships.of(at) {
            for (place, permission) in self.of_teams.get(*team as usize).into_iter().flatten() {
                tally.add(*place, permission).team += 1;
            }
        }
        for (team, held) in &self.of_named {
            if self.snapshot.lets_in(team, &member.id) {
                for (place, permission) in held {
                    tally.add(*place, permission).team += 1;
                }
            }
        }
        for document in self.snapshot.filed.owned_by(&member.id) {
            tally.add(self.documents + document, &OWNERS).owned = true;
        }
    }

    /// What is at a place, and what is held on the workspace around it.
    fn target<'s>(
        &'s self,
        place: u32,
        sum: &Sum<'_>,
        tally: &Tally<'s>,
    ) -> Option<(Target<'s>, Option<&'s Permission>)> {
        let Some(document) = place.checked_sub(self.documents) else {
            let resource = self.resources.get(place as usize)?;
            let documents = self.snapshot.filed.inside(place).len();
            return Some((Target::Resource { resource, documents }, None));
        };
        let around = self.snapshot.filed.home(document).and_then(|workspace| tally.highest(workspace));
        let document = self.snapshot.document_at(document)?;
        Some((Target::Document { document, owned: sum.owned }, around))
    }
}
