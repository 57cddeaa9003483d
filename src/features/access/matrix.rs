//! Which team holds which level on which workspace and connection, as far as the page asks for it.

use super::Query;
use crate::{
    directory::{self, Snapshot, fold},
    domain::{Grantee, Page, Permission, ResourceKind, ResourceRef, Team},
    ui::chart::{MatrixHead, MatrixRow},
    web::paths,
};
use std::collections::{HashMap, HashSet};

/// Most rows and columns of one page: beyond them a matrix is no picture any more.
const TEAMS: u32 = 60;
const COLUMNS: u32 = 30;

/// A part of the matrix.
pub struct Matrix {
    /// Workspaces before connections; the columns of this page.
    pub heads: Page<MatrixHead>,
    /// Teams; the rows of this page.
    pub rows: Page<MatrixRow>,
}

type Levels<'s> = HashMap<&'s ResourceRef, &'s Permission>;

impl Matrix {
    /// The teams that hold something that the query asks for, and what they hold it on.
    pub fn new(query: &Query, snapshot: &Snapshot) -> Self {
        let columns = columns(query, snapshot);
        let asked: HashSet<&ResourceRef> = columns.iter().collect();
        let in_team = has_words(&query.team);
        let holding: Vec<(&Team, Levels<'_>)> = snapshot
            .teams()
            .iter()
            .filter(|team| in_team(&team.name))
            .map(|team| (team, levels(team, &asked, &query.level, snapshot)))
            .filter(|(_, levels)| !levels.is_empty())
            .collect();
        let held: HashSet<&ResourceRef> = holding.iter().flat_map(|(_, levels)| levels.keys().copied()).collect();
        let columns: Vec<&ResourceRef> = columns.iter().filter(|resource| held.contains(resource)).collect();
        let columns = Page::cut(columns, query.across(), COLUMNS);
        let row = |(team, levels): (&Team, Levels<'_>)| {
            let cell = |resource: &&ResourceRef| {
                let level = (*levels.get(*resource)?).clone();
                Some((level, paths::grant_of_team(resource, &team.id)))
            };
            MatrixRow {
                name: team.name.clone(),
                href: paths::team(&team.id),
                cells: columns.items.iter().map(cell).collect(),
            }
        };
        let rows = Page::cut(holding, query.page(), TEAMS).map(row);
        let column = |resource: &ResourceRef| MatrixHead {
            name: snapshot.resource_name(resource).unwrap_or_else(|| resource.id()).to_owned(),
            href: paths::resource(resource),
            group: match resource.kind() {
                ResourceKind::Workspace => "Workspaces",
                ResourceKind::Connection => "Connections",
            },
        };
        Self { heads: columns.map(column), rows }
    }
}

/// What can be granted and answers to the query, workspaces before connections, each by name.
fn columns(query: &Query, snapshot: &Snapshot) -> Vec<ResourceRef> {
    let is_named = has_words(&query.workspace);
    let wants = |kind: &str| query.kind.is_empty() || query.kind == kind;
    let workspaces = snapshot.workspaces().iter().filter(|w| wants("workspaces") && is_named(&w.name));
    let connections = snapshot.connections().iter().filter(|c| wants("connections") && is_named(&c.name));
    let workspaces = workspaces.map(|workspace| ResourceRef::Workspace(workspace.id.clone()));
    workspaces.chain(connections.map(|connection| ResourceRef::Connection(connection.id.clone()))).collect()
}

/// Whether a name has all these words, without case and accents.
fn has_words(words: &str) -> impl Fn(&str) -> bool + use<> {
    let words = directory::words(words);
    move |name: &str| {
        let name = fold(name);
        words.iter().all(|word| name.contains(word))
    }
}

/// The highest level that a team holds on each of these; of one level only, where that is asked for.
fn levels<'s>(team: &Team, of: &HashSet<&ResourceRef>, level: &str, snapshot: &'s Snapshot) -> Levels<'s> {
    let mut levels: Levels<'s> = HashMap::new();
    for (resource, permission) in snapshot.granted_to(&Grantee::Team(team.id.clone())) {
        if of.contains(resource) {
            levels.entry(resource).and_modify(|highest| *highest = (*highest).max(permission)).or_insert(permission);
        }
    }
    levels.retain(|_, held| level.is_empty() || held.slug() == level);
    levels
}
