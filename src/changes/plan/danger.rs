//! What about a plan is dangerous: it is said first, and the plan is applied only once something was typed. How many
//! people a change reaches is no danger by itself, unless they are much of the organisation.

use super::super::{Rules, labels};
use crate::{
    directory::Snapshot,
    domain::{
        AttributeCall, Call, Confirmation, Deactivation, DocumentCall, Intent, LeftDocuments, MemberCall, MemberId,
        MemberStatus, Plan, Step, Subject, TeamCall, TeamId, Warning, WarningLevel,
    },
};
use std::collections::{BTreeSet, HashSet};

/// More than one in so many of the organisation is many.
const SHARE: usize = 10;

/// Whatever their share: to ask about so few people would only teach people to type.
const FEW: usize = 10;

/// Adds the dangers as warnings, and what must be typed.
pub fn weigh(plan: &mut Plan, intent: &Intent, snapshot: &Snapshot, rules: &Rules) {
    let mut dangers: Vec<String> = lost_admins(&plan.steps, snapshot).into_iter().collect();
    dangers.extend(teams_without_admin(&plan.steps, snapshot));
    let mut why = dangers.clone();
    why.extend(ended_accounts(&plan.steps, snapshot));
    why.extend(reaches_many(plan.people, snapshot, rules));
    why.extend(is_final(intent, &plan.steps).then(|| "Nothing of it can be undone.".to_owned()));
    let new = dangers.into_iter().map(|message| Warning { message, level: WarningLevel::Danger });
    plan.warnings.splice(0..0, new);
    if plan.confirm.is_none() && !why.is_empty() {
        plan.confirm = confirmation(plan, &why.join(" "), snapshot);
    }
}

/// What is typed: the address of the only person, or how many they are. Nothing where nobody is reached.
fn confirmation(plan: &Plan, why: &str, snapshot: &Snapshot) -> Option<Confirmation> {
    match plan.people {
        0 => None,
        1 => {
            let address = plan.subjects.iter().find_map(|subject| {
                if let Subject::Address(address) = subject {
                    return Some(address.to_string());
                }
                let Subject::Member(id) = subject else { return None };
                snapshot.member(id).map(|member| member.email.clone())
            });
            Some(address.map_or_else(|| Confirmation::of_people(1, why), |address| Confirmation::of_name(address, why)))
        }
        people => Some(Confirmation::of_people(people, why)),
    }
}

fn lost_admins(steps: &[Step], snapshot: &Snapshot) -> Option<String> {
    let loses = |step: &Step| super::super::guard::leaves(&step.call).cloned();
    let names: Vec<String> = steps
        .iter()
        .filter_map(loses)
        .filter_map(|id| snapshot.member(&id))
        .filter(|member| member.has_account_type("admin") && member.status() == MemberStatus::Active)
        .map(labels::person)
        .collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("{one} loses Admin.")),
        many => Some(format!("{} people lose Admin: {}.", many.len(), labels::list(many))),
    }
}

