//! Finds what Sigma would refuse, before it is asked.

use crate::{
    changes::{AccountDeed, Rules, TeamDeed},
    directory::Snapshot,
    domain::{Invalid, Invitee, MemberStatus, UserKind, text::isolated, wanted::while_wanted},
};
use std::collections::HashMap;

/// Checks everybody. Fields are named as in the form of one person; of several, after their place: `people.3.email`.
pub fn all(people: &[Invitee], snapshot: &Snapshot, rules: &Rules) -> Result<(), Invalid> {
    let mut invalid = Invalid::new();
    let mut first: HashMap<String, usize> = HashMap::new();
    for (at, joiner) in while_wanted(people).enumerate() {
        let field = |name: &str| if people.len() == 1 { name.to_owned() } else { format!("people.{at}.{name}") };
        let email = &joiner.person.email;
        match first.get(&email.folded()) {
            Some(before) => {
                invalid.add(
                    &field("email"),
                    format!("{} appears twice, at places {} and {}.", isolated(email.as_str()), before + 1, at + 1),
                );
            }
            None => _ = first.insert(email.folded(), at),
        }
        for error in one(joiner, snapshot, rules).fields {
            invalid.add(&field(&error.field), error.message);
        }
    }
    if invalid.is_empty() { Ok(()) } else { Err(invalid) }
}

/// What stands against onboarding one person, by the fields of its form.
pub fn one(joiner: &Invitee, snapshot: &Snapshot, rules: &Rules) -> Invalid {
    let mut invalid = Invalid::new();
    let person = &joiner.person;
    if let Some(why) = rules.account(&person.user_kind, AccountDeed::Invite).obstacle() {
        invalid.add("kind", why);
    }
    if let Some(why) = rules.team(TeamDeed::Join).obstacle().filter(|_| !joiner.teams.is_empty()) {
        invalid.add("teams", why);
    }
    if let Some(existing) = snapshot.member_by_email(person.email.as_str()) {
        let state = match existing.status() {
            MemberStatus::Active => "already a member",
            MemberStatus::Inactive => "already a member, deactivated by the identity provider",
            MemberStatus::Archived => "a deactivated member; reactivate them instead of inviting them again",
        };
        invalid
            .add("email", format!("{} ({}) is {state}.", isolated(&existing.full_name()), isolated(&existing.email)));
    }
    if let Some(name) = &person.account_type {
        match snapshot.account_type(name) {
            None => invalid.add("account_type", format!("The organization has no account type “{}”.", isolated(name))),
            Some(kind) if kind.is_admin() && person.user_kind == UserKind::Guest => {
                invalid.add("account_type", "Guests cannot be admins.");
            }
            Some(_) => {}
        }
    }
    if joiner.teams.iter().any(|t| snapshot.team(&t.team_id).is_none()) {
        invalid.add("teams", "One of the teams is no longer in the directory.");
    }
    if joiner.workspaces.iter().any(|(id, _)| snapshot.workspace(id).is_none()) {
        invalid.add("workspaces", "One of the workspaces is no longer in the directory.");
    }
    if joiner.connections.iter().any(|(id, _)| snapshot.connection(id).is_none_or(|c| c.is_archived)) {
        invalid.add("connections", "One of the connections is archived or no longer in the directory.");
    }
    if joiner.attributes.iter().any(|(id, _)| snapshot.user_attribute(id).is_none()) {
        invalid.add("attributes", "One of the user attributes is no longer in the directory.");
    }
    invalid
}
