//! One immutable picture of the organisation, with the indexes that answer pages.

use super::{fold, reach::ReachCounts};
use crate::domain::{
    AccountType, Connection, ConnectionId, Grant, Grantee, Member, MemberId, MemberStatus, OrganizationId, Permission,
    ResourceRef, Team, TeamId, TeamMember, Workspace, WorkspaceId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// What was read from Sigma: the part of a snapshot that is kept on disk.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SnapshotData {
    /// When it was read.
    pub as_of: Timestamp,
    /// The organisation.
    pub organization_id: OrganizationId,
    /// The member who owns the portal's credentials.
    pub token_owner: MemberId,
    /// Everybody, archived and inactive members included.
    pub members: Vec<Member>,
    /// Teams.
    pub teams: Vec<Team>,
    /// Members of each team.
    pub team_members: HashMap<TeamId, Vec<TeamMember>>,
    /// Workspaces the credentials' owner can access.
    pub workspaces: Vec<Workspace>,
    /// Grants on each workspace; absent where Sigma refuses to list them.
    pub workspace_grants: HashMap<WorkspaceId, Vec<Grant>>,
    /// Connections.
    pub connections: Vec<Connection>,
    /// Grants on each connection.
    pub connection_grants: HashMap<ConnectionId, Vec<Grant>>,
    /// Account types.
    pub account_types: Vec<AccountType>,
}

/// Everything granted to one member or team.
pub type Grants = Vec<(ResourceRef, Permission)>;

/// One immutable picture of the organisation. Readers share it and never wait.
pub struct Snapshot {
    data: SnapshotData,
    member_at: HashMap<MemberId, usize>,
    member_by_email: HashMap<String, usize>,
    /// Folded name and address of each member, at the member's own place: what a search looks through.
    pub(super) haystack: Vec<Box<str>>,
    /// Places of members, people only, in the order of their folded names.
    pub(super) by_name: Vec<u32>,
    /// The same, in the order of addresses.
    pub(super) by_email: Vec<u32>,
    team_at: HashMap<TeamId, usize>,
    workspace_at: HashMap<WorkspaceId, usize>,
    connection_at: HashMap<ConnectionId, usize>,
    memberships: HashMap<MemberId, Vec<(TeamId, bool)>>,
    granted: HashMap<Grantee, Grants>,
    pub(super) reach_counts: ReachCounts,
}

impl Snapshot {
    /// Builds the indexes.
    pub fn new(mut data: SnapshotData) -> Self {
        // Sigma promises no stable order while rows change (BEHAVIOUR.md section 3): a walk may meet somebody twice.
        let mut seen = HashSet::with_capacity(data.members.len());
        data.members.retain(|m| seen.insert(m.id.clone()));
        drop(seen);
        data.teams.sort_by_cached_key(|t| fold(&t.name));
        data.workspaces.sort_by_cached_key(|w| fold(&w.name));
        data.connections.sort_by_cached_key(|c| fold(&c.name));
        data.account_types.sort_by_cached_key(|a| (a.rank(), fold(&a.name)));
        let people = || {
            data.members
                .iter()
                .enumerate()
                .filter(|(_, m)| !m.is_system())
                .map(|(at, _)| u32::try_from(at).unwrap_or(0))
        };
        let (mut by_name, mut by_email): (Vec<u32>, Vec<u32>) = (people().collect(), people().collect());
        by_name.sort_by_cached_key(|at| fold(&data.members[*at as usize].full_name()));
        by_email.sort_by_cached_key(|at| fold(&data.members[*at as usize].email));
        let haystack =
            data.members.iter().map(|m| fold(&format!("{} {}", m.full_name(), m.email)).into_boxed_str()).collect();

        let mut memberships: HashMap<MemberId, Vec<(TeamId, bool)>> = HashMap::new();
        for team in &data.teams {
            for member in data.team_members.get(&team.id).into_iter().flatten() {
                memberships.entry(member.member_id.clone()).or_default().push((team.id.clone(), member.is_team_admin));
            }
        }
        let mut granted: HashMap<Grantee, Grants> = HashMap::new();
        let mut note = |resource: ResourceRef, grants: Option<&Vec<Grant>>| {
            for grant in grants.into_iter().flatten() {
                if let Some(grantee) = grant.grantee() {
                    granted.entry(grantee).or_default().push((resource.clone(), grant.permission.clone()));
                }
            }
        };
        for workspace in &data.workspaces {
            note(ResourceRef::Workspace(workspace.id.clone()), data.workspace_grants.get(&workspace.id));
        }
        for connection in &data.connections {
            note(ResourceRef::Connection(connection.id.clone()), data.connection_grants.get(&connection.id));
        }
        Self {
            member_at: data.members.iter().enumerate().map(|(at, m)| (m.id.clone(), at)).collect(),
            member_by_email: data.members.iter().enumerate().map(|(at, m)| (m.email.to_lowercase(), at)).collect(),
            team_at: data.teams.iter().enumerate().map(|(at, t)| (t.id.clone(), at)).collect(),
            workspace_at: data.workspaces.iter().enumerate().map(|(at, w)| (w.id.clone(), at)).collect(),
            connection_at: data.connections.iter().enumerate().map(|(at, c)| (c.id.clone(), at)).collect(),
            haystack,
            by_name,
            by_email,
            memberships,
            granted,
            reach_counts: ReachCounts::default(),
            data,
        }
    }

