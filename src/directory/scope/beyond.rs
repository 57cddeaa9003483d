//! What may be learned of the organisation beyond what a snapshot shows: names, numbers, and whom one could add.
//!
//! Everything here that looks at the whole says what of it may be learned. On a snapshot of the whole all of it is the
//! same as without scopes.

use super::super::{MemberQuery, Snapshot, gates::Reachable};
use crate::domain::{ConnectionId, Member, MemberId, MemberStatus, ResourceRef, Subject, Team, TeamId, TeamMember};
use std::{collections::HashSet, sync::Arc};

/// How much of the organisation a snapshot is.
pub enum Extent {
    /// All of it.
    Whole,
    /// A part of it.
    Part(Beyond),
    Nothing,
}

/// What a part is a part of.
pub struct Beyond {
    whole: Arc<Snapshot>,
    /// What is named although it is not shown.
    mentioned: HashSet<Subject>,
    /// The teams among those, which may let in somebody who is shown.
    teams: Vec<TeamId>,
    /// The connections that are shown whole, as whose part this is manages them.
    managed: HashSet<ConnectionId>,
}

impl Beyond {
    /// What `mentioned` may be learned of, and `managed` is shown whole of.
    pub fn new(whole: Arc<Snapshot>, mentioned: HashSet<Subject>, managed: HashSet<ConnectionId>) -> Self {
        let teams = mentioned.iter().filter_map(|subject| match subject {
            Subject::Team(id) => Some(id.clone()),
            _ => None,
        });
        let mut teams: Vec<TeamId> = teams.collect();
        teams.sort_by_key(|id| whole.team_place(id));
        Self { whole, mentioned, teams, managed }
    }
}

/// Somebody as those see them who may find them and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Their member id.
    pub id: MemberId,
    /// First and last name.
    pub name: String,
    pub email: String,
    /// Their account type, as the type itself is spelled.
    pub account_type: String,
}

impl Snapshot {
    /// Whether it shows the whole organization.
    pub fn is_whole(&self) -> bool {
        matches!(self.extent, Extent::Whole)
    }

    /// Whether it is a part of this very snapshot.
    pub(super) fn is_view_of(&self, whole: &Arc<Self>) -> bool {
        matches!(&self.extent, Extent::Part(beyond) if Arc::ptr_eq(&beyond.whole, whole))
    }

    /// Whether a connection is shown with everybody who may use it, and not only as far as their teams may.
    pub(super) fn shows_whole(&self, id: &ConnectionId) -> bool {
        self.is_whole() || self.beyond().is_some_and(|beyond| beyond.managed.contains(id))
    }

    fn beyond(&self) -> Option<&Beyond> {
        match &self.extent {
            Extent::Part(beyond) => Some(beyond),
            Extent::Whole | Extent::Nothing => None,
        }
    }

    /// The whole, for something that is named although it is not shown.
    fn whole_of(&self, subject: &Subject) -> Option<&Self> {
        self.beyond().filter(|beyond| beyond.mentioned.contains(subject)).map(|beyond| &*beyond.whole)
    }

    /// Somebody who may be found: whoever is shown, and beyond that anybody active. Of the latter no more is to be shown
    /// than a [`Card`] has.
    pub fn findable(&self, id: &MemberId) -> Option<&Member> {
        self.member(id).or_else(|| self.beyond()?.whole.member(id).filter(|m| may_be_found(m)))
    }

    /// The same by address.
    pub fn findable_by_email(&self, email: &str) -> Option<&Member> {
        let beyond = || self.beyond()?.whole.member_by_email(email).filter(|m| may_be_found(m));
        self.member_by_email(email).or_else(beyond)
    }

    /// Everybody who may be found, by name.
    pub fn findable_people(&self) -> impl Iterator<Item = &Member> {
        let all = self.beyond().map_or(self, |beyond| &*beyond.whole);
        let is_part = self.beyond().is_some();
        all.people().filter(move |m| !is_part || may_be_found(m) || self.member(&m.id).is_some())
    }

    /// The first `size` people who may be found by words of their name or address; with `active`, only those who can
    /// sign in. And how many there are in all.
    pub fn find_people(&self, q: &str, active: bool, size: u32) -> (Vec<Member>, u64) {
        let all = self.beyond().map_or(self, |beyond| &*beyond.whole);
        let status = (active || self.beyond().is_some()).then_some(MemberStatus::Active);
        let query = MemberQuery { q: q.to_owned(), status, page: 1, size, ..MemberQuery::default() };
        let found = all.find_members(&query);
        (found.items, found.total)
    }

    /// What may be shown of somebody who is not shown otherwise.
    pub fn card(&self, id: &MemberId) -> Option<Card> {
        let member = self.findable(id)?;
        let account_type = self.account_type_name(member).to_owned();
        Some(Card { id: id.clone(), name: member.full_name(), email: member.email.clone(), account_type })
    }

    /// A team's name, where it is shown or named.
    pub fn team_name(&self, id: &TeamId) -> Option<&str> {
        let named = || self.whole_of(&Subject::Team(id.clone()))?.team(id);
        self.team(id).or_else(named).map(|team: &Team| team.name.as_str())
    }

