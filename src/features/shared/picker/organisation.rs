//! The things of the organisation: people and teams, workspaces and connections.

use super::{super::new_owner, Candidate, CandidateSource, Levels};
use crate::{
    directory::{Snapshot, Typed},
    domain::{Actor, Connection, Member, MemberStatus, ResourceKind, Subject, Team, Workspace},
    ui::count,
};
use icondata_lu as lu;

/// People and teams, for editing who has access to one resource.
pub struct Grantees<'a> {
    pub snapshot: &'a Snapshot,
    /// The levels of that resource.
    pub levels: Levels,
}

impl Grantees<'_> {
    fn team(&self, team: &Team) -> Candidate {
        Candidate {
            key: Subject::Team(team.id.clone()).key(),
            name: team.name.clone(),
            detail: format!("Team, {}", count(self.snapshot.team_size(&team.id), "member", "members")),
            icon: lu::LuUsersRound,
            levels: self.levels.clone(),
        }
    }

    fn member(&self, member: &Member) -> Candidate {
        Candidate {
            key: Subject::Member(member.id.clone()).key(),
            name: member.full_name(),
            detail: member.email.clone(),
            icon: lu::LuUser,
            levels: self.levels.clone(),
        }
    }
}

impl CandidateSource for Grantees<'_> {
    fn get(&self, key: &str) -> Option<Candidate> {
        match key.split_once(':')? {
            ("team", id) => self.snapshot.team(&id.into()).map(|team| self.team(team)),
            ("member", id) => self.snapshot.findable(&id.into()).map(|member| self.member(member)),
            _ => None,
        }
    }

    /// Teams before people: access is better given to a team.
    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize) {
        let text = Typed::new(typed);
        if text.is_empty() {
            return (Vec::new(), 0);
        }
        let (teams, of_teams) = text.best(self.snapshot.teams().iter().filter(|t| !t.is_archived), |t| &t.name, most);
        let size = u32::try_from(most).unwrap_or(u32::MAX);
        let (people, of_people) = self.snapshot.find_people(typed, false, size);
        let teams = teams.into_iter().map(|team| self.team(team));
        let found = teams.chain(people.iter().map(|member| self.member(member))).take(most).collect();
        (found, of_teams + usize::try_from(of_people).unwrap_or(usize::MAX))
    }
}

/// Active people, where one of them is wanted.
pub struct People<'a> {
    pub snapshot: &'a Snapshot,
}

impl CandidateSource for People<'_> {
    /// By their address too: it is that of one person only.
    fn get(&self, key: &str) -> Option<Candidate> {
        let id = key.strip_prefix("member:").unwrap_or(key);
        let found = self.snapshot.findable(&id.into()).or_else(|| self.snapshot.findable_by_email(id));
        let member = found.filter(|member| member.status() == MemberStatus::Active && !member.is_system())?;
        Some(Grantees { snapshot: self.snapshot, levels: Vec::new() }.member(member))
    }

    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize) {
        if Typed::new(typed).is_empty() {
            return (Vec::new(), 0);
        }
        let size = u32::try_from(most).unwrap_or(u32::MAX);
        let (people, total) = self.snapshot.find_people(typed, true, size);
        let all = Grantees { snapshot: self.snapshot, levels: Vec::new() };
        (people.iter().map(|member| all.member(member)).collect(), usize::try_from(total).unwrap_or(usize::MAX))
    }
}

/// Active people who are to own documents: those who can, as far as is known, come first.
pub struct Owners<'a> {
    pub snapshot: &'a Snapshot,
}

impl CandidateSource for Owners<'_> {
    fn get(&self, key: &str) -> Option<Candidate> {
        People { snapshot: self.snapshot }.get(key)
    }

    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize) {
        // Among the first of those who answer.
        const CONSIDERED: usize = 100;
        let (mut people, total) = People { snapshot: self.snapshot }.find(typed, most.max(CONSIDERED));
        new_owner::able_first(&mut people, self.snapshot);
        people.truncate(most);
        (people, total)
    }
}

/// Teams whose members somebody may change.
pub struct Teams<'a> {
    pub snapshot: &'a Snapshot,
    /// Who: an admin changes all, a team manager those they administer.
    pub actor: &'a Actor,
    /// What members of a team can be in it.
    pub levels: Levels,
}

impl Teams<'_> {
    fn has(&self, team: &Team) -> bool {
        !team.is_archived && self.snapshot.may_edit_team(self.actor, &team.id)
    }

    fn thing(&self, team: &Team) -> Candidate {
        Grantees { snapshot: self.snapshot, levels: self.levels.clone() }.team(team)
    }
}

