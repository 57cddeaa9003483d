//! Editing members: one in any field, several in their account type.

use super::{
    super::{guard::Refusal, labels, plan::Draft},
    onboard,
};
use crate::{
    directory::{Snapshot, effect_of},
    domain::{
        Call, Effect, EffectiveAccess, EmailAddress, Invalid, Member, MemberCall, MemberId, MemberPatch, MemberStatus,
        text::isolated,
    },
};

pub fn edit(id: &MemberId, patch: &MemberPatch, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    let member =
        snapshot.member(id).ok_or_else(|| Refusal::Blocked("This person is no longer in the directory.".into()))?;
    let patch = patch.clone().against(member);
    if patch.is_empty() {
        return Err(Refusal::Nothing("Nothing would change: every field already has this value.".into()));
    }
    if let Some(email) = &patch.email
        && let Some(other) = snapshot.member_by_email(email.as_str()).filter(|other| other.id != *id)
    {
        return Err(Invalid::one("email", format!("{} already has this address.", labels::person(other))).into());
    }
    if let Some(name) = &patch.account_type {
        exists(name, snapshot)?;
    }
    let mut draft = Draft::new(heading(member, &patch, snapshot));
    if let Some(email) = &patch.email {
        if let Some(remark) = onboard::looks_like_another(email, snapshot) {
            draft.warn(remark);
        }
        draft.note("The person signs in with the new address from then on.");
    }
    if let Some(name) = &patch.account_type {
        if name.eq_ignore_ascii_case("admin") {
            draft.warn("Admins can do everything in the organization, whatever they are granted.");
        }
        let capped = newly_capped(member, name, snapshot);
        if !capped.is_empty() {
            let list = labels::list(&capped);
            let person = labels::person(member);
            draft.warn(format!("{person}: Limited by account type {} in {list}.", isolated(name)));
        }
    }
    let title = format!("Change {} of {}", labels::list(&edits(member, &patch)), labels::person(member));
    update(&mut draft, title, member, patch);
    Ok(draft)
}

/// What an edit is called: a change of the account type alone says from which to which.
fn heading(member: &Member, patch: &MemberPatch, snapshot: &Snapshot) -> String {
    let person = labels::person(member);
    let rest = MemberPatch { account_type: None, ..patch.clone() };
    match &patch.account_type {
        Some(to) if rest == MemberPatch::default() => {
            format!("Change {person} from {} to {}", isolated(snapshot.account_type_name(member)), isolated(to))
        }
        Some(_) | None => format!("Edit {person}"),
    }
}

/// Gives several members one account type; those who have it already are left alone.
pub fn account_type(members: &[MemberId], name: &str, snapshot: &Snapshot) -> Result<Draft, Refusal> {
    exists(name, snapshot)?;
    let found: Vec<&Member> = members.iter().filter_map(|id| snapshot.member(id)).collect();
    let changing: Vec<&&Member> =
        found.iter().filter(|m| !m.has_account_type(name) && m.status() == MemberStatus::Active).collect();
    let shown = isolated(name);
    let mut draft = Draft::new(match changing.as_slice() {
        [] => return Err(Refusal::Nothing(format!("Nothing would change: every active person already has {shown}."))),
        [one] => {
            format!("Change {} from {} to {shown}", labels::person(one), isolated(snapshot.account_type_name(one)))
        }
        many => format!("Change {} people to {shown}", many.len()),
    });
    if changing.len() < members.len() {
        let left = members.len() - changing.len();
        draft.note(format!("{left} of {} have this account type already or aren’t active.", members.len()));
    }
    if name.eq_ignore_ascii_case("admin") {
        draft.warn("Admins can do everything in the organization, whatever they are granted.");
    }
    let capped = changing.iter().filter(|m| !newly_capped(m, name, snapshot).is_empty()).count();
    if capped > 0 {
        draft.warn(format!("Limited by account type {shown} for {capped} of {} people.", changing.len()));
    }
    for member in changing {
        let patch = MemberPatch { account_type: Some(name.to_owned()), ..MemberPatch::default() };
        let was = isolated(snapshot.account_type_name(member));
        let title = format!("Change {} from {was} to {shown}", labels::person(member));
        update(&mut draft, title, member, patch);
    }
    Ok(draft)
}

/// The step that sends a patch, and the one that puts back what it has changed.
fn update(draft: &mut Draft, title: String, member: &Member, patch: MemberPatch) {
    let before = patch.inverse(member);
    let (back, lost) = before.clone().sendable();
    let back = Call::Member(MemberCall::Update { member_id: member.id.clone(), patch: back, before: patch.clone() });
    draft
        .step(title, Call::Member(MemberCall::Update { member_id: member.id.clone(), patch, before }))
        .put_back_by(back, &lost);
}

fn exists(account_type: &str, snapshot: &Snapshot) -> Result<(), Refusal> {
    if snapshot.account_type(account_type).is_some() {
        return Ok(());
    }
    Err(Invalid::one("account_type", format!("The organization has no account type “{}”.", isolated(account_type)))
        .into())
}

/// “first name from “A” to “B”” for each field of the patch.
fn edits(member: &Member, patch: &MemberPatch) -> Vec<String> {
    let mut edits = Vec::new();
    let mut edit = |what: &str, was: &str, now: Option<&str>| {
        if let Some(now) = now {
            edits.push(format!("{what} from “{}” to “{}”", isolated(was), isolated(now)));
        }
    };
    edit("first name", &member.first_name, patch.first_name.as_deref());
    edit("last name", &member.last_name, patch.last_name.as_deref());
    edit("e-mail", &member.email, patch.email.as_ref().map(EmailAddress::as_str));
    edit("account type", &member.account_type, patch.account_type.as_deref());
    edits
}

/// Where another account type would leave less of a grant than the present one does.
fn newly_capped(member: &Member, account_type: &str, snapshot: &Snapshot) -> Vec<String> {
    let is = |access: &EffectiveAccess| {
        access.effect == Effect::Full && effect_of(account_type, &access.permission) != Effect::Full
    };
    let access = snapshot.access_of(member);
    access
        .iter()
        .filter(|a| is(a))
        .filter_map(|a| Some(isolated(snapshot.resource_name(&a.resource)?).into_owned()))
        .collect()
}
