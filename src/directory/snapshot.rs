//! One immutable picture of the organisation, with the indexes that answer pages.

use super::{
    activity::ByActivity, collection::Collections, figures::Figures, filed::DocumentIndex, given_roles::GivenRoles,
    granted::GrantsByGrantee, grouped::GroupedVec, payload::Assigned, people::People, reach::ReachCounts,
    scope::Extent,
};
use crate::domain::{
    Actor, Grantee, Managed, Member, MemberId, Permission, ResourceRef, Role, Team, TeamId, TeamMember, WorkspaceId,
};
use jiff::Timestamp;
use std::sync::{Arc, LazyLock, OnceLock};

/// Everything granted to one member or team.
pub type Grants = Vec<(ResourceRef, Permission)>;

/// One immutable picture of the organisation. Readers share it and never wait.
pub struct Snapshot {
    pub(super) sections: Collections,
    pub(super) people: Arc<People>,
    /// At each member's place, their teams by name, each with whether they administer it.
    pub(super) memberships: Arc<GroupedVec<(u32, bool)>>,
    pub(super) granted: Arc<GrantsByGrantee>,
    /// At each member's place, the places of their attributes and values.
    pub(super) attributes: Arc<GroupedVec<(u32, u32)>>,
    pub(super) filed: Arc<DocumentIndex>,
    figures: Figures,
    pub(super) reach_counts: ReachCounts,
    pub(super) extent: Extent,
    /// Roles that were given inside the portal.
    pub(super) given_roles: Arc<GivenRoles>,
    by_activity: OnceLock<ByActivity>,
}

impl Snapshot {
    /// The same picture with the roles that were given inside the portal.
    #[must_use]
    pub(super) fn with_given_roles(self, given_roles: Arc<GivenRoles>) -> Self {
        Self { given_roles, ..self }
    }

    /// Builds the indexes; those whose sections are the same as in `earlier` are taken from there.
    pub fn new(sections: Collections, earlier: Option<&Self>) -> Self {
        Self::build(sections, earlier, None, Extent::Whole)
    }

    /// The same for any part of the organisation; `granted` where more is known of grants than the sections hold.
    pub(super) fn build(
        sections: Collections,
        earlier: Option<&Self>,
        granted: Option<GrantsByGrantee>,
        extent: Extent,
    ) -> Self {
        let same_members = earlier.filter(|e| e.sections.members.is(&sections.members));
        let people = match same_members {
            Some(earlier) => earlier.people.clone(),
            None => Arc::new(sections.members.held().map(|held| People::new(&held.content)).unwrap_or_default()),
        };
        let memberships = match same_members.filter(|e| e.sections.teams.is(&sections.teams)) {
            Some(earlier) => earlier.memberships.clone(),
            None => Arc::new(memberships(&sections)),
        };
        let attributes = match same_members.filter(|e| e.sections.user_attributes.is(&sections.user_attributes)) {
            Some(earlier) => earlier.attributes.clone(),
            None => Arc::new(attributes(&sections)),
        };
        let same_places = |e: &&Self| {
            e.sections.workspaces.is(&sections.workspaces) && e.sections.connections.is(&sections.connections)
        };
        let granted = match (granted, earlier.filter(same_places)) {
            (Some(granted), _) => Arc::new(granted),
            (None, Some(earlier)) => earlier.granted.clone(),
            (None, None) => Arc::new(GrantsByGrantee::new(&sections)),
        };
        let same_documents = |e: &&Self| {
            e.sections.workspaces.is(&sections.workspaces)
                && e.sections.workbooks.is(&sections.workbooks)
                && e.sections.datasets.is(&sections.datasets)
                && e.sections.data_models.is(&sections.data_models)
                && e.sections.reports.is(&sections.reports)
        };
        let filed = earlier.filter(same_documents).map(|earlier| earlier.filed.clone());
        let mut snapshot = Self {
            sections,
            people,
            memberships,
            granted,
            attributes,
            filed: Arc::default(),
            figures: Figures::default(),
            reach_counts: ReachCounts::default(),
            extent,
            given_roles: Arc::default(),
            by_activity: OnceLock::new(),
        };
        snapshot.filed = filed.unwrap_or_else(|| Arc::new(DocumentIndex::of(&snapshot)));
        snapshot.figures = Figures::of(&snapshot);
        snapshot
    }

    /// What each section holds.
    pub fn sections(&self) -> &Collections {
        &self.sections
    }

    /// The people by when they were last active; sorted when it is first asked for.
    pub(super) fn by_activity(&self) -> &ByActivity {
        self.by_activity.get_or_init(|| ByActivity::of(self))
    }

    /// When the members were read, which is the age that pages show.
    pub fn as_of(&self) -> Timestamp {
        self.sections.members.as_of().unwrap_or_default()
    }

    /// The member who owns the portal's credentials; deactivating them would lock the portal out.
    pub fn token_owner(&self) -> &MemberId {
        static NOBODY: LazyLock<MemberId> = LazyLock::new(MemberId::default);
        self.sections.members.held().map_or(&NOBODY, |held| &held.content.token_owner)
    }

    /// Numbers about the organisation as a whole.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// Everybody that Sigma lists: people by name, then Sigma's own scheduler.
    pub fn everybody(&self) -> &[Member] {
        self.rows()
    }

