//! Who can reach what, and why. The highest of all grants wins (BEHAVIOUR.md section 10); the account type is a
//! ceiling on what a grant can do (section 11).

use super::{Snapshot, gates::Reachable, opened::OWNERS};
use crate::domain::{
    AccessPath, Ceiling, Effect, EffectiveAccess, GrantSource, Grantee, Member, MemberId, Permission, ResourceRef,
};
use std::collections::BTreeMap;

/// One person's access to something, seen from there.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach<R = ResourceRef> {
    pub member: MemberId,
    /// What they can do, and why.
    pub access: EffectiveAccess<R>,
}

impl Snapshot {
    /// What a member can reach, with every reason: workspaces before connections, then by name.
    pub fn access_of(&self, member: &Member) -> Vec<EffectiveAccess> {
        let mut paths: BTreeMap<ResourceRef, Vec<AccessPath>> = BTreeMap::new();
        let own = Grantee::Member(member.id.clone());
        let teams =
            self.letting_in(&member.id).map(|team| (GrantSource::Team(team.clone()), Grantee::Team(team.clone())));
        for (via, grantee) in std::iter::once((GrantSource::Direct, own)).chain(teams) {
            for (resource, permission) in self.granted_to(&grantee) {
                let path = AccessPath { via: via.clone(), above: None, permission: permission.clone() };
                paths.entry(resource.clone()).or_default().push(path);
            }
        }
        let mut all: Vec<_> =
            paths.into_iter().filter_map(|(resource, paths)| effective(member, resource, paths)).collect();
        all.sort_by_cached_key(|a| {
            (
                matches!(a.resource, ResourceRef::Connection(_)),
                super::fold(self.resource_name(&a.resource).unwrap_or("")),
            )
        });
        all
    }

    /// Everybody who can reach something, by name, with every reason.
    pub fn reach_of<R: Reachable>(&self, resource: &R) -> Vec<Reach<R>> {
        let gates = resource.gates(self);
        let mut paths: BTreeMap<MemberId, Vec<AccessPath>> = BTreeMap::new();
        if let Some(owner) = gates.owner.clone() {
            let path = AccessPath { via: GrantSource::Owner, above: None, permission: OWNERS.clone() };
            paths.entry(owner).or_default().push(path);
        }
        for (above, grant) in gates.grants() {
            let mut add = |member: &MemberId, via| {
                let path = AccessPath { via, above: above.cloned(), permission: grant.permission.clone() };
                paths.entry(member.clone()).or_default().push(path);
            };
            match grant.grantee() {
                Some(Grantee::Member(member)) => add(&member, GrantSource::Direct),
                Some(Grantee::Team(team)) => {
                    self.let_in(&team).iter().for_each(|m| add(&m.member_id, GrantSource::Team(team.clone())));
                }
                None => {}
            }
        }
        let mut all: Vec<_> = paths
            .into_iter()
            .filter_map(|(id, paths)| {
                let access = effective(self.member(&id)?, resource.clone(), paths)?;
                Some(Reach { member: id, access })
            })
            .collect();
        // Places of members are in the order of their names.
        all.sort_by_key(|reach| self.place(&reach.member));
        all
    }
}

pub(super) fn effective<R>(member: &Member, resource: R, mut paths: Vec<AccessPath>) -> Option<EffectiveAccess<R>> {
    paths.sort_by(|a, b| b.permission.cmp(&a.permission).then_with(|| (&a.above, &a.via).cmp(&(&b.above, &b.via))));
    let permission = paths.first()?.permission.clone();
    let effect = effect_of(&member.account_type, &permission);
    Some(EffectiveAccess { resource, permission, paths, effect })
}

/// What the account type leaves of a permission.
pub(crate) fn effect_of(account_type: &str, permission: &Permission) -> Effect {
    under(Ceiling::of(account_type), permission)
}

/// What a ceiling leaves of a permission; no ceiling leaves all.
pub(super) fn under(ceiling: Option<Ceiling>, permission: &Permission) -> Effect {
    match (permission, ceiling) {
        (Permission::Workspace(level), Some(ceiling)) if *level > ceiling.workspace => {
            Effect::Lowered(Permission::Workspace(ceiling.workspace))
        }
        (Permission::Connection(_), Some(ceiling)) if !ceiling.uses_connections => Effect::Nothing,
        (Permission::Workspace(_) | Permission::Connection(_) | Permission::Other(_), Some(_) | None) => Effect::Full,
    }
}
