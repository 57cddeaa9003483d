//! The names of things and people of a request.

use super::policies::Offering;
use crate::{
    directory::Snapshot,
    domain::{Approvers, Member, NewAccount, Part, PersonKey, Requestable, Route, Stage, Target},
};

/// Who decides in a stage, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciders {
    /// What they are: “Owners”, “Admins”, “Named approvers”.
    pub role: &'static str,
    /// What these people are called.
    pub names: Vec<String>,
}

impl Deciders {
    /// Of a stage, as it is now.
    fn of(stage: &Stage, snapshot: &Snapshot) -> Self {
        let role = if stage.is_fallback { "Admins" } else { role(&stage.by) };
        let names = stage.approvers.iter().map(|person| person_name(person, snapshot)).collect();
        Self { role, names }
    }

    /// Of each stage in order; none where nobody needs to decide.
    pub fn of_all(route: &Route, snapshot: &Snapshot) -> Vec<Self> {
        route.stages.iter().map(|stage| Self::of(stage, snapshot)).collect()
    }

    /// “Ada Okafor, Ben Ito”.
    pub fn words(&self) -> String {
        self.names.join(", ")
    }
}

/// What approvers are, as a word.
pub fn role(by: &Approvers) -> &'static str {
    match by {
        Approvers::Owners => "Owners",
        Approvers::Admins => "Admins",
        Approvers::People(_) => "Named approvers",
    }
}

/// Somebody's name, or their address where the directory does not know them.
fn person_name(person: &PersonKey, snapshot: &Snapshot) -> String {
    match person {
        PersonKey::Member(id) => snapshot.member(id).map_or_else(|| id.to_string(), Member::full_name),
        PersonKey::Provider(subject) => subject.subject.clone(),
        PersonKey::Configured(address) => address.clone(),
    }
}

/// The name of a thing, while it is there.
pub(super) fn name(thing: &Requestable, offering: &Offering, snapshot: &Snapshot) -> Option<String> {
    match thing {
        Requestable::Package(id) => offering.package(id).map(|package| package.name.clone()),
        Requestable::Account => Some("Account in Sigma".to_owned()),
        Requestable::Team(id) => snapshot.team(id).filter(|team| !team.is_archived).map(|team| team.name.clone()),
        Requestable::Workspace(id) => snapshot.workspace(id).map(|workspace| workspace.name.clone()),
        Requestable::Connection(id) => {
            snapshot.connection(id).filter(|one| !one.is_archived).map(|one| one.name.clone())
        }
        Requestable::AccountType(name) => snapshot.account_type(name).map(|one| one.name.clone()),
    }
}

/// What a request is for, in a few words: “Can explore on Marketing”.
pub(super) fn title(target: &Target, offering: &Offering, snapshot: &Snapshot) -> Option<String> {
    let name = name(&target.requestable(), offering, snapshot)?;
    Some(match target {
        Target::Package(_) => format!("Access package {name}"),
        Target::Account(account) => account_title(account, offering, snapshot)?,
        Target::Return => "Return of the account in Sigma".to_owned(),
        Target::Team(_) => format!("Membership of {name}"),
        Target::Access(_, level) => format!("{} on {name}", level.label()),
        Target::AccountType(_) => format!("Account type {name}"),
    })
}

/// “Account in Sigma as Build, with 2 more”; none where something of it is gone.
fn account_title(account: &NewAccount, offering: &Offering, snapshot: &Snapshot) -> Option<String> {
    let items = account.items();
    let names = items.iter().map(|item| name(&item.requestable(), offering, snapshot)).collect::<Option<Vec<_>>>()?;
    let (account_type, more) = names.split_first()?;
    Some(match more {
        [] => format!("Account in Sigma as {account_type}"),
        [one] => format!("Account in Sigma as {account_type}, with {one}"),
        more => format!("Account in Sigma as {account_type}, with {} more", more.len()),
    })
}

/// What a part is, in a few words: “Can explore on Marketing”.
pub fn part(part: &Part, snapshot: &Snapshot) -> String {
    const GONE: &str = "(no longer in Sigma)";
    match part {
        Part::Team { team_id, is_team_admin } => {
            let role = if *is_team_admin { "Team admin" } else { "Member" };
            format!("{role} of {}", snapshot.team_name(team_id).unwrap_or(GONE))
        }
        Part::Access(resource, level) => {
            format!("{} on {}", level.label(), snapshot.resource_name(resource).unwrap_or(GONE))
        }
        Part::AccountType(name) => {
            format!("Account type {}", snapshot.account_type(name).map_or(name, |known| &known.name))
        }
        Part::Attribute(id, value) => {
            let attribute = snapshot.user_attribute(id).map_or(GONE, |known| &known.name);
            format!("{attribute}: {value}")
        }
    }
}
