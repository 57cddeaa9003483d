//! The organisation as it would be after some edits, and whose access would differ.
//!
//! Each thing that an edit touches is weighed as a whole: at each person's place the highest grant before and after, as
//! much of it as the account type leaves. So whoever keeps something by another way loses nothing here.

use super::{Snapshot, access::effect_of, gates::Reachable, opened::OWNERS};
use crate::domain::{DocumentRef, Effect, Grantee, MemberId, MemberStatus, Permission, ResourceRef, Subject, TeamId};
use std::collections::{HashMap, HashSet};

/// A workspace, connection or document that access can be given to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccessTarget {
    Resource(ResourceRef),
    Document(DocumentRef),
}

impl AccessTarget {
    /// What it is called elsewhere.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Resource(resource) => resource.into(),
            Self::Document(document) => document.into(),
        }
    }
}

/// One member's access to one thing, where it would differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessDifference {
    pub member: MemberId,
    pub target: AccessTarget,
    /// What they can really do now; `None` is nothing.
    pub before: Option<Permission>,
    /// What they could really do then; `None` is nothing.
    pub after: Option<Permission>,
}

/// What an account would be.
#[derive(Clone, Debug, Default)]
struct Account {
    account_type: Option<String>,
    is_active: Option<bool>,
}

/// Edits over a snapshot, none of them made.
pub struct Forecast<'s> {
    snapshot: &'s Snapshot,
    accounts: HashMap<MemberId, Account>,
    joined: HashMap<TeamId, Vec<MemberId>>,
    left: HashMap<TeamId, HashSet<MemberId>>,
    deleted_teams: HashSet<TeamId>,
    deleted: HashSet<AccessTarget>,
    /// What a member or team would hold itself; `None` is no grant.
    grants: HashMap<AccessTarget, HashMap<Grantee, Option<Permission>>>,
}

impl Snapshot {
    /// The organisation as it is, to be edited in thought.
    pub fn forecast(&self) -> Forecast<'_> {
        Forecast {
            snapshot: self,
            accounts: HashMap::new(),
            joined: HashMap::new(),
            left: HashMap::new(),
            deleted_teams: HashSet::new(),
            deleted: HashSet::new(),
            grants: HashMap::new(),
        }
    }

    /// How many documents a member owns.
    pub fn owned_documents(&self, member: &MemberId) -> usize {
        self.filed.owned_by(member).len()
    }
}

