//! The names of things and people of a request.

use crate::{
    directory::Snapshot,
    domain::{Approvers, Member, PersonKey, Requestable, Route, Stage, Target},
};

/// Names of a few approvers; more of them are a number.
const NAMED: usize = 3;

/// Who decides in a stage, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deciders {
    /// What they are: “Owners”, “Admins”, “Named approvers”.
    pub role: &'static str,
    /// The names of the first of them.
    pub names: Vec<String>,
    /// How many there are besides.
    pub more: usize,
}

impl Deciders {
    /// Of a stage, as it is now.
    fn of(stage: &Stage, snapshot: &Snapshot) -> Self {
        let role = if stage.is_fallback { "Admins" } else { role(&stage.by) };
        let names = stage.approvers.iter().take(NAMED).map(|person| person_name(person, snapshot)).collect();
        Self { role, names, more: stage.approvers.len().saturating_sub(NAMED) }
    }

    /// Of each stage in order; none where nobody needs to decide.
    pub fn of_all(route: &Route, snapshot: &Snapshot) -> Vec<Self> {
        route.stages.iter().map(|stage| Self::of(stage, snapshot)).collect()
    }

    /// “Ada Okafor, Ben Ito and 3 more”.
    pub fn words(&self) -> String {
        let names = self.names.join(", ");
        if self.more > 0 { format!("{names} and {} more", self.more) } else { names }
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

/// The name of a thing, while the directory has it.
pub fn name(thing: &Requestable, snapshot: &Snapshot) -> Option<String> {
    match thing {
        Requestable::Team(id) => snapshot.team(id).filter(|team| !team.is_archived).map(|team| team.name.clone()),
        Requestable::Workspace(id) => snapshot.workspace(id).map(|workspace| workspace.name.clone()),
        Requestable::Connection(id) => {
            snapshot.connection(id).filter(|one| !one.is_archived).map(|one| one.name.clone())
        }
        Requestable::AccountType(name) => snapshot.account_type(name).map(|one| one.name.clone()),
    }
}

/// What a request is for, in a few words: “Can explore on Marketing”.
pub fn title(target: &Target, snapshot: &Snapshot) -> Option<String> {
    let name = name(&target.requestable(), snapshot)?;
    Some(match target {
        Target::Team(_) => format!("Membership of {name}"),
        Target::Access(_, level) => format!("{} on {name}", level.label()),
        Target::AccountType(_) => format!("Account type {name}"),
    })
}
