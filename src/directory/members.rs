//! The members list: filter, search, sort, page.

use super::{Snapshot, activity::ByActivity, search::Fit, words};
use crate::domain::{ActivityFilter, Grantee, Member, MemberStatus, Page, TeamId, UserKind};

/// What a members list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberQuery {
    /// Words, in any order, of name or address.
    pub q: String,
    /// Account type by name.
    pub account_type: Option<String>,
    /// Only this team's members.
    pub team: Option<TeamId>,
    /// `None` shows everybody.
    pub status: Option<MemberStatus>,
    /// Only those who were last active then.
    pub active: Option<ActivityFilter>,
    /// Only people of this kind.
    pub kind: Option<UserKind>,
    /// Only people of whom this is true.
    pub having: Option<MemberTrait>,
    pub sort: MemberSort,
    /// Whether the order is reversed.
    pub descending: bool,
    /// Page number, from 1.
    pub page: u32,
    /// Rows on a page.
    pub size: u32,
}

/// Something that is true of some people, looked up for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberTrait {
    /// In no team.
    NoTeam,
    /// Neither they nor their teams hold a grant on a workspace or connection.
    NoAccess,
    /// They own a document.
    OwnsDocuments,
    /// They administer a team.
    TeamAdmin,
}

/// Columns a members list can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemberSort {
    /// First name, then last. In this order and not reversed, a search shows first whom its words fit best: whole
    /// words, then beginnings of words, then the rest.
    #[default]
    Name,
    Email,
    /// Account type, then name.
    AccountType,
    /// When the member was created.
    Created,
    /// When the member was last in Sigma: who was never seen first, and whoever is not known last, also when reversed.
    LastActive,
}

/// The places that make up one page, collected while all are counted.
struct Window {
    from: usize,
    to: usize,
    total: usize,
    places: Vec<u32>,
}

impl Window {
    fn take(&mut self, place: u32) {
        if (self.from..self.to).contains(&self.total) {
            self.places.push(place);
        }
        self.total += 1;
    }

    /// Takes all that match. When it is known how many those are, they are not counted: it ends with the page.
    fn fill(&mut self, places: impl Iterator<Item = u32>, known: Option<usize>) {
        match known {
            Some(total) => {
                self.places = places.skip(self.from).take(self.to - self.from).collect();
                self.total = total;
            }
            None => places.for_each(|at| self.take(at)),
        }
    }
}

impl Snapshot {
    /// One page of the people that match.
    pub fn find_members(&self, query: &MemberQuery) -> Page<Member> {
        let (size, number) = (query.size.max(1), query.page.max(1));
        let from = (number as usize - 1).saturating_mul(size as usize);
        let mut window = Window { from, to: from.saturating_add(size as usize), total: 0, places: Vec::new() };
        if let Some(filter) = self.filter(query) {
            self.walk(query, &filter, &mut window);
        }
        let items = window.places.iter().map(|at| self.rows()[*at as usize].clone()).collect();
        Page { items, total: window.total as u64, number, size }
    }

    fn walk(&self, query: &MemberQuery, filter: &Filter<'_>, window: &mut Window) {
        let words = words(&query.q);
        let by_name = query.sort == MemberSort::Name && !query.descending;
        let mut wanted = None;
        if !words.is_empty() {
            let mut fitting: [Vec<u32>; 3] = Default::default();
            self.people.text.find(&words, |at, fit| {
                if (at as usize) < self.people.count && filter.passes(at) {
                    fitting[fit as usize].push(at);
                }
            });
            if by_name {
                [Fit::Word, Fit::Start, Fit::Inside]
                    .iter()
                    .flat_map(|fit| &fitting[*fit as usize])
                    .for_each(|at| window.take(*at));
                return;
            }
            wanted = Some(Places::of(self.people.count, fitting.into_iter().flatten()));
        }
        let passes = |at: &u32| wanted.as_ref().is_none_or(|wanted| wanted.has(*at)) && filter.passes(*at);
        let known = if wanted.is_none() { filter.known_to_pass() } else { None };
        let order = match query.sort {
            MemberSort::LastActive => {
                let ByActivity { known: seen, unknown, .. } = self.by_activity();
                let unknown = unknown.iter().copied();
                return if query.descending {
                    window.fill(seen.iter().rev().copied().chain(unknown).filter(passes), known);
                } else {
                    window.fill(seen.iter().copied().chain(unknown).filter(passes), known);
                };
            }
            MemberSort::Name => None,
            MemberSort::Email => Some(&self.people.by_email),
            MemberSort::AccountType => Some(&self.people.by_account_type),
            MemberSort::Created => Some(&self.people.by_created),
        };
        let everybody = 0..u32::try_from(self.people.count).unwrap_or(u32::MAX);
        match (order, query.descending) {
            (None, false) => window.fill(everybody.filter(passes), known),
            (None, true) => window.fill(everybody.rev().filter(passes), known),
            (Some(order), false) => window.fill(order.iter().copied().filter(passes), known),
            (Some(order), true) => window.fill(order.iter().rev().copied().filter(passes), known),
        }
    }

