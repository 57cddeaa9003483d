//! One person or team, in hidden fields and by name.

use crate::{
    directory::Snapshot,
    domain::{Grantee, Member},
};

/// Who was picked: the hidden fields `member` and `team` of a row's form, of which one is filled.
pub fn picked(member: &str, team: &str) -> Option<Grantee> {
    match (member, team) {
        ("", "") => None,
        ("", team) => Some(Grantee::Team(team.into())),
        (member, _) => Some(Grantee::Member(member.into())),
    }
}

/// The hidden field that [`picked`] reads: its name and its value.
pub fn field(grantee: &Grantee) -> (&'static str, String) {
    match grantee {
        Grantee::Member(id) => ("member", id.to_string()),
        Grantee::Team(id) => ("team", id.to_string()),
    }
}

/// The name; the id where the directory does not know them.
pub fn name(grantee: &Grantee, snapshot: &Snapshot) -> String {
    match grantee {
        Grantee::Member(id) => snapshot.member(id).map_or_else(|| id.to_string(), Member::full_name),
        Grantee::Team(id) => snapshot.team(id).map_or_else(|| id.to_string(), |team| team.name.clone()),
    }
}
