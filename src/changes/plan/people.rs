//! Editing a member, and who is in a team.

use super::{
    super::{
        guard::{self, Refusal},
        wording,
    },
    Draft,
};
use crate::{
    directory::{Snapshot, effect_of},
    domain::{Actor, Call, Effect, EffectiveAccess, Invalid, MemberId, MemberPatch, Plan, Subject, TeamId},
};

pub fn edit(id: &MemberId, patch: &MemberPatch, actor: &Actor, snapshot: &Snapshot) -> Result<Plan, Refusal> {
    let member =
        snapshot.member(id).ok_or_else(|| Refusal::Blocked("This person is no longer in the directory.".into()))?;
    let patch = patch.clone().against(member);
    if patch.is_empty() {
        return Err(Refusal::Nothing("Nothing would change: every field already has this value.".into()));
    }
    if let Some(email) = &patch.email
        && let Some(other) = snapshot.member_by_email(email.as_str()).filter(|other| other.id != *id)
    {
        return Err(Invalid::one("email", format!("{} already has this address.", other.full_name())).into());
    }
    if let Some(name) = &patch.account_type {
        if snapshot.account_type(name).is_none() {
            return Err(Invalid::one("account_type", format!("The organisation has no account type “{name}”.")).into());
        }
        if member.has_account_type("admin") {
            guard::may_lose_admin(actor, member, snapshot)?;
        }
    }

    let mut draft = Draft::new(format!("Edit {}", member.full_name()));
    draft.about(Subject::Member(id.clone()));
    let mut edits = Vec::new();
    let mut edit = |what: &str, was: &str, now: Option<&str>| {
        if let Some(now) = now {
            edits.push(format!("{what} from “{was}” to “{now}”"));
        }
    };
    edit("first name", &member.first_name, patch.first_name.as_deref());
    edit("last name", &member.last_name, patch.last_name.as_deref());
    edit("e-mail", &member.email, patch.email.as_ref().map(crate::domain::EmailAddress::as_str));
    edit("account type", &member.account_type, patch.account_type.as_deref());
    if patch.email.is_some() {
        draft.warn("The person signs in with the new address from then on.");
    }
    if patch.account_type.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("admin")) {
        draft.warn("Admins can do everything in the organisation, whatever they are granted.");
    }
    if let Some(name) = &patch.account_type {
        let newly_capped = |access: &EffectiveAccess| {
            access.effect == Effect::Full && effect_of(name, &access.permission) != Effect::Full
        };
        let capped: Vec<String> = snapshot
            .access_of(member)
            .iter()
            .filter(|access| newly_capped(access))
            .filter_map(|access| snapshot.resource_name(&access.resource).map(str::to_owned))
            .collect();
        if !capped.is_empty() {
            draft.warn(format!(
                "The account type {name} caps what {} can do in {}.",
                member.first_name,
                wording::list(&capped)
            ));
        }
    }
    draft.step(
        format!("Change {} of {}", wording::list(&edits), member.full_name()),
        Call::UpdateMember { member_id: id.clone(), patch: patch.clone() },
        &[],
        Some("Put the earlier values back.".into()),
    );
    Ok(draft.0)
}

pub fn team(id: &TeamId, add: &[MemberId], remove: &[MemberId], snapshot: &Snapshot) -> Result<Plan, Refusal> {
    let team = snapshot.team(id).ok_or_else(|| Refusal::Blocked("This team is no longer in the directory.".into()))?;
    let mut adding = Vec::new();
    for member in add {
        guard::active(member, "add", snapshot)?;
        if !snapshot.is_in_team(member, id) && !adding.contains(member) {
            adding.push(member.clone());
        }
    }
    let mut removing = Vec::new();
    for member in remove {
        guard::active(member, "remove", snapshot)?;
        if snapshot.is_in_team(member, id) && !removing.contains(member) {
            removing.push(member.clone());
        }
    }
    let names = |ids: &[MemberId]| ids.iter().map(|id| wording::member(id, snapshot)).collect::<Vec<_>>();
    let (joining, leaving) = (wording::list(&names(&adding)), wording::list(&names(&removing)));
    let title = match (adding.as_slice(), removing.as_slice()) {
        ([], []) => return Err(Refusal::Nothing(format!("Nothing would change in team {}.", team.name))),
        (_, []) => format!("Add {joining} to team {}", team.name),
        ([], _) => format!("Remove {leaving} from team {}", team.name),
        _ => format!("Add {joining} to team {}, remove {leaving}", team.name),
    };
    let mut draft = Draft::new(title.clone());
    draft.about(Subject::Team(id.clone()));
    adding.iter().chain(&removing).for_each(|m| draft.about(Subject::Member(m.clone())));
    if let Some(admin) = removing.iter().find(|m| snapshot.is_team_admin(m, id)) {
        draft.warn(format!(
            "{} is a team admin. Sigma's API cannot make somebody a team admin again.",
            wording::member(admin, snapshot)
        ));
    }
    draft.step(
        title,
        Call::UpdateTeamMembers { team_id: id.clone(), add: adding, remove: removing },
        &[],
        Some("Swap who is added and who is removed.".into()),
    );
    Ok(draft.0)
}
