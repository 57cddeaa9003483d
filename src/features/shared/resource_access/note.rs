//! What to know about one grant before or after it is given.

use crate::{
    directory::{Snapshot, effect_of},
    domain::{Effect, Grantee, MemberStatus, Permission, UserKind},
};

/// Why a grant does less than its level says, if it does.
pub fn note(grantee: &Grantee, level: &Permission, snapshot: &Snapshot) -> Option<String> {
    match grantee {
        Grantee::Team(id) => {
            let (all, less) = (snapshot.team_members(id).len(), snapshot.held_back(id, level));
            let of = if less == all { "all".to_owned() } else { format!("{less} of") };
            let members = format!("{of} {all} {}", if all == 1 { "member" } else { "members" });
            match (less, level) {
                (0, _) => None,
                (_, Permission::Connection(_)) => {
                    Some(format!("No effect for {members}: their account type does not work with raw data."))
                }
                _ => Some(format!("For {members} the account type leaves less than this.")),
            }
        }
        Grantee::Member(id) => {
            let member = snapshot.findable(id)?;
            if member.status() != MemberStatus::Active {
                return Some(format!("{}: cannot sign in.", member.status().label()));
            }
            let account_type = snapshot.account_type_name(member);
            match effect_of(&member.account_type, level) {
                Effect::Nothing => {
                    Some(format!("No effect: the account type {account_type} does not work with raw data."))
                }
                Effect::Lowered(left) => Some(format!("The account type {account_type} leaves “{}”.", left.label())),
                Effect::Full if member.user_kind == UserKind::Guest => {
                    Some("A guest has only what their teams are given: this may have no effect.".to_owned())
                }
                Effect::Full => None,
            }
        }
    }
}
