//! One person or team, by what somebody typed: an address, or a name.

use super::{list::Named, one_of};
use crate::{
    directory::Snapshot,
    domain::{Grantee, Member},
};

/// Who is meant.
///
/// # Errors
/// A sentence that says why that is not clear.
pub fn typed(who: &str, snapshot: &Snapshot) -> Result<Grantee, String> {
    let who = who.trim();
    if who.is_empty() {
        return Err("Say whom you mean: a person or a team.".to_owned());
    }
    if who.contains('@') {
        let member = snapshot.member_by_email(who).map(|member| Grantee::Member(member.id.clone()));
        return member.ok_or_else(|| format!("Nobody in the directory has the address {who}."));
    }
    let several = |choices: Vec<(String, String)>, kind: &str, advice: &str| {
        let names: Vec<String> = choices.into_iter().take(5).map(|(_, name)| name).collect();
        Err(format!("Several {kind} have “{who}” in their name: {}. {advice}", names.join(", ")))
    };
    let teams = snapshot.teams().iter().map(|team| (team.id.as_str(), team.name.as_str()));
    match Named::resolve(who, teams) {
        Named::One { id, .. } => return Ok(Grantee::Team(id.as_str().into())),
        Named::Several { choices, .. } => return several(choices, "teams", "Type one in full."),
        Named::Any | Named::Unknown { .. } => {}
    }
    match one_of::active_member(who, snapshot) {
        Named::One { id, .. } => Ok(Grantee::Member(id.as_str().into())),
        Named::Several { choices, .. } => several(choices, "people", "Type an address."),
        Named::Any | Named::Unknown { .. } => Err(format!("No team and nobody active is called “{who}”.")),
    }
}

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
