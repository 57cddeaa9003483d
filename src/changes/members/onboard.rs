//! Onboarding: one invitation for each person, with their teams; then grants, many people in one call.

mod check;
mod remark;
mod warn;

pub use check::one as obstacles;
pub use remark::{looks_like_another, remarks};

use super::super::{Rules, guard::Refusal, labels, plan::Draft};
use crate::{
    directory::Snapshot,
    domain::{
        AccessCall, AttributeCall, AttributeValue, Call, Deactivation, GranteeRef, Invitee, LeftDocuments, MemberCall,
        MemberId, Permission, Ref, ResourceRef, Subject, UserAttributeId, text::isolated, wanted::while_wanted,
    },
};

/// Grants in one call. Sigma states no limit for them; for user attributes it is a hundred (BEHAVIOUR.md section 14).
const GRANTS_AT_ONCE: usize = 100;

/// The grants of one resource: for each the step that invites the person, their name and the level.
type Wanted = Vec<(u32, String, Permission)>;

pub fn plan(people: &[Invitee], snapshot: &Snapshot, rules: &Rules) -> Result<Draft, Refusal> {
    check::all(people, snapshot, rules)?;
    let mut draft = Draft::new(match people {
        [] => return Err(Refusal::Nothing("Nobody is to be onboarded.".into())),
        [one] => format!("Onboard {}", labels::newcomer(&one.person)),
        many => format!("Onboard {} people", many.len()),
    });
    let mut wanted: Vec<(ResourceRef, Wanted)> = Vec::new();
    for joiner in while_wanted(people) {
        let index = invite(&mut draft, joiner, snapshot);
        for (resource, permission) in grants(joiner) {
            let grant = (index, labels::newcomer(&joiner.person), permission);
            match wanted.iter_mut().find(|(known, _)| *known == resource) {
                Some((_, grants)) => grants.push(grant),
                None => wanted.push((resource, vec![grant])),
            }
        }
    }
    for (resource, grants) in &wanted {
        grants.chunks(GRANTS_AT_ONCE).for_each(|some| grant(&mut draft, resource, some, snapshot));
    }
    // Invitations are the first steps, in the order of the people.
    for (step, joiner) in (0u32..).zip(while_wanted(people)) {
        joiner.attributes.iter().for_each(|(id, value)| attribute(&mut draft, step, joiner, (id, value), snapshot));
    }
    match people {
        [one] => warn::one(&mut draft, one, snapshot),
        many => warn::many(&mut draft, many, snapshot),
    }
    Ok(draft)
}

fn invite(draft: &mut Draft, joiner: &Invitee, snapshot: &Snapshot) -> u32 {
    let person = &joiner.person;
    let (who, email) = (labels::newcomer(person), isolated(person.email.as_str()));
    let kind = person.account_type.as_ref().map(|kind| format!(" as {}", isolated(kind))).unwrap_or_default();
    let names: Vec<String> = joiner.teams.iter().map(|t| labels::team(&t.team_id, snapshot)).collect();
    let title = match names.as_slice() {
        [] => format!("Invite {who}{kind}"),
        names => format!("Invite {who}{kind} into {}", labels::list(names)),
    };
    let step =
        draft.step(title, Call::Member(MemberCall::Invite { person: person.clone(), teams: joiner.teams.clone() }));
    let how = Deactivation { documents: LeftDocuments::Archive, archive_scheduled_exports: true };
    let undo =
        Call::Member(MemberCall::Deactivate { member: Ref::CreatedBy(step.index), how, keeps_admins: Vec::new() });
    step.given(format!("No member has the address {email} yet."))
        .undone_by("Deactivates the member; the invitation e-mail can’t be recalled.", [undo]);
    step.index
}

fn grant(draft: &mut Draft, resource: &ResourceRef, some: &[(u32, String, Permission)], snapshot: &Snapshot) {
    let what = labels::place(resource, snapshot);
    let title = match some {
        [(_, name, level)] => format!("Grant {name} {} on {what}", level.label()),
        many => format!("Grant {} people access to {what}", many.len()),
    };
    let holder = |step: u32| GranteeRef::Member(Ref::<MemberId>::CreatedBy(step));
    let grants = some.iter().map(|(step, _, level)| (holder(*step), level.clone())).collect();
    let inverse = some.iter().map(|(step, _, level)| {
        Call::Access(AccessCall::Revoke {
            resource: resource.clone(),
            grantee: holder(*step),
            permission: level.clone(),
        })
    });
    draft.about(Subject::from(resource));
    draft
        .step(title, Call::Access(AccessCall::Grant { resource: resource.clone(), grants, held: Some(Vec::new()) }))
        .needs(some.iter().map(|(step, ..)| *step))
        .undone_by(if some.len() == 1 { "Revokes the grant." } else { "Revokes the grants." }, inverse);
}

/// Gives somebody whom the step of this index invites a value of a user attribute.
fn attribute(
    draft: &mut Draft,
    invited: u32,
    joiner: &Invitee,
    (id, value): (&UserAttributeId, &String),
    of: &Snapshot,
) {
    let (attribute, who) = (labels::attribute(id, of), labels::newcomer(&joiner.person));
    draft.about(Subject::UserAttribute(id.clone()));
    draft
        .step(
            format!("Set {attribute} of {who} to “{}”", isolated(value)),
            Call::Attribute(AttributeCall::SetForNew {
                attribute_id: id.clone(),
                member: Ref::CreatedBy(invited),
                value: AttributeValue::text(value.clone()),
            }),
        )
        .needs([invited]);
}

/// What a person is granted directly: workspaces before connections.
fn grants(joiner: &Invitee) -> impl Iterator<Item = (ResourceRef, Permission)> {
    let workspaces =
        joiner.workspaces.iter().map(|(id, level)| (ResourceRef::Workspace(id.clone()), Permission::Workspace(*level)));
    let connections = joiner
        .connections
        .iter()
        .map(|(id, level)| (ResourceRef::Connection(id.clone()), Permission::Connection(*level)));
    workspaces.chain(connections)
}
