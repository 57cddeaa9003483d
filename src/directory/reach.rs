//! Everybody who can reach one resource: how many they are, and one page of those that match.
//!
//! Unlike [`Snapshot::reach_of`] nothing here names every reason of everybody: a page of fifty costs the reasons of
//! fifty, however many people reach the resource.

use super::{
    Reach, Snapshot,
    access::{effect_of, effective},
    fold,
    members::Places,
};
use crate::domain::{AccessPath, Effect, EffectiveAccess, Grantee, Member, Page, Permission, ResourceRef, TeamId, Via};
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
    /// Nothing.
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
pub struct ReachCounts(Mutex<HashMap<ResourceRef, usize>>);

impl Snapshot {
    /// How many people can reach a resource, deactivated ones who hold a grant included.
    pub fn reach_count(&self, resource: &ResourceRef) -> usize {
        let counts = || self.reach_counts.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = counts().get(resource) {
            return *known;
        }
        let count = self.highest(resource).iter().flatten().count();
        counts().insert(resource.clone(), count);
        count
    }

    /// One page of the people who can reach a resource and match, by name, each with every reason.
    pub fn find_reach(&self, resource: &ResourceRef, query: &ReachQuery) -> Page<Reach> {
        let highest = self.highest(resource);
        let words: Vec<String> = fold(&query.q).split_whitespace().map(str::to_owned).collect();
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

    /// What a member can do with a resource, with every reason; `None` when nothing lets them in.
    pub fn access_to(&self, resource: &ResourceRef, member: &Member) -> Option<EffectiveAccess> {
        let paths = self.grants(resource).iter().filter_map(|grant| {
            let via = match grant.grantee()? {
                Grantee::Member(id) => (id == member.id).then_some(Via::Direct)?,
                Grantee::Team(id) => self.is_in_team(&member.id, &id).then_some(Via::Team(id))?,
            };
            Some(AccessPath { via, permission: grant.permission.clone() })
        });
        effective(member, resource.clone(), paths.collect())
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
    fn highest(&self, resource: &ResourceRef) -> Vec<Option<&Permission>> {
        let mut highest: Vec<Option<&Permission>> = vec![None; self.people.count];
        for grant in self.grants(resource) {
            let mut add = |member| {
                if let Some(held) = self.place(member).and_then(|at| highest.get_mut(at as usize)) {
                    *held = (*held).max(Some(&grant.permission));
                }
            };
            match (&grant.member_id, &grant.team_id) {
                (Some(member), _) => add(member),
                (None, Some(team)) => self.team_members(team).iter().for_each(|m| add(&m.member_id)),
                (None, None) => {}
            }
        }
        highest
    }
}