    /// How many are in a team that is shown or named.
    pub fn team_size(&self, id: &TeamId) -> usize {
        let named = || self.whole_of(&Subject::Team(id.clone()));
        let from = if self.team(id).is_some() { Some(self) } else { named() };
        from.map_or(0, |snapshot| snapshot.team_members(id).len())
    }

    /// The resource's name, where it is shown or named.
    pub fn resource_name(&self, resource: &ResourceRef) -> Option<&str> {
        self.shown_name(resource).or_else(|| self.whole_of(&resource.into())?.shown_name(resource))
    }

    fn shown_name(&self, resource: &ResourceRef) -> Option<&str> {
        match resource {
            ResourceRef::Workspace(id) => self.workspace(id).map(|w| w.name.as_str()),
            ResourceRef::Connection(id) => self.connection(id).map(|c| c.name.as_str()),
        }
    }

    /// Whether a workspace or connection has a page here.
    pub fn shows(&self, resource: &ResourceRef) -> bool {
        self.shown_name(resource).is_some()
    }

    /// How many people can reach something that is shown although they themselves are not: through teams that are not.
    pub fn reached_unseen(&self, resource: &impl Reachable) -> usize {
        if self.is_whole() {
            return 0;
        }
        let seen = self.highest(resource).iter().flatten().count();
        self.reach_count(resource).saturating_sub(seen)
    }

    /// Where the people are counted who can reach something, if not here: how many get in to what a manager answers for
    /// concerns them, whoever it is.
    pub(in super::super) fn counted_in(&self, subject: &Subject) -> Option<&Self> {
        let is_shown = match subject {
            Subject::Workspace(id) => self.workspace(id).is_some(),
            Subject::Workbook(id) => self.workbook(id).is_some(),
            Subject::Dataset(id) => self.dataset(id).is_some(),
            Subject::DataModel(id) => self.data_model(id).is_some(),
            Subject::Report(id) => self.report(id).is_some(),
            Subject::Connection(id) => self.shows_whole(id),
            Subject::Member(_)
            | Subject::Address(_)
            | Subject::Team(_)
            | Subject::UserAttribute(_)
            | Subject::AccountType(_)
            | Subject::Change(_) => false,
        };
        self.beyond().filter(|_| is_shown).map(|beyond| &*beyond.whole)
    }

    /// Where it is worked out what leaving a team that is shown costs: what people keep by other ways counts, wherever
    /// these lie.
    pub(in super::super) fn weighed_in(&self, team: &TeamId) -> &Self {
        self.beyond().filter(|_| self.team(team).is_some()).map_or(self, |beyond| &*beyond.whole)
    }

    /// Whom a grant to a team lets in, also to one that is only named. Of these only those are told who are shown.
    pub(in super::super) fn let_in(&self, team: &TeamId) -> &[TeamMember] {
        let named = || self.whole_of(&Subject::Team(team.clone()));
        let from = if self.team(team).is_some() { self } else { named().unwrap_or(self) };
        from.team_members(team)
    }

    /// Whether a grant to a team lets in somebody who is shown.
    pub(in super::super) fn lets_in(&self, team: &TeamId, member: &MemberId) -> bool {
        let named = || self.whole_of(&Subject::Team(team.clone()));
        self.is_in_team(member, team) || named().is_some_and(|whole| whole.is_in_team(member, team))
    }

    /// The teams whose grants reach somebody who is shown: theirs by name, then those that are only named.
    pub(in super::super) fn letting_in<'s>(&'s self, member: &'s MemberId) -> impl Iterator<Item = &'s TeamId> {
        let named = self.beyond().into_iter().flat_map(move |beyond| {
            let lets_in = move |team: &&TeamId| self.team(team).is_none() && beyond.whole.is_in_team(member, team);
            beyond.teams.iter().filter(lets_in)
        });
        self.teams_of(member).map(|(team, _)| &team.id).chain(named)
    }

    /// The teams that are only named.
    pub(in super::super) fn named_teams(&self) -> impl Iterator<Item = &TeamId> {
        self.beyond().into_iter().flat_map(|beyond| &beyond.teams).filter(move |team| self.team(team).is_none())
    }

    pub(super) fn connection_place(&self, id: &ConnectionId) -> Option<u32> {
        self.sections.connections.held()?.content.list.place(id)
    }

    /// Whether somebody may be told of by their id: shown or findable people, shown or named teams and places.
    pub fn knows(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Member(id) => self.findable(id).is_some(),
            Subject::Address(address) => self.findable_by_email(address.as_str()).is_some(),
            Subject::Team(id) => self.team_name(id).is_some(),
            Subject::Workspace(id) => self.resource_name(&ResourceRef::Workspace(id.clone())).is_some(),
            Subject::Connection(id) => self.resource_name(&ResourceRef::Connection(id.clone())).is_some(),
            Subject::Workbook(id) => self.workbook(id).is_some(),
            Subject::Dataset(id) => self.dataset(id).is_some(),
            Subject::DataModel(id) => self.data_model(id).is_some(),
            Subject::Report(id) => self.report(id).is_some(),
            Subject::UserAttribute(id) => self.user_attribute(id).is_some(),
            Subject::AccountType(id) => self.account_types().iter().any(|known| known.id == *id),
            // Whose it is decides, which the journal knows.
            Subject::Change(_) => true,
        }
    }
}

fn may_be_found(member: &Member) -> bool {
    !member.is_system() && member.status() == MemberStatus::Active
}
