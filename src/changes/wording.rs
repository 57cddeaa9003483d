//! The names that plans and warnings use for people, teams and resources.

use crate::{
    directory::Snapshot,
    domain::{Grantee, MemberId, ResourceKind, ResourceRef, TeamId, UserAttributeId},
};

/// A member's name; their id when the directory does not know them.
pub fn member(id: &MemberId, snapshot: &Snapshot) -> String {
    snapshot.member(id).map_or_else(|| format!("member {id}"), crate::domain::Member::full_name)
}

/// A team's name.
pub fn team(id: &TeamId, snapshot: &Snapshot) -> String {
    snapshot.team(id).map_or_else(|| format!("team {id}"), |t| t.name.clone())
}

/// “the workspace Finance”.
pub fn resource(resource: &ResourceRef, snapshot: &Snapshot) -> String {
    let kind = match resource.kind() {
        ResourceKind::Workspace => "workspace",
        ResourceKind::Connection => "connection",
    };
    format!("the {kind} {}", snapshot.resource_name(resource).unwrap_or_else(|| resource.id()))
}

/// A grantee's name, with the word team before a team's.
pub fn grantee(grantee: &Grantee, snapshot: &Snapshot) -> String {
    match grantee {
        Grantee::Member(id) => member(id, snapshot),
        Grantee::Team(id) => format!("team {}", team(id, snapshot)),
    }
}

/// “3 people”, or their one name.
pub fn people(ids: &[MemberId], snapshot: &Snapshot) -> String {
    match ids {
        [one] => member(one, snapshot),
        many => format!("{} people", many.len()),
    }
}

/// A user attribute's name.
pub fn attribute(id: &UserAttributeId, snapshot: &Snapshot) -> String {
    snapshot.user_attribute(id).map_or_else(|| format!("attribute {id}"), |attribute| attribute.name.clone())
}

/// “A”, “A and B”, “A, B and C”, “A, B and 3 more”.
pub fn list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}
