//! Members who leave, and those who come back.

use super::super::{access, guard::Refusal, labels, plan::Draft, teams};
use crate::{
    directory::{Known, Snapshot, caveats},
    domain::{
        Call, Deactivation, Grantee, Invalid, LeftDocuments, Member, MemberCall, MemberId, MemberStatus, Permission,
        ResourceRef, TeamCall, TeamId,
    },
};
use std::collections::BTreeMap;

/// The parts of `Intent::Offboard`.
pub struct OffboardOptions<'a> {
    pub members: &'a [MemberId],
    pub how: &'a Deactivation,
    pub revoke_tokens: bool,
    pub leave_teams: bool,
    pub revoke_grants: bool,
}

/// Deactivates members. What they can reach is taken away first, while Sigma still changes teams for them
/// (BEHAVIOUR.md section 8: inactive members can be neither added nor removed).
pub fn offboard(wish: &OffboardOptions, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let leaving: Vec<&Member> = wish
        .members
        .iter()
        .filter_map(|id| snapshot.member(id))
        .filter(|m| m.status() != MemberStatus::Archived)
        .collect();
    let mut draft = Draft::new(match leaving.as_slice() {
        [] => return Err(Refusal::Nothing("Nothing would change: they are all deactivated already.".into())),
        [one] => format!("Offboard {}", labels::person(one)),
        many => format!("Offboard {} people", many.len()),
    });
    let new_owner = new_owner(wish, snapshot)?;
    if let Some(why) = new_owner.and_then(|new_owner| caveats::of_owner(new_owner, snapshot)) {
        draft.warn(why);
    }
    if let Some(sent) = scheduled_exports(&leaving, wish.how, snapshot) {
        draft.note(sent);
    }
    let left = if wish.leave_teams { leave_teams(&mut draft, &leaving, snapshot) } else { Vec::new() };
    let gone: Vec<MemberId> = leaving.iter().map(|member| member.id.clone()).collect();
    for member in leaving {
        let before = u32::try_from(draft.plan.steps.len()).unwrap_or(u32::MAX);
        if wish.revoke_grants {
            revoke_grants(&mut draft, member, snapshot);
        }
        if wish.revoke_tokens {
            draft.step(
                format!("End the refresh tokens of {}", labels::person(member)),
                Call::Member(MemberCall::RevokeTokens { member_id: member.id.clone() }),
            );
        }
        let prepared = before..u32::try_from(draft.plan.steps.len()).unwrap_or(u32::MAX);
        let to = match &wish.how.documents {
            LeftDocuments::HandTo(new_owner) => {
                format!("hand their documents to {}", labels::member(new_owner, snapshot))
            }
            LeftDocuments::Archive => "archive their documents".to_owned(),
        };
        let back = match wish.how.documents {
            LeftDocuments::HandTo(_) => "Reactivates the member; documents handed over stay with their new owner.",
            LeftDocuments::Archive => "Reactivates the member; archived documents are restored one by one.",
        };
        draft
            .step(
                format!("Deactivate {} and {to}", labels::person(member)),
                Call::Member(MemberCall::Deactivate {
                    member: member.id.clone().into(),
                    how: wish.how.clone(),
                    keeps_admins: keeps_admins(&member.id, &gone, snapshot),
                }),
            )
            .needs(prepared.chain(left.iter().filter(|(_, who)| who.contains(&member.id)).map(|(step, _)| *step)))
            .undone_by(back, [Call::Member(MemberCall::Reactivate { member_id: member.id.clone() })]);
    }
    if wish.revoke_tokens {
        draft.note("Open sessions last until they expire: Sigma’s API can’t sign anyone out.");
    }
    Ok(draft)
}

/// Whoever takes over the documents is there, and stays.
fn new_owner<'s>(wish: &OffboardOptions, snapshot: &'s Snapshot) -> Result<Option<&'s Member>, Refusal> {
    let LeftDocuments::HandTo(new_owner) = &wish.how.documents else { return Ok(None) };
    let problem = match snapshot.member(new_owner) {
        None => "Choose who takes over the documents.".to_owned(),
        Some(new_owner) if wish.members.contains(&new_owner.id) => format!("{} leaves too.", labels::person(new_owner)),
        Some(new_owner) if new_owner.status() != MemberStatus::Active => {
            format!("{} is not active.", labels::person(new_owner))
        }
        Some(new_owner) => return Ok(Some(new_owner)),
    };
    Err(Invalid::one("new_owner", problem).into())
}

