//! Why a grant does less than its level says: one wording for plans, files and pages.

use super::{Snapshot, access::effect_of};
use crate::domain::{
    Effect, Grantee, Member, MemberStatus, Permission, TeamId, UserKind, WorkspacePermission, text::isolated,
};

/// What every grant to a guest, beside those to their teams, may come to.
pub const GUEST: &str = "Guests get access only through teams: this may have no effect.";

/// What is left of a grant, where that is not all: “limited to Can view by account type”.
pub fn limit(effect: &Effect) -> Option<String> {
    match effect {
        Effect::Full => None,
        Effect::Lowered(left) => Some(format!("limited to {} by account type", left.label())),
        Effect::Nothing => Some("no effect with this account type".to_owned()),
    }
}

/// What an account type leaves of a level, in a sentence; `None` where that is all of it.
pub fn of_account_type(account_type: &str, level: &Permission) -> Option<String> {
    let name = isolated(account_type);
    match effect_of(account_type, level) {
        Effect::Full => None,
        Effect::Lowered(left) => Some(format!("Limited to {} by account type {name}.", left.label())),
        Effect::Nothing => Some(format!("No effect: account type {name} cannot use connections.")),
    }
}

/// For how many of a team a level is less than it says, in a sentence; `None` where for nobody.
pub fn of_team(id: &TeamId, level: &Permission, snapshot: &Snapshot) -> Option<String> {
    let (all, less) = (snapshot.team_members(id).len(), snapshot.held_back(id, level));
    let whom = match (less, all) {
        (0, _) => return None,
        (1, 1) => "its only member".to_owned(),
        (less, all) if less == all => format!("all {all} members"),
        (less, all) => format!("{less} of {all} members"),
    };
    Some(match level {
        Permission::Connection(_) => format!("No effect for {whom}: their account type cannot use connections."),
        Permission::Workspace(_) | Permission::Other(_) => format!("Limited by account type for {whom}."),
    })
}

/// What a level is for whoever is to hold it, in a sentence; `None` where it is what it says.
pub fn of_grantee(grantee: &Grantee, level: &Permission, snapshot: &Snapshot) -> Option<String> {
    match grantee {
        Grantee::Team(id) => of_team(id, level, snapshot),
        Grantee::Member(id) => of_member(snapshot.findable(id)?, level, snapshot),
    }
}

/// Why somebody may not be able to own documents in Sigma, in a sentence: its interface wants a new owner to be able to
/// create, edit and publish workbooks (BEHAVIOUR.md section 7). That its API refuses others is not known.
pub fn of_owner(member: &Member, snapshot: &Snapshot) -> Option<String> {
    let name = snapshot.account_type_name(member);
    let is_able = effect_of(name, &Permission::Workspace(WorkspacePermission::Edit)) == Effect::Full;
    (!is_able).then(|| {
        format!(
            "{} may not be able to own documents: account type {} cannot create, edit and publish workbooks.",
            isolated(&member.full_name()),
            isolated(name)
        )
    })
}

fn of_member(member: &Member, level: &Permission, snapshot: &Snapshot) -> Option<String> {
    if member.status() != MemberStatus::Active {
        return Some(format!("{}: cannot sign in.", member.status().label()));
    }
    let guest = || (member.user_kind == UserKind::Guest).then(|| GUEST.to_owned());
    of_account_type(snapshot.account_type_name(member), level).or_else(guest)
}
