//! What rows can be about: people and teams, or workspaces and connections.

use super::{Levels, Thing, Things};
use crate::{
    components::count,
    directory::{MemberQuery, Snapshot, Typed},
    domain::{Connection, ConnectionPermission, Member, MemberStatus, Subject, Team, Workspace, WorkspacePermission},
};
use icondata_lu as lu;

/// Levels of a workspace, as an editor offers them.
pub fn workspace_levels() -> Levels {
    WorkspacePermission::ALL.iter().map(|level| (level.slug(), level.label())).collect()
}

/// Levels of a connection, as an editor offers them.
pub fn connection_levels() -> Levels {
    ConnectionPermission::ALL.iter().map(|level| (level.slug(), level.label())).collect()
}

/// People and teams, for editing who has access to one resource.
pub struct Grantees<'a> {
    /// The organisation.
    pub snapshot: &'a Snapshot,
    /// The levels of that resource.
    pub levels: Levels,
}

impl Grantees<'_> {
    fn team(&self, team: &Team) -> Thing {
        Thing {
            key: Subject::Team(team.id.clone()).key(),
            name: team.name.clone(),
            detail: format!("Team, {}", count(self.snapshot.team_members(&team.id).len(), "member", "members")),
            icon: lu::LuUsersRound,
            levels: self.levels.clone(),
        }
    }

    fn member(&self, member: &Member) -> Thing {
        Thing {
            key: Subject::Member(member.id.clone()).key(),
            name: member.full_name(),
            detail: member.email.clone(),
            icon: lu::LuUser,
            levels: self.levels.clone(),
        }
    }
}

impl Things for Grantees<'_> {
    fn get(&self, key: &str) -> Option<Thing> {
        match key.split_once(':')? {
            ("team", id) => self.snapshot.team(&id.into()).map(|team| self.team(team)),
            ("member", id) => self.snapshot.member(&id.into()).map(|member| self.member(member)),
            _ => None,
        }
    }

    /// Teams before people: access is better given to a team.
    fn find(&self, typed: &str, most: usize) -> Vec<Thing> {
        let text = Typed::new(typed);
        if text.is_empty() {
            return Vec::new();
        }
        let (teams, _) = text.best(self.snapshot.teams().iter().filter(|t| !t.is_archived), |t| &t.name, most);
        let size = u32::try_from(most).unwrap_or(u32::MAX);
        let query = MemberQuery { q: typed.to_owned(), page: 1, size, ..MemberQuery::default() };
        let people = self.snapshot.find_members(&query).items;
        let teams = teams.into_iter().map(|team| self.team(team));
        teams.chain(people.iter().map(|member| self.member(member))).take(most).collect()
    }
}

/// Active people, where one of them is wanted.
pub struct People<'a> {
    /// The organisation.
    pub snapshot: &'a Snapshot,
}

impl Things for People<'_> {
    fn get(&self, key: &str) -> Option<Thing> {
        Grantees { snapshot: self.snapshot, levels: Vec::new() }.get(key)
    }

    fn find(&self, typed: &str, most: usize) -> Vec<Thing> {
        if Typed::new(typed).is_empty() {
            return Vec::new();
        }
        let (size, status) = (u32::try_from(most).unwrap_or(u32::MAX), Some(MemberStatus::Active));
        let query = MemberQuery { q: typed.to_owned(), status, page: 1, size, ..MemberQuery::default() };
        let all = Grantees { snapshot: self.snapshot, levels: Vec::new() };
        self.snapshot.find_members(&query).items.iter().map(|member| all.member(member)).collect()
    }
}

/// Teams, where one of them is wanted.
pub struct Teams<'a> {
    /// The organisation.
    pub snapshot: &'a Snapshot,
}

impl Things for Teams<'_> {
    fn get(&self, key: &str) -> Option<Thing> {
        Grantees { snapshot: self.snapshot, levels: Vec::new() }.get(key)
    }

    fn find(&self, typed: &str, most: usize) -> Vec<Thing> {
        let typed = Typed::new(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let all = Grantees { snapshot: self.snapshot, levels: Vec::new() };
        let (teams, _) = typed.best(self.snapshot.teams().iter().filter(|t| !t.is_archived), |t| &t.name, most);
        teams.into_iter().map(|team| all.team(team)).collect()
    }
}

/// Workspaces and connections, for editing what one person or team has access to.
pub struct Resources<'a> {
    /// The organisation.
    pub snapshot: &'a Snapshot,
}

fn workspace(workspace: &Workspace) -> Thing {
    Thing {
        key: Subject::Workspace(workspace.id.clone()).key(),
        name: workspace.name.clone(),
        detail: "Workspace".to_owned(),
        icon: lu::LuFolder,
        levels: workspace_levels(),
    }
}

fn connection(connection: &Connection) -> Thing {
    Thing {
        key: Subject::Connection(connection.id.clone()).key(),
        name: connection.name.clone(),
        detail: format!("Connection, {}", connection.warehouse_label()),
        icon: lu::LuPlug,
        levels: connection_levels(),
    }
}

impl Things for Resources<'_> {
    fn get(&self, key: &str) -> Option<Thing> {
        match key.split_once(':')? {
            ("workspace", id) => self.snapshot.workspace(&id.into()).map(workspace),
            ("connection", id) => self.snapshot.connection(&id.into()).map(connection),
            _ => None,
        }
    }

    fn find(&self, typed: &str, most: usize) -> Vec<Thing> {
        let typed = Typed::new(typed);
        if typed.is_empty() {
            return Vec::new();
        }
        let (workspaces, _) = typed.best(self.snapshot.workspaces(), |w| &w.name, most);
        let (connections, _) =
            typed.best(self.snapshot.connections().iter().filter(|c| !c.is_archived), |c| &c.name, most);
        workspaces.into_iter().map(workspace).chain(connections.into_iter().map(connection)).take(most).collect()
    }
}