impl CandidateSource for Teams<'_> {
    fn get(&self, key: &str) -> Option<Candidate> {
        let team = self.snapshot.team(&key.strip_prefix("team:").unwrap_or(key).into())?;
        self.has(team).then(|| self.thing(team))
    }

    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize) {
        let typed = Typed::new(typed);
        if typed.is_empty() {
            return (Vec::new(), 0);
        }
        let (teams, total) = typed.best(self.snapshot.teams().iter().filter(|team| self.has(team)), |t| &t.name, most);
        (teams.into_iter().map(|team| self.thing(team)).collect(), total)
    }
}

/// Teams, workspaces and connections, of which somebody can be made a manager.
pub struct Manageable<'a> {
    pub snapshot: &'a Snapshot,
    /// Who makes them one.
    pub actor: &'a Actor,
}

impl CandidateSource for Manageable<'_> {
    fn get(&self, key: &str) -> Option<Candidate> {
        let teams = Teams { snapshot: self.snapshot, actor: self.actor, levels: Levels::new() };
        let places = Resources { snapshot: self.snapshot, kind: None };
        // An id alone stands in the field where a name is not enough.
        let of_kind = |kind: &str| places.get(&format!("{kind}:{key}"));
        let named = || places.get(key).or_else(|| ["workspace", "connection"].into_iter().find_map(of_kind));
        teams.get(key).or_else(named)
    }

    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize) {
        let teams = Teams { snapshot: self.snapshot, actor: self.actor, levels: Levels::new() };
        let (mut found, of_teams) = teams.find(typed, most);
        let (places, of_places) = Resources { snapshot: self.snapshot, kind: None }.find(typed, most);
        found.extend(places);
        found.truncate(most);
        (found, of_teams + of_places)
    }
}

/// Workspaces and connections, for editing what one person or team has access to.
pub struct Resources<'a> {
    pub snapshot: &'a Snapshot,
    /// Only those of this kind.
    pub kind: Option<ResourceKind>,
}

impl Resources<'_> {
    fn has(&self, kind: ResourceKind) -> bool {
        self.kind.is_none_or(|only| only == kind)
    }
}

fn workspace(workspace: &Workspace) -> Candidate {
    Candidate {
        key: Subject::Workspace(workspace.id.clone()).key(),
        name: workspace.name.clone(),
        detail: "Workspace".to_owned(),
        icon: lu::LuFolder,
        levels: ResourceKind::Workspace.levels(),
    }
}

fn connection(connection: &Connection) -> Candidate {
    Candidate {
        key: Subject::Connection(connection.id.clone()).key(),
        name: connection.name.clone(),
        detail: format!("Connection, {}", connection.warehouse_label()),
        icon: lu::LuPlug,
        levels: ResourceKind::Connection.levels(),
    }
}

impl CandidateSource for Resources<'_> {
    fn get(&self, key: &str) -> Option<Candidate> {
        let (kind, id) = match (key.split_once(':'), self.kind) {
            (Some(parts), _) => parts,
            (None, Some(ResourceKind::Workspace)) => ("workspace", key),
            (None, Some(ResourceKind::Connection)) => ("connection", key),
            (None, None) => return None,
        };
        match (kind, id) {
            ("workspace", id) if self.has(ResourceKind::Workspace) => {
                self.snapshot.workspace(&id.into()).map(workspace)
            }
            ("connection", id) if self.has(ResourceKind::Connection) => {
                self.snapshot.connection(&id.into()).filter(|c| !c.is_archived).map(connection)
            }
            _ => None,
        }
    }

    fn find(&self, typed: &str, most: usize) -> (Vec<Candidate>, usize) {
        let typed = Typed::new(typed);
        if typed.is_empty() {
            return (Vec::new(), 0);
        }
        let workspaces = self.snapshot.workspaces().iter().filter(|_| self.has(ResourceKind::Workspace));
        let (workspaces, of_workspaces) = typed.best(workspaces, |w| &w.name, most);
        let connections = self.snapshot.connections().iter().filter(|_| self.has(ResourceKind::Connection));
        let (connections, of_connections) = typed.best(connections.filter(|c| !c.is_archived), |c| &c.name, most);
        let found = workspaces.into_iter().map(workspace).chain(connections.into_iter().map(connection)).take(most);
        (found.collect(), of_workspaces + of_connections)
    }
}
