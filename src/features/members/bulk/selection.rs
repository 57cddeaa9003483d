//! Of those who are meant: whom an action can be done to, and who is left out.

use super::Action;
use crate::{
    changes::Rules,
    directory::Snapshot,
    domain::{Actor, Member, MemberId, MemberStatus},
};
use std::collections::HashMap;

/// Of those who are meant: whom it can be done to, and who is left out for which reason.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Whom it is done to, in the order of the list.
    pub members: Vec<MemberId>,
    /// Who is left out: reasons in the order met, each with how many.
    pub left_out: Vec<(&'static str, usize)>,
}

impl Selection {
    /// Sorts out these people.
    pub fn of(action: Action, people: &[MemberId], actor: &Actor, rules: &Rules, snapshot: &Snapshot) -> Self {
        let mut members = Vec::with_capacity(people.len());
        let mut reasons: HashMap<&'static str, usize> = HashMap::new();
        let mut order = Vec::new();
        for id in people {
            match unfit(action, snapshot.member(id), actor, rules, snapshot) {
                None => members.push(id.clone()),
                Some(reason) => {
                    let met = reasons.entry(reason).or_default();
                    *met += 1;
                    if *met == 1 {
                        order.push(reason);
                    }
                }
            }
        }
        let left_out = order.into_iter().map(|reason| (reason, reasons.get(reason).copied().unwrap_or(0))).collect();
        Self { members, left_out }
    }
}

/// Why an action does not fit somebody. Those who must never lose their account are left out here, so that one of
/// them among thousands does not stop the rest.
fn unfit(
    action: Action,
    member: Option<&Member>,
    actor: &Actor,
    rules: &Rules,
    snapshot: &Snapshot,
) -> Option<&'static str> {
    let Some(member) = member.filter(|m| !m.is_system()) else { return Some("no longer in the directory") };
    if let Some(why) = action.obstacle_for(member, rules) {
        return Some(why);
    }
    let status = member.status();
    if matches!(action, Action::Offboard | Action::SetType) {
        if member.id == *snapshot.token_owner() {
            return Some("owns the API credentials that the portal uses");
        }
        if rules.has_set_scim_up(member) {
            return Some("has set up provisioning (SCIM), which would stop");
        }
        if actor.member_id.as_ref() == Some(&member.id) {
            return Some("is you: ask another admin");
        }
    }
    match (action, status) {
        (
            Action::SetType | Action::Join | Action::Leave | Action::Move | Action::Request,
            MemberStatus::Inactive | MemberStatus::Archived,
        ) => Some("not active: Sigma changes active members only"),
        (Action::Offboard, MemberStatus::Archived) => Some("already deactivated"),
        (Action::Reactivate, MemberStatus::Active) => Some("active already"),
        (Action::Reactivate, MemberStatus::Inactive) => Some("deactivated by the identity provider"),
        (Action::SetType | Action::Join | Action::Leave | Action::Move | Action::Request, MemberStatus::Active)
        | (Action::Offboard, MemberStatus::Active | MemberStatus::Inactive)
        | (Action::Reactivate, MemberStatus::Archived)
        | (Action::Csv, MemberStatus::Active | MemberStatus::Inactive | MemberStatus::Archived) => None,
    }
}
