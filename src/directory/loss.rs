//! What people lose by leaving a team: access that nothing else gives them.

use super::{Snapshot, access::effect_of};
use crate::domain::{Effect, Grantee, Member, MemberId, MemberStatus, Permission, ResourceRef, TeamId};
use std::collections::{HashMap, HashSet};

/// What leaving a team does to people's access to one resource that the team holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessLoss {
    pub resource: ResourceRef,
    /// What the team gives.
    pub permission: Permission,
    /// Who can no longer use it at all.
    pub gone: Vec<MemberId>,
    /// Who keeps it at a lower level.
    pub lowered: Vec<MemberId>,
    /// How many people keep all they could do.
    pub kept: usize,
}

impl AccessLoss {
    /// Everybody who loses something.
    pub fn losers(&self) -> impl Iterator<Item = &MemberId> {
        self.gone.iter().chain(&self.lowered)
    }
}

impl Snapshot {
    /// What `leaving` lose once they are no longer in the team, for each resource it holds: workspaces before
    /// connections, by name. Counts what a person can really do, which is at most what the account type allows, and
    /// active people only: others can use nothing.
    pub fn lost_without(&self, team: &TeamId, leaving: &[MemberId]) -> Vec<AccessLoss> {
        self.weighed_in(team).losses(team, leaving)
    }

    fn losses(&self, team: &TeamId, leaving: &[MemberId]) -> Vec<AccessLoss> {
        let leaving: HashSet<&MemberId> = leaving.iter().collect();
        let leavers: Vec<&Member> = self
            .team_members(team)
            .iter()
            .filter(|m| leaving.contains(&m.member_id))
            .filter_map(|m| self.member(&m.member_id))
            .filter(|m| m.status() == MemberStatus::Active)
            .collect();
        let mut held: Vec<(&ResourceRef, &Permission)> = Vec::new();
        for (resource, permission) in self.granted_to(&Grantee::Team(team.clone())) {
            match held.iter_mut().find(|(other, _)| *other == resource) {
                Some((_, highest)) => *highest = (*highest).max(permission),
                None => held.push((resource, permission)),
            }
        }
        held.into_iter().map(|(resource, permission)| self.loss(team, &leavers, resource, permission)).collect()
    }

    fn loss(&self, team: &TeamId, leavers: &[&Member], resource: &ResourceRef, permission: &Permission) -> AccessLoss {
        let otherwise = self.otherwise(team, leavers, resource);
        let mut loss = AccessLoss {
            resource: resource.clone(),
            permission: permission.clone(),
            gone: Vec::new(),
            lowered: Vec::new(),
            kept: 0,
        };
        for member in leavers {
            let other = otherwise.get(&member.id).copied().flatten();
            let before = usable(member, other.map_or(permission, |other| other.max(permission)));
            match (before, other.and_then(|other| usable(member, other))) {
                (before, after) if before == after => loss.kept += 1,
                (_, None) => loss.gone.push(member.id.clone()),
                (_, Some(_)) => loss.lowered.push(member.id.clone()),
            }
        }
        loss
    }

    /// The highest permission that each of `members` has on the resource by other grants than the team's.
    fn otherwise<'s>(
        &'s self,
        team: &TeamId,
        members: &[&'s Member],
        resource: &ResourceRef,
    ) -> HashMap<&'s MemberId, Option<&'s Permission>> {
        let mut highest: HashMap<&MemberId, Option<&Permission>> = members.iter().map(|m| (&m.id, None)).collect();
        for grant in self.grants(resource) {
            let mut raise = |member: &MemberId| {
                if let Some(highest) = highest.get_mut(member) {
                    *highest = (*highest).max(Some(&grant.permission));
                }
            };
            match grant.grantee() {
                Some(Grantee::Member(member)) => raise(&member),
                Some(Grantee::Team(other)) if other != *team => {
                    self.team_members(&other).iter().for_each(|m| raise(&m.member_id));
                }
                Some(Grantee::Team(_)) | None => {}
            }
        }
        highest
    }
}

/// What a member's account type leaves of a permission.
fn usable(member: &Member, permission: &Permission) -> Option<Permission> {
    match effect_of(&member.account_type, permission) {
        Effect::Full => Some(permission.clone()),
        Effect::Lowered(left) => Some(left),
        Effect::Nothing => None,
    }
}