impl Forecast<'_> {
    /// A member gets another account type, by name.
    pub fn retype(&mut self, member: &MemberId, account_type: &str) {
        self.accounts.entry(member.clone()).or_default().account_type = Some(account_type.to_owned());
    }

    /// A member can sign in from then on, or no longer.
    pub fn set_active(&mut self, member: &MemberId, is_active: bool) {
        self.accounts.entry(member.clone()).or_default().is_active = Some(is_active);
    }

    /// A member joins a team.
    pub fn join(&mut self, member: &MemberId, team: &TeamId) {
        if let Some(left) = self.left.get_mut(team) {
            left.remove(member);
        }
        self.joined.entry(team.clone()).or_default().push(member.clone());
    }

    /// A member leaves a team.
    pub fn leave(&mut self, member: &MemberId, team: &TeamId) {
        self.left.entry(team.clone()).or_default().insert(member.clone());
    }

    /// A team is deleted, and all that was granted to it with it.
    pub fn delete_team(&mut self, team: &TeamId) {
        self.deleted_teams.insert(team.clone());
    }

    /// A workspace is deleted.
    pub fn delete(&mut self, target: AccessTarget) {
        self.deleted.insert(target);
    }

    /// A member or team holds this level itself from then on; `None` takes the grant away.
    pub fn grant(&mut self, target: AccessTarget, grantee: Grantee, level: Option<Permission>) {
        self.grants.entry(target).or_default().insert(grantee, level);
    }

    /// Whose access would differ, by thing and then by name.
    pub fn differences(&self) -> Vec<AccessDifference> {
        self.touched().into_iter().flat_map(|target| self.of(&target)).collect()
    }

    /// What somebody new would reach: by grants of their own and by those to the teams they join.
    pub fn of_newcomer(
        &self,
        account_type: Option<&str>,
        teams: &[TeamId],
        own: &[(AccessTarget, Permission)],
    ) -> Vec<(AccessTarget, Permission)> {
        let mut highest: Vec<(AccessTarget, Permission)> = own.to_vec();
        for team in teams {
            let granted = self.snapshot.granted_to(&Grantee::Team(team.clone()));
            highest.extend(granted.iter().map(|(at, level)| (AccessTarget::Resource(at.clone()), level.clone())));
        }
        highest.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
        highest.dedup_by(|later, first| later.0 == first.0);
        let left = |level: Permission| match account_type {
            Some(account_type) => left_of(account_type, &level),
            None => Some(level),
        };
        highest.into_iter().filter_map(|(target, level)| Some((target, left(level)?))).collect()
    }

    /// Everything to which somebody's access may differ.
    fn touched(&self) -> Vec<AccessTarget> {
        let mut touched: HashSet<AccessTarget> = self.grants.keys().chain(&self.deleted).cloned().collect();
        let teams = self.joined.keys().chain(self.left.keys()).chain(&self.deleted_teams);
        let holders: HashSet<Grantee> = teams.cloned().map(Grantee::Team).collect();
        let mut holders: Vec<Grantee> = holders.into_iter().collect();
        for member in self.accounts.keys() {
            holders.push(Grantee::Member(member.clone()));
            holders.extend(self.snapshot.teams_of(member).map(|(team, _)| Grantee::Team(team.id.clone())));
        }
        for holder in holders {
            let granted = self.snapshot.granted_to(&holder);
            touched.extend(granted.iter().map(|(resource, _)| AccessTarget::Resource(resource.clone())));
        }
        let mut touched: Vec<AccessTarget> = touched.into_iter().collect();
        touched.sort_by_cached_key(|target| match target {
            AccessTarget::Resource(resource @ ResourceRef::Workspace(_)) => {
                (0, super::fold(self.snapshot.resource_name(resource).unwrap_or_default()))
            }
            AccessTarget::Resource(resource @ ResourceRef::Connection(_)) => {
                (1, super::fold(self.snapshot.resource_name(resource).unwrap_or_default()))
            }
            AccessTarget::Document(_) => (2, String::new()),
        });
        touched
    }

    fn of(&self, target: &AccessTarget) -> Vec<AccessDifference> {
        let before = match target {
            AccessTarget::Resource(resource) => self.snapshot.highest(resource),
            AccessTarget::Document(document) => self.snapshot.highest(document),
        };
        let after = self.highest(target);
        let mut differences = Vec::new();
        for ((member, before), after) in self.snapshot.people().zip(before).zip(after) {
            let account = self.accounts.get(&member.id);
            if before == after && account.is_none() {
                continue;
            }
            let is_active = member.status() == MemberStatus::Active;
            let will_be = account.and_then(|account| account.is_active).unwrap_or(is_active);
            let account_type = account.and_then(|account| account.account_type.as_deref());
            let before = before.filter(|_| is_active).and_then(|level| left_of(&member.account_type, level));
            let then = account_type.unwrap_or(&member.account_type);
            let after = after.filter(|_| will_be).and_then(|level| left_of(then, level));
            if before != after {
                let (member, target) = (member.id.clone(), target.clone());
                differences.push(AccessDifference { member, target, before, after });
            }
        }
        differences
    }

    /// At each person's place, the highest permission they would have.
    fn highest(&self, target: &AccessTarget) -> Vec<Option<&Permission>> {
        let mut highest: Vec<Option<&Permission>> = vec![None; self.snapshot.people_count()];
        if self.deleted.contains(target) {
            return highest;
        }
        let edited = self.grants.get(target);
        let gates = match target {
            AccessTarget::Resource(resource) => resource.gates(self.snapshot),
            AccessTarget::Document(document) => document.gates(self.snapshot),
        };
        let mut raise = |member: &MemberId, permission| {
            if let Some(held) = self.snapshot.place(member).and_then(|at| highest.get_mut(at as usize)) {
                *held = (*held).max(Some(permission));
            }
        };
        if let Some(owner) = &gates.owner {
            raise(owner, &OWNERS);
        }
        let mut let_in = |grantee: &Grantee, permission| match grantee {
            Grantee::Member(member) => raise(member, permission),
            Grantee::Team(team) => self.members_of(team).for_each(|member| raise(member, permission)),
        };
        for (above, grant) in gates.grants() {
            let Some(grantee) = grant.grantee() else { continue };
            // An edit is about the thing itself and not about what it inherits.
            let is_edited = above.is_none() && edited.is_some_and(|edited| edited.contains_key(&grantee));
            if !is_edited {
                let_in(&grantee, &grant.permission);
            }
        }
        for (grantee, level) in edited.into_iter().flatten() {
            if let Some(level) = level {
                let_in(grantee, level);
            }
        }
        highest
    }

    fn members_of<'f>(&'f self, team: &TeamId) -> impl Iterator<Item = &'f MemberId> {
        let (left, joined) = (self.left.get(team), self.joined.get(team));
        let is_there = !self.deleted_teams.contains(team);
        let stay = self.snapshot.let_in(team).iter().map(|member| &member.member_id);
        let stay = stay.filter(move |member| left.is_none_or(|left| !left.contains(*member)));
        stay.chain(joined.into_iter().flatten()).filter(move |_| is_there)
    }
}

/// What an account type leaves of a level.
fn left_of(account_type: &str, level: &Permission) -> Option<Permission> {
    match effect_of(account_type, level) {
        Effect::Full => Some(level.clone()),
        Effect::Lowered(left) => Some(left),
        Effect::Nothing => None,
    }
}
