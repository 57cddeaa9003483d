//! What can be asked for, as one person sees it.

use super::{Error, Requests, names, policies::policy_of};
use crate::{
    directory::Snapshot,
    domain::{Actor, Asking, Automatic, Member, Permission, Policy, RequestId, Requestable, ResourceRef, TeamId},
};
use std::collections::HashMap;

/// One thing of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub thing: Requestable,
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// What the person has of it, or has asked for.
    pub standing: Standing,
    /// Who decides: “Owners”, “Admins”, “Owners, then admins”, “No approval needed”.
    pub decided_by: String,
}

/// What somebody has of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    Nothing,
    /// All that can be had of it.
    Whole(String),
    /// A level below the highest: “Can view”.
    Part(String),
    /// An open request of theirs.
    Asked(RequestId),
}

impl Requests {
    /// The things that somebody may ask for or has, kind by kind, by name.
    ///
    /// # Errors
    /// [`Error::NotReady`] and [`Error::Store`].
    pub async fn catalogue(&self, actor: &Actor) -> Result<Vec<Offer>, Error> {
        let (snapshot, entries) = (self.0.snapshot()?, self.0.store.policies().await?);
        let member = actor.member_id.as_ref().and_then(|id| snapshot.member(id));
        let mut asked: HashMap<Requestable, RequestId> = HashMap::new();
        for request in self.0.store.open_requests_for(&actor.key()).await? {
            asked.insert(request.target.requestable(), request.id);
        }
        let person = Person::of(member, &snapshot);
        let offer = |thing: Requestable| {
            let (policy, _) = policy_of(&thing, &entries, &snapshot);
            let held = person.standing(&thing);
            let is_offered = match &policy.asking {
                Asking::Nobody => held != Standing::Nothing,
                Asking::Everyone => true,
                Asking::Teams(teams) => held != Standing::Nothing || person.is_in(teams),
            };
            let name = names::name(&thing, &snapshot).filter(|_| is_offered)?;
            let standing = asked.get(&thing).cloned().map_or(held, Standing::Asked);
            let decided_by = decided_by(&policy, &person);
            Some(Offer { description: description(&thing, &snapshot), thing, name, standing, decided_by })
        };
        Ok(all(&snapshot).filter_map(offer).collect())
    }
}

/// Everything that could be asked for, kind by kind, by name.
fn all(snapshot: &Snapshot) -> impl Iterator<Item = Requestable> + '_ {
    let teams = snapshot.teams().iter().map(|team| Requestable::Team(team.id.clone()));
    let workspaces = snapshot.workspaces().iter().map(|one| Requestable::Workspace(one.id.clone()));
    let connections = snapshot.connections().iter().map(|one| Requestable::Connection(one.id.clone()));
    let types = snapshot.account_types().iter().map(|one| Requestable::account_type(&one.name));
    teams.chain(workspaces).chain(connections).chain(types)
}

fn description(thing: &Requestable, snapshot: &Snapshot) -> String {
    match thing {
        Requestable::Team(id) => snapshot.team(id).and_then(|team| team.description.clone()).unwrap_or_default(),
        Requestable::Connection(id) => {
            snapshot.connection(id).map(|one| one.warehouse_label().to_owned()).unwrap_or_default()
        }
        Requestable::AccountType(name) => {
            snapshot.account_type(name).map(|one| one.description.clone()).unwrap_or_default()
        }
        Requestable::Workspace(_) => String::new(),
    }
}

/// What one person has, looked up once for the whole catalogue.
struct Person<'s> {
    member: Option<&'s Member>,
    teams: Vec<TeamId>,
    access: HashMap<ResourceRef, Permission>,
}

impl<'s> Person<'s> {
    fn of(member: Option<&'s Member>, snapshot: &Snapshot) -> Self {
        let access = member.map(|member| snapshot.access_of(member)).unwrap_or_default();
        let teams = member.map(|member| snapshot.teams_of(&member.id).map(|(team, _)| team.id.clone()).collect());
        Self {
            member,
            teams: teams.unwrap_or_default(),
            access: access.into_iter().map(|access| (access.resource, access.permission)).collect(),
        }
    }

    fn is_in(&self, teams: &[TeamId]) -> bool {
        self.teams.iter().any(|team| teams.contains(team))
    }

    fn standing(&self, thing: &Requestable) -> Standing {
        match thing {
            Requestable::Team(id) if self.teams.contains(id) => Standing::Whole("Member".to_owned()),
            Requestable::AccountType(name) if self.member.is_some_and(|member| member.has_account_type(name)) => {
                Standing::Whole("Your account type".to_owned())
            }
            Requestable::Team(_) | Requestable::AccountType(_) => Standing::Nothing,
            Requestable::Workspace(_) | Requestable::Connection(_) => {
                let level = thing.resource().and_then(|resource| self.access.get(&resource));
                let is_highest = |level: &Permission| {
                    super::ask::levels(thing.kind()).last().is_some_and(|(slug, _)| *slug == level.slug())
                };
                match level {
                    None => Standing::Nothing,
                    Some(level) if is_highest(level) => Standing::Whole(level.label().to_owned()),
                    Some(level) => Standing::Part(level.label().to_owned()),
                }
            }
        }
    }
}

fn decided_by(policy: &Policy, person: &Person<'_>) -> String {
    let is_automatic = match &policy.automatic {
        Automatic::Never => false,
        Automatic::Always => true,
        Automatic::Teams(teams) => person.is_in(teams),
    };
    if is_automatic {
        return "No approval needed".to_owned();
    }
    let stages: Vec<_> = policy.stages.iter().map(names::role).collect();
    match stages.as_slice() {
        [] => String::new(),
        [first, rest @ ..] => {
            let rest = rest.iter().map(|role| format!(", then {}", role.to_lowercase()));
            std::iter::once((*first).to_owned()).chain(rest).collect()
        }
    }
}
