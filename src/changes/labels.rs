//! The names that plans and warnings use for people, teams and resources.
//!
//! Names are what others have written. Each is kept apart from the sentence around it, and people are named with their
//! address: no name can make a sentence say something else.

use crate::{
    directory::Snapshot,
    domain::{
        Grantee, Member, MemberId, NewPerson, ResourceKind, ResourceRef, TeamId, UserAttributeId, text::isolated,
    },
};

/// “Ada Okafor <ada@lumen.example>”; only the address of who has no name.
pub fn person(member: &Member) -> String {
    named(&member.full_name(), &member.email)
}

/// The same for somebody who is to be invited.
pub fn newcomer(person: &NewPerson) -> String {
    named(&person.full_name(), person.email.as_str())
}

fn named(name: &str, email: &str) -> String {
    let (name, email) = (isolated(name), isolated(email));
    if name == email { email.into_owned() } else { format!("{name} <{email}>") }
}

/// A member's name and address; their id when the directory does not know them.
pub fn member(id: &MemberId, snapshot: &Snapshot) -> String {
    snapshot.member(id).map_or_else(|| format!("member {id}"), person)
}

/// A team's name.
pub fn team(id: &TeamId, snapshot: &Snapshot) -> String {
    snapshot.team(id).map_or_else(|| format!("team {id}"), |t| isolated(&t.name).into_owned())
}

/// “the workspace Finance”.
pub fn resource(resource: &ResourceRef, snapshot: &Snapshot) -> String {
    let kind = match resource.kind() {
        ResourceKind::Workspace => "workspace",
        ResourceKind::Connection => "connection",
    };
    format!("the {kind} {}", isolated(snapshot.resource_name(resource).unwrap_or_else(|| resource.id())))
}

/// A grantee's name, with the word team before a team's.
pub fn grantee(grantee: &Grantee, snapshot: &Snapshot) -> String {
    match grantee {
        Grantee::Member(id) => member(id, snapshot),
        Grantee::Team(id) => format!("team {}", team(id, snapshot)),
    }
}

/// “12 people”, or names and addresses of up to three.
pub fn people(ids: &[MemberId], snapshot: &Snapshot) -> String {
    match ids {
        [] | [_, _, _, _, ..] => format!("{} people", ids.len()),
        few => list(&few.iter().map(|id| member(id, snapshot)).collect::<Vec<_>>()),
    }
}

/// The name of a workspace or connection, without the word for its kind.
pub fn place(resource: &ResourceRef, snapshot: &Snapshot) -> String {
    isolated(snapshot.resource_name(resource).unwrap_or_else(|| resource.id())).into_owned()
}

/// A user attribute's name.
pub fn attribute(id: &UserAttributeId, snapshot: &Snapshot) -> String {
    snapshot
        .user_attribute(id)
        .map_or_else(|| format!("attribute {id}"), |attribute| isolated(&attribute.name).into_owned())
}

/// “A”, “A and B”, “A, B and C”: every name.
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}
