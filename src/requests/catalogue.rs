//! What can be asked for, as one person sees it.

use super::{
    Error, Requests, names,
    policies::{Offering, policy_of},
};
use crate::{
    directory::Snapshot,
    domain::{
        Account, Actor, Asking, Automatic, Member, PackageContents, Permission, Policy, RequestId, Requestable,
        ResourceRef, TeamId, text::isolated,
    },
};
use std::collections::{HashMap, HashSet};

/// One thing of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub thing: Requestable,
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
    /// What the person has of it, or has asked for.
    pub standing: Standing,
    pub decided_by: DecidedBy,
}

/// Who decides about requests for a thing, as far as that can be said before one is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecidedBy {
    /// Nobody has to: the policy grants it.
    Policy,
    /// What the approvers of each stage are: “Owners”, “Admins”. At least one.
    Approvers(Vec<&'static str>),
    /// Nobody can: its policy has no stage.
    Nobody,
}

impl DecidedBy {
    /// “Owners, then admins”, “No approval needed”; empty where nobody can.
    pub fn words(&self) -> String {
        match self {
            Self::Policy => "No approval needed".to_owned(),
            Self::Nobody => String::new(),
            Self::Approvers(stages) => {
                let mut words = stages.first().copied().unwrap_or_default().to_owned();
                for stage in stages.iter().skip(1) {
                    words += ", then ";
                    words += &stage.to_lowercase();
                }
                words
            }
        }
    }

    /// The same in a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Self::Policy => "No approval needed.".to_owned(),
            Self::Nobody => String::new(),
            Self::Approvers(_) => format!("Decided by {}.", self.words().to_lowercase()),
        }
    }
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
        let (snapshot, offering) = (self.0.snapshot()?, self.0.shown_offering().await?);
        let account = self.0.acting(actor, &snapshot).account;
        let member = actor.member_id.as_ref().and_then(|id| snapshot.member(id));
        let mut asked: HashMap<Requestable, RequestId> = HashMap::new();
        for request in self.0.store.open_requests_for(&actor.key()).await? {
            asked.insert(request.target.requestable(), request.id);
        }
        let granted = self.0.store.granted_requests_for(&actor.key()).await?.into_iter();
        let packages = granted.map(|request| request.target.requestable()).collect();
        let person = Person { account, packages, ..Person::of(member, &snapshot) };
        let offer = |thing: Requestable| {
            let (policy, _) = policy_of(&thing, &offering, &snapshot);
            let held = person.standing(&thing);
            let is_offered = match &policy.asking {
                Asking::Nobody => held != Standing::Nothing,
                Asking::Everyone => true,
                Asking::Teams(teams) => held != Standing::Nothing || person.is_in(teams),
            };
            let name = names::name(&thing, &offering, &snapshot).filter(|_| is_offered)?;
            let standing = asked.get(&thing).cloned().map_or(held, Standing::Asked);
            let decided_by = decided_by(&policy, &person);
            let description = description(&thing, &person, &offering, &snapshot);
            Some(Offer { thing, name, description, standing, decided_by })
        };
        let is_wanted = |thing: &Requestable| match thing {
            Requestable::Account => person.account != Account::Active,
            Requestable::Package(_)
            | Requestable::Team(_)
            | Requestable::Workspace(_)
            | Requestable::Connection(_)
            | Requestable::AccountType(_) => true,
        };
        Ok(all(&offering, &snapshot).filter(is_wanted).filter_map(offer).collect())
    }
}

/// Everything that could be asked for, kind by kind, by name.
fn all<'a>(offering: &'a Offering, snapshot: &'a Snapshot) -> impl Iterator<Item = Requestable> + 'a {
    let packages = offering.packages().map(|package| Requestable::Package(package.id.clone()));
    let teams = snapshot.teams().iter().map(|team| Requestable::Team(team.id.clone()));
    let workspaces = snapshot.workspaces().iter().map(|one| Requestable::Workspace(one.id.clone()));
    let connections = snapshot.connections().iter().map(|one| Requestable::Connection(one.id.clone()));
    let types = snapshot.account_types().iter().map(|one| Requestable::account_type(&one.name));
    packages.chain([Requestable::Account]).chain(teams).chain(workspaces).chain(connections).chain(types)
}

