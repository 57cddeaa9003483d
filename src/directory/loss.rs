//! What people lose by leaving a team: access that nothing else gives them.

use super::{AccessDifference, AccessTarget, Snapshot};
use crate::domain::{Grantee, MemberId, MemberStatus, Permission, ResourceRef, TeamId};
use std::collections::HashSet;

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
        let snapshot = self.weighed_in(team);
        let mut forecast = snapshot.forecast();
        for member in leaving {
            forecast.leave(member, team);
        }
        let differences = forecast.differences();
        let leaving: HashSet<&MemberId> = leaving.iter().collect();
        let is_active = |id: &MemberId| {
            snapshot.member(id).is_some_and(|member| member.status() == MemberStatus::Active && !member.is_system())
        };
        let in_team = snapshot.team_members(team).iter().map(|m| &m.member_id);
        let leavers = in_team.filter(|id| leaving.contains(id) && is_active(id)).count();
        let mut held: Vec<(&ResourceRef, &Permission)> = Vec::new();
        for (resource, permission) in snapshot.granted_to(&Grantee::Team(team.clone())) {
            match held.iter_mut().find(|(other, _)| *other == resource) {
                Some((_, highest)) => *highest = (*highest).max(permission),
                None => held.push((resource, permission)),
            }
        }
        held.into_iter()
            .map(|(resource, permission)| {
                let target = AccessTarget::Resource(resource.clone());
                let (lowered, gone): (Vec<_>, Vec<_>) =
                    differences.iter().filter(|d| d.target == target).partition(|d| d.after.is_some());
                let people = |found: Vec<&AccessDifference>| -> Vec<MemberId> {
                    found.into_iter().map(|difference| difference.member.clone()).collect()
                };
                AccessLoss {
                    kept: leavers - gone.len() - lowered.len(),
                    resource: resource.clone(),
                    permission: permission.clone(),
                    gone: people(gone),
                    lowered: people(lowered),
                }
            })
            .collect()
    }
}
