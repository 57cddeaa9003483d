//! The rules a change must pass: who may ask for it, and what must never happen.
//!
//! The actor's reach is checked for the wish as a whole before it is planned. Everything is checked for each call,
//! when it is planned and again right before it is sent: between the two lie seconds or, after a crash, days.

use super::{ChangeOrder, Rules, labels, members, needs::Need, provisioning};
use crate::{
    directory::Snapshot,
    domain::{Actor, Call, Change, Grantee, Intent, Invalid, Member, MemberId, MemberStatus},
};
use std::collections::HashSet;

/// Why a change may not or cannot be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The actor's role does not reach that far.
    #[error("{0}")]
    Forbidden(String),
    /// The input needs attention, field by field.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// A rule of the organisation or of Sigma stands against it.
    #[error("{0}")]
    Blocked(String),
    /// Nothing would change.
    #[error("{0}")]
    Nothing(String),
    /// The directory has not been read yet.
    #[error("The directory is still being read from Sigma. Try again in a moment.")]
    NotReady,
}

/// The actor may ask for this at all: the first decision of every change. `past` is what an undo undoes, and what that
/// has undone in its turn.
pub fn authorise(intent: &Intent, past: &[Change], actor: &Actor, snapshot: &Snapshot) -> Result<(), Refusal> {
    Need::of_intent(intent).require(actor, past, snapshot)
}

/// The actor may have this change paused, gone on with, cancelled or tried again: what asking for it would need now, and
/// what each of its calls needs.
pub fn authorise_order(
    order: ChangeOrder,
    change: &Change,
    past: &[Change],
    actor: &Actor,
    snapshot: &Snapshot,
) -> Result<(), Refusal> {
    match order {
        // Stopping it decides over the same things as having it go on.
        ChangeOrder::Pause | ChangeOrder::Resume | ChangeOrder::Cancel | ChangeOrder::Retry | ChangeOrder::Undo => {
            authorise(&change.intent, past, actor, snapshot)?;
            change.steps.iter().try_for_each(|step| reach(&step.call, actor, snapshot))
        }
    }
}

/// Checks one call: that the actor may, and that it is none of the things that must never happen. `leaving` are the
/// members that other calls of the same change take the Admin account type or their account from.
pub fn check(
    call: &Call,
    actor: &Actor,
    snapshot: &Snapshot,
    rules: &Rules,
    leaving: &HashSet<MemberId>,
) -> Result<(), Refusal> {
    reach(call, actor, snapshot)?;
    provisioning::allowed(call, rules, snapshot)?;
    match leaves(call) {
        Some(id) => may_leave(id, actor, snapshot, rules, leaving),
        None => Ok(()),
    }
}

/// The member whose account or account type the call takes away.
pub fn leaves(call: &Call) -> Option<&MemberId> {
    match call {
        Call::Member(call) => members::leaves(call),
        Call::Team(_)
        | Call::Workspace(_)
        | Call::Connection(_)
        | Call::Access(_)
        | Call::Document(_)
        | Call::Attribute(_)
        | Call::Organization(_)
        | Call::Path(_) => None,
    }
}

/// The actor's reach, call by call.
fn reach(call: &Call, actor: &Actor, snapshot: &Snapshot) -> Result<(), Refusal> {
    Need::of_call(call).require(actor, &[], snapshot)
}

/// The member may lose their account or the Admin account type.
fn may_leave(
    id: &MemberId,
    actor: &Actor,
    snapshot: &Snapshot,
    rules: &Rules,
    leaving: &HashSet<MemberId>,
) -> Result<(), Refusal> {
    let Some(member) = snapshot.member(id) else { return Ok(()) };
    let name = labels::person(member);
    if member.id == *snapshot.token_owner() {
        return Err(Refusal::Blocked(format!(
            "{name} owns the API credentials that the portal uses. Without this account the portal could no longer work."
        )));
    }
    if rules.has_set_scim_up(member) {
        return Err(Refusal::Blocked(set_scim_up(&name)));
    }
    if actor.member_id.as_ref() == Some(&member.id) {
        return Err(Refusal::Blocked(
            "You cannot take your own account or account type from yourself. Ask another admin.".into(),
        ));
    }
    let is_admin = |m: &Member| m.has_account_type("admin") && m.status() == MemberStatus::Active;
    let stays = |m: &&Member| m.id != *id && m.id != *snapshot.token_owner() && !leaving.contains(&m.id);
    if is_admin(member) && !snapshot.people().filter(stays).any(is_admin) {
        return Err(Refusal::Blocked(format!(
            "{name} is the organization’s last admin. Make someone else an admin first."
        )));
    }
    Ok(())
}

/// Why somebody on whom provisioning depends keeps account and account type.
pub(super) fn set_scim_up(name: &str) -> String {
    format!(
        "{name} has set up provisioning (SCIM) in Sigma, and it would stop without this admin account. Have another \
         admin set it up anew first, and name them in PORTAL_SCIM_ADMINS instead."
    )
}

/// The member exists and is active: inactive ones can be neither added to teams nor removed (BEHAVIOUR.md section 8).
pub fn active<'a>(id: &MemberId, field: &str, snapshot: &'a Snapshot) -> Result<&'a Member, Refusal> {
    let member =
        snapshot.member(id).ok_or_else(|| Invalid::one(field, "This person is no longer in the directory."))?;
    if member.status() != MemberStatus::Active {
        let message = format!(
            "{} is {}; Sigma changes teams and access only for active members.",
            labels::person(member),
            member.status().label().to_lowercase()
        );
        return Err(Invalid::one(field, message).into());
    }
    Ok(member)
}

/// The grantee exists and can be granted access.
pub fn grantable(grantee: &Grantee, field: &str, snapshot: &Snapshot) -> Result<(), Refusal> {
    match grantee {
        Grantee::Member(id) => active(id, field, snapshot).map(drop),
        Grantee::Team(id) if snapshot.team(id).is_none() => {
            Err(Invalid::one(field, "This team is no longer in the directory.").into())
        }
        Grantee::Team(_) => Ok(()),
    }
}