/// Teams that have an active team admin now and none afterwards.
fn teams_without_admin(steps: &[Step], snapshot: &Snapshot) -> Option<String> {
    let is_active = |id: &MemberId| snapshot.member(id).is_some_and(|member| member.status() == MemberStatus::Active);
    let mut gone: HashSet<&MemberId> = HashSet::new();
    let mut left: HashSet<(&TeamId, &MemberId)> = HashSet::new();
    let mut deleted: HashSet<&TeamId> = HashSet::new();
    for step in steps {
        match &step.call {
            Call::Member(MemberCall::Deactivate { member, .. }) => gone.extend(member.known()),
            Call::Member(MemberCall::Delete { member_id, .. }) => _ = gone.insert(member_id),
            Call::Team(TeamCall::UpdateMembers { team_id, remove, .. }) => {
                left.extend(remove.iter().map(|id| (team_id, id)));
            }
            Call::Team(TeamCall::Delete { team }) => deleted.extend(team.known()),
            Call::Member(_)
            | Call::Team(TeamCall::Create { .. } | TeamCall::Update { .. })
            | Call::Workspace(_)
            | Call::Connection(_)
            | Call::Access(_)
            | Call::Document(_)
            | Call::Attribute(_)
            | Call::Organization(_)
            | Call::Path(_) => {}
        }
    }
    let of_gone = gone.iter().flat_map(|id| snapshot.teams_of(id)).map(|(team, _)| &team.id);
    let touched: BTreeSet<&TeamId> = of_gone.chain(left.iter().map(|(team, _)| *team)).collect();
    let names: Vec<String> = touched
        .into_iter()
        .filter(|team| !deleted.contains(team))
        .filter(|team| {
            let admins = snapshot.team_members(team).iter().filter(|m| m.is_team_admin && is_active(&m.member_id));
            let mut admins = admins.map(|m| &m.member_id).peekable();
            admins.peek().is_some() && admins.all(|id| gone.contains(id) || left.contains(&(*team, id)))
        })
        .map(|team| format!("Team {}", labels::team(team, snapshot)))
        .collect();
    let is_are = match names.as_slice() {
        [] => return None,
        [_] => "is",
        [_, _, ..] => "are",
    };
    Some(format!(
        "{} {is_are} left without a team admin. Sigma’s API can’t make anyone a team admin later: name another in Sigma \
         first.",
        labels::list(&names)
    ))
}

fn ended_accounts(steps: &[Step], snapshot: &Snapshot) -> Option<String> {
    let mut people: Vec<String> = Vec::new();
    let mut documents = 0;
    for step in steps {
        let (id, is_handed) = match &step.call {
            Call::Member(MemberCall::Deactivate { member, how: Deactivation { documents, .. }, .. }) => {
                (member.known(), matches!(documents, LeftDocuments::HandTo(_)))
            }
            Call::Member(MemberCall::Delete { member_id, .. }) => (Some(member_id), true),
            Call::Member(_)
            | Call::Team(_)
            | Call::Workspace(_)
            | Call::Connection(_)
            | Call::Access(_)
            | Call::Document(_)
            | Call::Attribute(_)
            | Call::Organization(_)
            | Call::Path(_) => continue,
        };
        people.extend(id.and_then(|id| snapshot.member(id)).map(labels::person));
        documents += id.filter(|_| is_handed).map_or(0, |id| snapshot.owned_documents(id));
    }
    let handed = match documents {
        0 => String::new(),
        1 => " 1 document gets a new owner.".to_owned(),
        n => format!(" {n} documents get a new owner."),
    };
    match people.as_slice() {
        [] => None,
        [one] => Some(format!("{one} can no longer sign in.{handed}")),
        many => Some(format!("{} people can no longer sign in.{handed}", many.len())),
    }
}

fn reaches_many(people: usize, snapshot: &Snapshot, rules: &Rules) -> Option<String> {
    let all = snapshot.figures().active;
    let is_much = people > FEW && people * SHARE > all;
    let is_above = rules.confirm_above.is_some_and(|most| people > most);
    (is_much || is_above).then(|| format!("This change reaches {people} people; the organization has {all}."))
}

/// Whether no step can be undone, of those that take or replace something.
fn is_final(intent: &Intent, steps: &[Step]) -> bool {
    let is_harmless = |call: &Call| match call {
        Call::Document(DocumentCall::Materialize { .. }) | Call::Attribute(AttributeCall::Create { .. }) => true,
        Call::Document(DocumentCall::Update { patch, .. }) => patch.restore,
        Call::Member(_)
        | Call::Team(_)
        | Call::Workspace(_)
        | Call::Connection(_)
        | Call::Access(_)
        | Call::Document(DocumentCall::Share { .. } | DocumentCall::Unshare { .. })
        | Call::Attribute(AttributeCall::Set { .. } | AttributeCall::SetForNew { .. } | AttributeCall::Unset { .. })
        | Call::Organization(_)
        | Call::Path(_) => false,
    };
    // What undoes something is done again by the change that it undoes.
    let is_undo = matches!(intent, Intent::Undo { .. });
    !is_undo && steps.iter().all(|step| step.inverse.is_empty() && !is_harmless(&step.call))
}