    /// What was read from Sigma.
    pub fn data(&self) -> &SnapshotData {
        &self.data
    }

    /// When it was read.
    pub fn as_of(&self) -> Timestamp {
        self.data.as_of
    }

    /// The member who owns the portal's credentials; deactivating them would lock the portal out.
    pub fn token_owner(&self) -> &MemberId {
        &self.data.token_owner
    }

    /// A member by id.
    pub fn member(&self, id: &MemberId) -> Option<&Member> {
        self.member_at.get(id).map(|at| &self.data.members[*at])
    }

    /// A member by address, compared without case.
    pub fn member_by_email(&self, email: &str) -> Option<&Member> {
        self.member_by_email.get(&email.to_lowercase()).map(|at| &self.data.members[*at])
    }

    /// People, in the order of their names.
    pub fn people(&self) -> impl Iterator<Item = &Member> {
        self.by_name.iter().map(|at| &self.data.members[*at as usize])
    }

    /// How many people there are, archived and inactive ones included.
    pub fn people_count(&self) -> usize {
        self.by_name.len()
    }

    /// A team by id.
    pub fn team(&self, id: &TeamId) -> Option<&Team> {
        self.team_at.get(id).map(|at| &self.data.teams[*at])
    }

    /// Teams, by name.
    pub fn teams(&self) -> &[Team] {
        &self.data.teams
    }

    /// Members of a team.
    pub fn team_members(&self, id: &TeamId) -> &[TeamMember] {
        self.data.team_members.get(id).map_or(&[], Vec::as_slice)
    }

    /// Teams of a member, by name, each with whether they administer it.
    pub fn teams_of(&self, id: &MemberId) -> impl Iterator<Item = (&Team, bool)> {
        self.memberships.get(id).into_iter().flatten().filter_map(|(team, admin)| Some((self.team(team)?, *admin)))
    }

    /// Whether the member is in the team.
    pub fn is_in_team(&self, member: &MemberId, team: &TeamId) -> bool {
        self.memberships.get(member).is_some_and(|teams| teams.iter().any(|(id, _)| id == team))
    }

    /// Whether the member administers the team.
    pub fn is_team_admin(&self, member: &MemberId, team: &TeamId) -> bool {
        self.memberships.get(member).is_some_and(|teams| teams.iter().any(|(id, admin)| *admin && id == team))
    }

    /// A workspace by id.
    pub fn workspace(&self, id: &WorkspaceId) -> Option<&Workspace> {
        self.workspace_at.get(id).map(|at| &self.data.workspaces[*at])
    }

    /// Workspaces, by name.
    pub fn workspaces(&self) -> &[Workspace] {
        &self.data.workspaces
    }

    /// A connection by id.
    pub fn connection(&self, id: &ConnectionId) -> Option<&Connection> {
        self.connection_at.get(id).map(|at| &self.data.connections[*at])
    }

    /// Connections, by name.
    pub fn connections(&self) -> &[Connection] {
        &self.data.connections
    }

    /// Account types, Sigma's own first.
    pub fn account_types(&self) -> &[AccountType] {
        &self.data.account_types
    }

    /// An account type by name, compared without case.
    pub fn account_type(&self, name: &str) -> Option<&AccountType> {
        self.data.account_types.iter().find(|t| t.name.eq_ignore_ascii_case(name))
    }

    /// Grants on a resource.
    pub fn grants(&self, resource: &ResourceRef) -> &[Grant] {
        match resource {
            ResourceRef::Workspace(id) => self.data.workspace_grants.get(id),
            ResourceRef::Connection(id) => self.data.connection_grants.get(id),
        }
        .map_or(&[], Vec::as_slice)
    }

    /// The grant that a member or team holds on a resource itself.
    pub fn grant_of(&self, resource: &ResourceRef, grantee: &Grantee) -> Option<&Grant> {
        self.grants(resource).iter().find(|grant| grant.grantee().as_ref() == Some(grantee))
    }

    /// Everything granted to a member or team itself.
    pub fn granted_to(&self, grantee: &Grantee) -> &[(ResourceRef, Permission)] {
        self.granted.get(grantee).map_or(&[], Vec::as_slice)
    }

    /// The resource's name; `None` when the directory does not know it.
    pub fn resource_name(&self, resource: &ResourceRef) -> Option<&str> {
        match resource {
            ResourceRef::Workspace(id) => self.workspace(id).map(|w| w.name.as_str()),
            ResourceRef::Connection(id) => self.connection(id).map(|c| c.name.as_str()),
        }
    }

    /// The name of a member's account type as the type itself spells it: members carry it in any casing.
    pub fn account_type_name<'a>(&'a self, member: &'a Member) -> &'a str {
        self.account_type(&member.account_type).map_or(&member.account_type, |t| &t.name)
    }

    /// How many people hold each account type, active ones only, in the order of the types.
    pub fn seats(&self) -> Vec<(String, usize)> {
        let mut seats: Vec<_> = self.data.account_types.iter().map(|t| (t.name.clone(), 0)).collect();
        for member in self.people().filter(|m| m.status() == MemberStatus::Active) {
            let name = self.account_type_name(member);
            match seats.iter_mut().find(|(known, _)| known == name) {
                Some((_, n)) => *n += 1,
                None => seats.push((name.to_owned(), 1)),
            }
        }
        seats
    }
}
