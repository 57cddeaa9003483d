//! Everybody who can reach one resource: how many they are, and one page of those that match.
//!
//! Unlike [`Snapshot::reach_of`] nothing here names every reason of everybody: a page of fifty costs the reasons of
//! fifty, however many people reach the resource.

use super::{
    Reach, Snapshot,
    access::{effect_of, effective},
    gates::Reachable,
    members::Places,
    opened::OWNERS,
    words,
};
use crate::domain::{
    AccessPath, Effect, EffectiveAccess, GrantSource, Grantee, Member, MemberId, Page, Permission, Subject, Team,
    TeamId,
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Which of the people who can reach a resource are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReachQuery {
    /// Words, in any order, of name or address.
    pub q: String,
    /// Those whose highest grant is this level.
    pub level: Option<Permission>,
    /// Those in this team; whether it is a grant of that team's that lets them in is not asked.
    pub team: Option<TeamId>,
    /// Those of whose highest grant the account type leaves this much.
    pub effect: Option<EffectKind>,
    /// Page number, from 1.
    pub page: u32,
    /// Rows on a page.
    pub size: u32,
}

/// How much an account type leaves of a grant: [`Effect`] without the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectKind {
    /// All of it.
    Full,
    /// A lower level.
    Lowered,
    /// None of it.
    Nothing,
}

impl From<&Effect> for EffectKind {
    fn from(effect: &Effect) -> Self {
        match effect {
            Effect::Full => Self::Full,
            Effect::Lowered(_) => Self::Lowered,
            Effect::Nothing => Self::Nothing,
        }
    }
}

/// Numbers that lists ask for again and again, worked out when a row first shows one.
#[derive(Default)]
pub struct ReachCounts(Mutex<HashMap<Subject, usize>>);

impl Snapshot {
    /// How many people can reach something, deactivated ones who hold a grant included.
    pub fn reach_count(&self, resource: &impl Reachable) -> usize {
        let subject = resource.subject();
        if let Some(whole) = self.counted_in(&subject) {
            return whole.reach_count(resource);
        }
        let counts = || self.reach_counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = counts().get(&subject) {
            return *known;
        }
        let count = self.highest(resource).iter().flatten().count();
        counts().insert(subject, count);
        count
    }

    /// One page of the people who can reach something and match, by name, each with every reason.
    pub fn find_reach<R: Reachable>(&self, resource: &R, query: &ReachQuery) -> Page<Reach<R>> {
        let highest = self.highest(resource);
        let words = words(&query.q);
        let named = (!words.is_empty()).then(|| {
            let mut named = Vec::new();
            self.people.text.find(&words, |at, _| named.push(at));
            Places::of(self.people.count, named.into_iter())
        });
        let team = query.team.as_ref().map(|team| {
            let members = self.team_members(team).iter().filter_map(|m| self.place(&m.member_id));
            Places::of(self.people.count, members)
        });
        let is_in = |places: &Option<Places>, at| places.as_ref().is_none_or(|places| places.has(at));
        let admits = |member: &Member, level: &Permission| {
            query.level.as_ref().is_none_or(|wanted| wanted == level)
                && query.effect.is_none_or(|wanted| EffectKind::from(&effect_of(&member.account_type, level)) == wanted)
        };
        let found: Vec<&Member> = (0..)
            .zip(self.people())
            .zip(&highest)
            .filter_map(|((at, member), level)| {
                (is_in(&named, at) && is_in(&team, at) && admits(member, (*level)?)).then_some(member)
            })
            .collect();
        let Page { items, total, number, size } = Page::cut(found, query.page, query.size);
        let reach =
            |member: &Member| Some(Reach { access: self.access_to(resource, member)?, member: member.id.clone() });
        Page { items: items.into_iter().filter_map(reach).collect(), total, number, size }
    }

    /// What a member can do with something, with every reason; `None` when nothing lets them in.
    pub fn access_to<R: Reachable>(&self, resource: &R, member: &Member) -> Option<EffectiveAccess<R>> {
        let gates = resource.gates(self);
        let owner = gates.owner.as_ref().filter(|owner| **owner == member.id);
        let owns = owner.map(|_| AccessPath { via: GrantSource::Owner, above: None, permission: OWNERS.clone() });
        let paths = gates.grants().filter_map(|(above, grant)| {
            let via = match grant.grantee()? {
                Grantee::Member(id) => (id == member.id).then_some(GrantSource::Direct)?,
                Grantee::Team(id) => self.lets_in(&id, &member.id).then_some(GrantSource::Team(id))?,
            };
            Some(AccessPath { via, above: above.cloned(), permission: grant.permission.clone() })
        });
        effective(member, resource.clone(), owns.into_iter().chain(paths).collect())
    }

    /// The teams that a grant lets in, by name.
    pub fn teams_let_in(&self, resource: &impl Reachable) -> Vec<&Team> {
        let gates = resource.gates(self);
        let mut places: Vec<u32> =
            gates.grants().filter_map(|(_, grant)| self.team_place(grant.team_id.as_ref()?)).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|at| self.teams().get(at as usize)).collect()
    }

    /// How many members of a team have an account type that leaves less than `permission` of it.
    pub fn held_back(&self, team: &TeamId, permission: &Permission) -> usize {
        let mut by_type: HashMap<&str, bool> = HashMap::new();
        let members = self.team_members(team).iter().filter_map(|member| self.member(&member.member_id));
        members
            .filter(|member| {
                let account_type = member.account_type.as_str();
                *by_type.entry(account_type).or_insert_with(|| effect_of(account_type, permission) != Effect::Full)
            })
            .count()
    }

    /// At each person's place, the highest permission of all grants that reach them.
    pub(super) fn highest(&self, resource: &impl Reachable) -> Vec<Option<&Permission>> {
        let gates = resource.gates(self);
        let mut highest: Vec<Option<&Permission>> = vec![None; self.people.count];
        let mut raise = |member: &MemberId, permission| {
            if let Some(held) = self.place(member).and_then(|at| highest.get_mut(at as usize)) {
                *held = (*held).max(Some(permission));
            }
        };
        if let Some(owner) = &gates.owner {
            raise(owner, &OWNERS);
        }
        for (_, grant) in gates.grants() {
            match (&grant.member_id, &grant.team_id) {
                (Some(member), _) => raise(member, &grant.permission),
                (None, Some(team)) => {
                    self.let_in(team).iter().for_each(|m| raise(&m.member_id, &grant.permission));
                }
                (None, None) => {}
            }
        }
        highest
    }
}