/// What becomes of what the leavers have sent regularly, as far as it is known.
fn scheduled_exports(leaving: &[&Member], how: &Deactivation, snapshot: &Snapshot) -> Option<String> {
    let (mut sent, mut unknown) = (0, 0);
    for member in leaving {
        match snapshot.scheduled_exports_of(&member.id) {
            Known::Something(exports, _) => sent += exports.iter().filter(|export| !export.is_suspended).count(),
            Known::Nothing(_) => {}
            Known::Unknown => unknown += 1,
        }
    }
    let fate = match (how.archive_scheduled_exports, &how.documents) {
        (true, _) => "archived with this",
        (false, LeftDocuments::HandTo(_)) => "sent on under the new owner",
        (false, LeftDocuments::Archive) => "not archived with this",
    };
    let known = match sent {
        0 => None,
        1 => Some(format!("1 scheduled export, which others get, is {fate}.")),
        n => Some(format!("{n} scheduled exports, which others get, are {fate}.")),
    };
    let unknown = match unknown {
        0 => None,
        1 => Some("Which exports 1 person has sent regularly is not known yet.".to_owned()),
        n => Some(format!("Which exports {n} people have sent regularly is not known yet.")),
    };
    let told: Vec<String> = known.into_iter().chain(unknown).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// The teams that a leaver administers and that keep another active team admin.
fn keeps_admins(leaver: &MemberId, gone: &[MemberId], snapshot: &Snapshot) -> Vec<TeamId> {
    let administered = snapshot.teams_of(leaver).filter(|(_, is_admin)| *is_admin).map(|(team, _)| team.id.clone());
    administered.filter(|team| teams::plan::keeps_admin(team, gone, snapshot)).collect()
}

/// One call for each team, however many of its members leave; each step with those who leave by it.
fn leave_teams(draft: &mut Draft, leaving: &[&Member], snapshot: &Snapshot) -> Vec<(u32, Vec<MemberId>)> {
    let mut teams: BTreeMap<&TeamId, Vec<MemberId>> = BTreeMap::new();
    for member in leaving.iter().filter(|m| m.status() == MemberStatus::Active) {
        for (team, _) in snapshot.teams_of(&member.id) {
            teams.entry(&team.id).or_default().push(member.id.clone());
        }
    }
    let mut left = Vec::new();
    for (team_id, remove) in teams {
        let who = labels::people(&remove, snapshot);
        let team_id = team_id.clone();
        let keeps_admin = teams::plan::keeps_admin(&team_id, &remove, snapshot);
        let back = Call::Team(TeamCall::UpdateMembers {
            team_id: team_id.clone(),
            add: remove.clone(),
            remove: vec![],
            keeps_admin: false,
        });
        let step = draft.step(
            format!("Remove {who} from team {}", labels::team(&team_id, snapshot)),
            Call::Team(TeamCall::UpdateMembers { team_id, add: vec![], remove: remove.clone(), keeps_admin }),
        );
        step.undone_by("Adds them again.", [back]);
        left.push((step.index, remove));
    }
    left
}

fn revoke_grants(draft: &mut Draft, member: &Member, snapshot: &Snapshot) {
    let holder = Grantee::Member(member.id.clone());
    let held: Vec<(ResourceRef, Permission)> = snapshot.granted_to(&holder).to_vec();
    for (resource, permission) in held {
        access::plan::take_away(draft, &resource, &holder, &permission, snapshot);
    }
}

/// Takes deactivated members back.
pub fn reactivate(members: &[MemberId], snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let back: Vec<&Member> =
        members.iter().filter_map(|id| snapshot.member(id)).filter(|m| m.status() == MemberStatus::Archived).collect();
    let mut draft = Draft::new(match back.as_slice() {
        [] => return Err(Refusal::Nothing("Nothing would change: none of them is deactivated.".into())),
        [one] => format!("Reactivate {}", labels::person(one)),
        many => format!("Reactivate {} people", many.len()),
    });
    draft.note("Documents that were handed over stay with their new owner.");
    for member in back {
        let how = Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: false };
        draft
            .step(
                format!("Reactivate {}", labels::person(member)),
                Call::Member(MemberCall::Reactivate { member_id: member.id.clone() }),
            )
            .undone_by(
                "Deactivates the member again and archives their documents.",
                [Call::Member(MemberCall::Deactivate {
                    member: member.id.clone().into(),
                    how,
                    keeps_admins: Vec::new(),
                })],
            );
    }
    Ok(draft)
}

/// Sigma's `DELETE`, with its consequence spelled out (BEHAVIOUR.md section 7).
pub fn delete(id: &MemberId, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let member = snapshot
        .member(id)
        .filter(|m| m.status() != MemberStatus::Archived)
        .ok_or_else(|| Refusal::Nothing("Nothing would change: this person is not active.".into()))?;
    let name = labels::person(member);
    let owner = labels::member(snapshot.token_owner(), snapshot);
    let mut draft = Draft::new(format!("Delete {name}"));
    draft.warn(format!("All documents of {name} go to {owner}, who owns the portal's API credentials."));
    draft.note("Sigma doesn’t erase accounts: this one is deactivated. Offboarding does the same and lets you choose the new owner.");
    if member.is_inactive {
        draft.warn("An identity provider manages this account. Sigma advises against deleting it.");
    }
    let keeps_admins = keeps_admins(id, std::slice::from_ref(id), snapshot);
    draft
        .step(
            format!("Delete {name}, documents to {owner}"),
            Call::Member(MemberCall::Delete { member_id: id.clone(), keeps_admins }),
        )
        .undone_by(
            "Reactivates the member; the documents stay with their new owner.",
            [Call::Member(MemberCall::Reactivate { member_id: id.clone() })],
        );
    // What anybody can type, whatever the name is written in.
    draft.confirm(member.email.clone(), format!("All documents go to {owner}."));
    Ok(draft)
}
