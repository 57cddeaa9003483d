//! Who manages workspaces in Sigma: those whom a grant of the highest level reaches, as far as their account type leaves it
//! to them.

use super::{Snapshot, access::effect_of};
use crate::domain::{
    Effect, Grantee, Managed, Member, MemberId, Permission, ResourceRef, WorkspaceId, WorkspacePermission,
};
use std::{collections::BTreeSet, iter};

const MANAGES: Permission = Permission::Workspace(WorkspacePermission::Edit);

impl Snapshot {
    /// Everybody who manages a workspace, in no order; whom several grants reach stands there several times.
    pub fn managers_of(&self, id: &WorkspaceId) -> Vec<MemberId> {
        let mut managers = Vec::new();
        for grant in self.grants(&ResourceRef::Workspace(id.clone())).iter().filter(|grant| grant.permission == MANAGES)
        {
            match grant.grantee() {
                Some(Grantee::Member(member)) => managers.push(member),
                Some(Grantee::Team(team)) => {
                    managers.extend(self.let_in(&team).iter().map(|one| one.member_id.clone()));
                }
                None => {}
            }
        }
        managers.retain(|id| self.member(id).is_some_and(can_manage));
        managers
    }

    /// The workspaces that somebody can really manage: a grant lets them, and their account type leaves them that; or they
    /// were given them in the portal.
    pub fn managed_workspaces(&self, member: &MemberId) -> BTreeSet<WorkspaceId> {
        let Some(member) = self.member(member) else { return BTreeSet::new() };
        let teams = self.letting_in(&member.id).map(|team| Grantee::Team(team.clone()));
        let grantees = iter::once(Grantee::Member(member.id.clone())).chain(teams).filter(|_| can_manage(member));
        let granted = grantees.flat_map(|grantee| self.granted_to(&grantee)).filter(|(_, level)| *level == MANAGES);
        let granted = granted.filter_map(|(resource, _)| match resource {
            ResourceRef::Workspace(id) => Some(id.clone()),
            ResourceRef::Connection(_) => None,
        });
        let given = self.given_to_manage(&member.id).filter_map(|given| match given {
            Managed::Workspace(id) => Some(id.clone()),
            Managed::Team(_) | Managed::Connection(_) => None,
        });
        granted.chain(given).collect()
    }
}

fn can_manage(member: &Member) -> bool {
    effect_of(&member.account_type, &MANAGES) == Effect::Full
}