    pub(super) fn rows(&self) -> &[Member] {
        self.sections.members.held().map_or(&[], |held| held.content.list.rows())
    }

    /// A member by id.
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        self.sections.members.held()?.content.list.get(id)
    }

    /// A member by address, compared without case.
    pub fn member_by_email(&self, email: &str) -> Option<&Member> {
        self.people.by_address(self.rows(), email)
    }

    /// The person whose address looks like this one and is another, as its letters are of another script or cannot be
    /// seen.
    pub fn looks_like(&self, email: &str) -> Option<&Member> {
        self.people.lookalike(self.rows(), email)
    }

    /// People, in the order of their names.
    pub fn people(&self) -> impl Iterator<Item = &Member> {
        self.rows()[..self.people.count].iter()
    }

    /// How many people there are, archived and inactive ones included.
    pub fn people_count(&self) -> usize {
        self.people.count
    }

    /// A team by id.
    pub fn team(&self, id: &TeamId) -> Option<&Team> {
        self.sections.teams.held()?.content.list.get(id)
    }

    /// Teams, by name.
    pub fn teams(&self) -> &[Team] {
        self.sections.teams.held().map_or(&[], |held| held.content.list.rows())
    }

    /// Members of a team.
    pub fn team_members(&self, id: &TeamId) -> &[TeamMember] {
        self.sections.teams.held().and_then(|held| held.content.detail(id)).map_or(&[], Vec::as_slice)
    }

    /// Teams of a member, by name, each with whether they administer it.
    pub fn teams_of(&self, id: &MemberId) -> impl Iterator<Item = (&Team, bool)> {
        self.teams_at(id).iter().filter_map(|(team, admin)| Some((self.teams().get(*team as usize)?, *admin)))
    }

    /// Whether the member is in the team.
    pub fn is_in_team(&self, member: &MemberId, team: &TeamId) -> bool {
        let team = self.team_place(team);
        self.teams_at(member).iter().any(|(at, _)| Some(*at) == team)
    }

    /// Whether the member administers the team.
    pub fn is_team_admin(&self, member: &MemberId, team: &TeamId) -> bool {
        let team = self.team_place(team);
        self.teams_at(member).iter().any(|(at, admin)| *admin && Some(*at) == team)
    }

    /// Whether somebody may change a team, who is in it and that there is one: an admin any, a team manager those that they
    /// administer in Sigma or were given in the portal. The one place that says so; whether the identity provider leaves the
    /// team to anybody is another matter.
    pub fn may_edit_team(&self, actor: &Actor, team: &TeamId) -> bool {
        let manages = |me: &MemberId| self.is_team_admin(me, team) || self.was_given(me, &Managed::Team(team.clone()));
        match actor.role {
            Role::Admin => true,
            Role::TeamManager => actor.member_id.as_ref().is_some_and(manages),
            Role::Auditor | Role::Member | Role::Visitor => false,
        }
    }

    /// The teams that somebody may change, by name.
    pub fn editable_teams<'s>(&'s self, actor: &'s Actor) -> impl Iterator<Item = &'s Team> {
        self.teams().iter().filter(|team| !team.is_archived && self.may_edit_team(actor, &team.id))
    }

    pub(super) fn workspace_place(&self, id: &WorkspaceId) -> Option<u32> {
        self.sections.workspaces.held()?.content.list.place(id)
    }

    pub(super) fn team_place(&self, id: &TeamId) -> Option<u32> {
        self.sections.teams.held()?.content.list.place(id)
    }

    /// The place of a member among [`Self::everybody`].
    pub(super) fn place(&self, id: &MemberId) -> Option<u32> {
        self.sections.members.held()?.content.list.place(id)
    }

    fn teams_at(&self, id: &MemberId) -> &[(u32, bool)] {
        self.place(id).map_or(&[], |at| self.memberships.of(at))
    }

    /// Everything granted to a member or team itself.
    pub fn granted_to(&self, grantee: &Grantee) -> &[(ResourceRef, Permission)] {
        self.granted.to(grantee)
    }
}

fn memberships(sections: &Collections) -> GroupedVec<(u32, bool)> {
    let (Some(held), Some(members)) = (sections.teams.held(), sections.members.held()) else {
        return GroupedVec::default();
    };
    let mut pairs = Vec::new();
    for (team, at) in held.content.list.rows().iter().zip(0..) {
        for member in held.content.detail(&team.id).into_iter().flatten() {
            if let Some(place) = members.content.list.place(&member.member_id) {
                pairs.push((place, (at, member.is_team_admin)));
            }
        }
    }
    GroupedVec::new(members.content.list.rows().len(), pairs)
}

fn attributes(sections: &Collections) -> GroupedVec<(u32, u32)> {
    let (Some(held), Some(members)) = (sections.user_attributes.held(), sections.members.held()) else {
        return GroupedVec::default();
    };
    let mut pairs = Vec::new();
    for (attribute, at) in held.content.list.rows().iter().zip(0..) {
        let assigned: Option<&Assigned> = held.content.detail(&attribute.id);
        for (member, value) in assigned.into_iter().flat_map(|assigned| &assigned.members) {
            if let Some(place) = members.content.list.place(member) {
                pairs.push((place, (at, *value)));
            }
        }
    }
    GroupedVec::new(members.content.list.rows().len(), pairs)
}
