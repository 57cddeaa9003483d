//! Giving access, setting it to another level, taking it away.

use super::{
    super::{
        guard::{self, Refusal},
        wording,
    },
    Draft,
};
use crate::{
    directory::{Snapshot, effect_of},
    domain::{
        Call, Effect, Grant, Grantee, GranteeRef, Invalid, MemberRef, Permission, Plan, ResourceRef, Subject, UserKind,
    },
};

pub fn grant(
    resource: &ResourceRef,
    grantee: &Grantee,
    permission: &Permission,
    snapshot: &Snapshot,
) -> Result<Plan, Refusal> {
    known(resource, grantee, snapshot)?;
    if resource.permission(permission.slug()).as_ref() != Some(permission) {
        return Err(
            Invalid::one("permission", format!("“{}” is not a level of this resource.", permission.slug())).into()
        );
    }
    let (who, what) = (wording::grantee(grantee, snapshot), wording::resource(resource, snapshot));
    let present = snapshot.grant_of(resource, grantee);
    if present.is_some_and(|g| g.permission == *permission) {
        return Err(Refusal::Nothing(format!("{who} already has “{}” on {what}.", permission.label())));
    }
    let mut draft = Draft::new(format!("Give {who} “{}” on {what}", permission.label()));
    about(&mut draft, resource, grantee);
    // Whether Sigma's POST can lower a permission nobody documents: the safe order is to delete and grant again
    // (BEHAVIOUR.md section 10).
    let lowered = present.filter(|g| g.permission > *permission);
    let needs: Vec<u32> =
        lowered.map(|held| take_away(&mut draft, resource, grantee, held, snapshot)).into_iter().collect();
    if !needs.is_empty() {
        draft.warn(format!("{who} has no access of their own to {what} for the moment between the two steps."));
    }
    let to = match grantee {
        Grantee::Member(id) => GranteeRef::Member(MemberRef::Known(id.clone())),
        Grantee::Team(id) => GranteeRef::Team(id.clone()),
    };
    draft.step(
        format!("Give {who} “{}” on {what}", permission.label()),
        Call::Grant { resource: resource.clone(), grantee: to, permission: permission.clone() },
        &needs,
        Some(present.map_or("Revoke the grant.".into(), |g| format!("Set it back to “{}”.", g.permission.label()))),
    );
    warn(&mut draft, resource, grantee, permission, snapshot);
    Ok(draft.0)
}

pub fn revoke(resource: &ResourceRef, grantee: &Grantee, snapshot: &Snapshot) -> Result<Plan, Refusal> {
    let (who, what) = (wording::grantee(grantee, snapshot), wording::resource(resource, snapshot));
    let held = snapshot
        .grant_of(resource, grantee)
        .ok_or_else(|| Refusal::Nothing(format!("{who} holds no grant of their own on {what}.")))?;
    let mut draft = Draft::new(format!("Revoke access of {who} to {what}"));
    about(&mut draft, resource, grantee);
    take_away(&mut draft, resource, grantee, held, snapshot);
    if let Grantee::Member(id) = grantee {
        let others: Vec<String> = snapshot
            .teams_of(id)
            .filter(|(team, _)| snapshot.grant_of(resource, &Grantee::Team(team.id.clone())).is_some())
            .map(|(team, _)| team.name.clone())
            .collect();
        if !others.is_empty() {
            draft.warn(format!("{who} keeps access through {}.", wording::list(&others)));
        }
    }
    Ok(draft.0)
}

fn take_away(draft: &mut Draft, resource: &ResourceRef, grantee: &Grantee, held: &Grant, snapshot: &Snapshot) -> u32 {
    let (who, what) = (wording::grantee(grantee, snapshot), wording::resource(resource, snapshot));
    draft.step(
        format!("Take “{}” on {what} from {who}", held.permission.label()),
        Call::Revoke {
            resource: resource.clone(),
            grantee: grantee.clone(),
            grant_id: held.id.clone(),
            permission: held.permission.clone(),
        },
        &[],
        Some(format!("Grant “{}” again.", held.permission.label())),
    )
}

fn known(resource: &ResourceRef, grantee: &Grantee, snapshot: &Snapshot) -> Result<(), Refusal> {
    if snapshot.resource_name(resource).is_none() {
        return Err(Invalid::one("resource", "This is no longer in the directory.").into());
    }
    match grantee {
        Grantee::Member(id) => guard::active(id, "grantee", snapshot).map(|_| ()),
        Grantee::Team(id) if snapshot.team(id).is_none() => {
            Err(Invalid::one("grantee", "This team is no longer in the directory.").into())
        }
        Grantee::Team(_) => Ok(()),
    }
}

fn about(draft: &mut Draft, resource: &ResourceRef, grantee: &Grantee) {
    draft.about(Subject::from(resource));
    draft.about(match grantee {
        Grantee::Member(id) => Subject::Member(id.clone()),
        Grantee::Team(id) => Subject::Team(id.clone()),
    });
}

fn warn(draft: &mut Draft, resource: &ResourceRef, grantee: &Grantee, permission: &Permission, snapshot: &Snapshot) {
    let Grantee::Member(id) = grantee else { return };
    let Some(member) = snapshot.member(id) else { return };
    let name = member.full_name();
    match effect_of(&member.account_type, permission) {
        Effect::Lowered(left) => draft.warn(format!(
            "The account type {} caps access: for {name} “{}” works as “{}”.",
            member.account_type,
            permission.label(),
            left.label()
        )),
        Effect::Nothing => draft.warn(format!(
            "The account type {} cannot work with raw data: for {name} this grant has no effect.",
            member.account_type
        )),
        Effect::Full => {}
    }
    if member.user_kind == UserKind::Guest {
        draft.warn(format!(
            "{name} is a guest. Guests have only what their teams are given: this grant may have no effect."
        ));
    }
    for (team, _) in snapshot.teams_of(id) {
        if let Some(grant) = snapshot.grant_of(resource, &Grantee::Team(team.id.clone()))
            && grant.permission >= *permission
        {
            draft.warn(format!("Team {} already gives {name} “{}”.", team.name, grant.permission.label()));
        }
    }
}
