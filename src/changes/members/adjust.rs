//! Everything that was decided for one person in one plan: account type, teams, direct access.

use super::{
    super::{
        access,
        guard::{self, Refusal},
        labels,
        plan::Draft,
        teams,
    },
    plan,
};
use crate::{
    directory::Snapshot,
    domain::{Grantee, MemberId, Permission, ResourceRef, Subject, TeamId},
};

/// What the person is to have, and not to have.
pub struct Wanted<'a> {
    /// The account type, by name; `None` leaves it.
    pub account_type: Option<&'a str>,
    /// Teams to be in.
    pub join: &'a [TeamId],
    /// Teams not to be in.
    pub leave: &'a [TeamId],
    /// Levels to hold directly; `None` takes the grant away.
    pub access: &'a [(ResourceRef, Option<Permission>)],
}

/// The account type comes first: what it allows decides what the rest is worth. What the person has already is left out.
pub fn plan(member: &MemberId, wanted: &Wanted<'_>, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    guard::active(member, "member", snapshot)?;
    let grantee = Grantee::Member(member.clone());
    let mut parts = Vec::new();
    if let Some(name) = wanted.account_type {
        parts.push(plan::account_type(std::slice::from_ref(member), name, snapshot));
    }
    let one = std::slice::from_ref(member);
    parts.extend(wanted.join.iter().map(|team| teams::plan::members(team, one, &[], snapshot)));
    for (resource, level) in wanted.access {
        parts.push(access::plan::set(resource, &[(grantee.clone(), level.clone())], snapshot));
    }
    parts.extend(wanted.leave.iter().map(|team| teams::plan::members(team, &[], one, snapshot)));
    let (mut drafts, mut nothing) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Ok(draft) => drafts.push(draft),
            Err(Refusal::Nothing(why)) => nothing.push(why),
            Err(refusal @ (Refusal::Forbidden(_) | Refusal::Invalid(_) | Refusal::Blocked(_) | Refusal::NotReady)) => {
                return Err(refusal);
            }
        }
    }
    let title = match drafts.as_slice() {
        [] if nothing.is_empty() => return Err(Refusal::Nothing("Nothing would change.".to_owned())),
        [] => return Err(Refusal::Nothing(nothing.join(" "))),
        [only] => only.plan.title.clone(),
        [_, ..] => format!("Adjust the access of {}", labels::member(member, snapshot)),
    };
    let mut whole = Draft::new(title);
    whole.about(Subject::Member(member.clone()));
    for draft in drafts {
        whole.absorb(draft);
    }
    Ok(whole)
}