    /// What to look at of each person; `None` when nobody can match.
    fn filter<'s>(&'s self, query: &'s MemberQuery) -> Option<Filter<'s>> {
        let account_type = match &query.account_type {
            Some(name) => Some(self.people.account_type_number(name)?),
            None => None,
        };
        let team = query.team.as_ref().map(|team| {
            let members = self.team_members(team).iter().filter_map(|m| self.place(&m.member_id));
            Places::of(self.people.count, members)
        });
        let (status, kind, is) = (query.status, query.kind.as_ref(), query.having);
        Some(Filter { snapshot: self, account_type, status, team, active: query.active, kind, is })
    }

    fn is(&self, at: u32, wanted: MemberTrait) -> bool {
        let teams = self.memberships.of(at);
        let Some(member) = self.rows().get(at as usize) else { return false };
        match wanted {
            MemberTrait::NoTeam => teams.is_empty(),
            MemberTrait::TeamAdmin => teams.iter().any(|(_, is_admin)| *is_admin),
            MemberTrait::OwnsDocuments => self.owned_documents(&member.id) > 0,
            MemberTrait::NoAccess => {
                let holds = |grantee| !self.granted_to(&grantee).is_empty();
                let teams = self.teams_of(&member.id).map(|(team, _)| Grantee::Team(team.id.clone()));
                !std::iter::once(Grantee::Member(member.id.clone())).chain(teams).any(holds)
            }
        }
    }
}

struct Filter<'s> {
    snapshot: &'s Snapshot,
    account_type: Option<u16>,
    status: Option<MemberStatus>,
    team: Option<Places>,
    active: Option<ActivityFilter>,
    kind: Option<&'s UserKind>,
    is: Option<MemberTrait>,
}

impl Filter<'_> {
    fn passes(&self, at: u32) -> bool {
        let people = &self.snapshot.people;
        self.status.is_none_or(|status| people.status[at as usize] == status)
            && self.account_type.is_none_or(|wanted| people.account_type[at as usize] == wanted)
            && self.team.as_ref().is_none_or(|team| team.has(at))
            && self.active.is_none_or(|active| {
                let last = self.snapshot.by_activity().at[at as usize];
                active.admits(last, self.snapshot.as_of())
            })
            && self.kind.is_none_or(|kind| self.snapshot.rows()[at as usize].user_kind == *kind)
            && self.is.is_none_or(|wanted| self.snapshot.is(at, wanted))
    }

    /// How many pass, where that is known without looking at each.
    fn known_to_pass(&self) -> Option<usize> {
        let people = &self.snapshot.people;
        match (self.account_type, &self.team, self.active, self.kind, self.is) {
            (None, None, None, None, None) => {
                Some(self.status.map_or(people.count, |status| people.with_status(status)))
            }
            _ => None,
        }
    }
}

/// A set of places, one byte each: made and asked faster than a hash set.
pub(super) struct Places(Vec<bool>);

impl Places {
    pub(super) fn of(count: usize, places: impl Iterator<Item = u32>) -> Self {
        let mut set = vec![false; count];
        for place in places {
            if let Some(has) = set.get_mut(place as usize) {
                *has = true;
            }
        }
        Self(set)
    }

    pub(super) fn has(&self, place: u32) -> bool {
        self.0.get(place as usize).is_some_and(|has| *has)
    }
}