fn description(thing: &Requestable, person: &Person<'_>, offering: &Offering, snapshot: &Snapshot) -> String {
    match thing {
        Requestable::Package(id) => offering.package(id).map_or_else(String::new, |package| {
            let gives = summary(&package.contents, snapshot);
            if package.description.is_empty() { gives } else { format!("{} {gives}", package.description) }
        }),
        Requestable::Account => match person.account {
            Account::None => {
                "What you need first: sign in to Sigma, with an account type that fits your work.".to_owned()
            }
            Account::Active | Account::Deactivated => "Your account is deactivated. Request its return.".to_owned(),
        },
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

/// What a package gives, in a few words: “Gives Build, 2 teams, Marketing (Can explore).”
pub fn summary(contents: &PackageContents, snapshot: &Snapshot) -> String {
    let account_type = contents.account_type.as_ref().map(|name| {
        format!("account type {}", isolated(snapshot.account_type(name).map_or(name, |known| &known.name)))
    });
    let team = |id: &TeamId| format!("team {}", isolated(snapshot.team_name(id).unwrap_or("that you can’t see")));
    let teams = contents.teams.iter().map(|choice| team(&choice.team_id));
    let access = contents.access.iter().map(|(resource, level)| {
        format!(
            "{} on {}",
            level.label(),
            isolated(snapshot.resource_name(resource).unwrap_or("something you can’t see"))
        )
    });
    let attributes = match contents.attributes.len() {
        0 => None,
        1 => Some("1 user attribute".to_owned()),
        n => Some(format!("{n} user attributes")),
    };
    let gives: Vec<String> = account_type.into_iter().chain(teams).chain(access).chain(attributes).collect();
    if gives.is_empty() { String::new() } else { format!("Gives {}.", gives.join(", ")) }
}

/// What one person has, looked up once for the whole catalogue.
struct Person<'s> {
    member: Option<&'s Member>,
    account: Account,
    /// What was granted to them and has not ended.
    packages: HashSet<Requestable>,
    teams: Vec<TeamId>,
    access: HashMap<ResourceRef, Permission>,
}

impl<'s> Person<'s> {
    fn of(member: Option<&'s Member>, snapshot: &Snapshot) -> Self {
        let access = member.map(|member| snapshot.access_of(member)).unwrap_or_default();
        let teams = member.map(|member| snapshot.teams_of(&member.id).map(|(team, _)| team.id.clone()).collect());
        Self {
            member,
            account: Account::None,
            packages: HashSet::new(),
            teams: teams.unwrap_or_default(),
            access: access.into_iter().map(|access| (access.resource, access.permission)).collect(),
        }
    }

    fn is_in(&self, teams: &[TeamId]) -> bool {
        self.teams.iter().any(|team| teams.contains(team))
    }

    fn standing(&self, thing: &Requestable) -> Standing {
        match thing {
            Requestable::Package(_) if self.packages.contains(thing) => Standing::Whole("You have it".to_owned()),
            Requestable::Team(id) if self.teams.contains(id) => Standing::Whole("Member".to_owned()),
            Requestable::AccountType(name) if self.member.is_some_and(|member| member.has_account_type(name)) => {
                Standing::Whole("Your account type".to_owned())
            }
            Requestable::Package(_) | Requestable::Account | Requestable::Team(_) | Requestable::AccountType(_) => {
                Standing::Nothing
            }
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

fn decided_by(policy: &Policy, person: &Person<'_>) -> DecidedBy {
    let is_automatic = match &policy.automatic {
        Automatic::Never => false,
        Automatic::Always => true,
        Automatic::Teams(teams) => person.is_in(teams),
    };
    let stages: Vec<_> = policy.stages.iter().map(names::role).collect();
    match (is_automatic, stages.is_empty()) {
        (true, _) => DecidedBy::Policy,
        (false, true) => DecidedBy::Nobody,
        (false, false) => DecidedBy::Approvers(stages),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_decides_is_said_in_words() {
        let stages = DecidedBy::Approvers(vec!["Owners", "Admins"]);
        assert_eq!(
            (stages.words(), stages.sentence()),
            ("Owners, then admins".into(), "Decided by owners, then admins.".into())
        );
        assert_eq!(DecidedBy::Policy.sentence(), "No approval needed.");
        assert_eq!(DecidedBy::Nobody.words(), "");
    }
}
