//! One person or team, in hidden fields and by name.

use crate::{
    directory::Snapshot,
    domain::{Grantee, Member},
    web::paths,
};

/// The hidden field of a form on somebody's page that says whose page it is: its name and its value.
pub fn field(grantee: &Grantee) -> (&'static str, String) {
    match grantee {
        Grantee::Member(id) => ("member_id", id.to_string()),
        Grantee::Team(id) => ("team_id", id.to_string()),
    }
}

/// Their page, where there is one.
pub fn page(grantee: &Grantee, snapshot: &Snapshot) -> Option<String> {
    match grantee {
        Grantee::Member(id) => snapshot.findable(id).map(|member| paths::member(&member.id)),
        Grantee::Team(id) => snapshot.team(id).map(|team| paths::team(&team.id)),
    }
}

/// The name; the id where the directory does not know them, for those who see all of it.
pub fn name(grantee: &Grantee, snapshot: &Snapshot) -> String {
    match grantee {
        Grantee::Member(id) => snapshot.findable(id).map_or_else(|| unknown(id.as_str(), snapshot), Member::full_name),
        Grantee::Team(id) => snapshot.team_name(id).map_or_else(|| unknown(id.as_str(), snapshot), str::to_owned),
    }
}

/// An id is of use to those who may look it up.
fn unknown(id: &str, snapshot: &Snapshot) -> String {
    if snapshot.is_whole() { id.to_owned() } else { "unknown".to_owned() }
}
