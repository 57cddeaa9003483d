//! Access as a matrix: which team has which level on which workspace; and everybody's as a file.

mod everybody;

use crate::{
    directory::{self, Snapshot, fold},
    domain::{Capability, Grantee, Permission, ResourceRef, Team, Workspace, WorkspaceId, searchable},
    ui::{
        chart, count,
        empty::Empty,
        head::Head,
        icon::Icon,
        islands::{LiveFilter, RESULTS},
        number,
        search_note::search_note,
    },
    web::{AppError, NavItem, PageParts, Pages, RequestContext, decode, get, part, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// Most rows and columns: beyond them a matrix is no picture any more.
const TEAMS: usize = 60;
const WORKSPACES: usize = 30;

pub fn routes() -> Pages {
    Pages::new().route(paths::ACCESS, get(show)).route(&paths::csv(paths::ACCESS), get(everybody::file))
}

/// What the URL narrows the matrix down to.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// Words of a team's name.
    team: String,
    /// Words of a workspace's name.
    workspace: String,
}

async fn show(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let mut query: Query = decode(cx.parts.uri.query());
    for words in [&mut query.team, &mut query.workspace] {
        *words = searchable(words).to_owned();
    }
    let snapshot = cx.snapshot()?;
    let matrix = Matrix::new(&query, &snapshot);
    let page = PageParts::new("Access matrix", NavItem::Access).islands();
    Ok(cx.render_page(page, move || view(query, matrix)).await)
}

/// The teams that hold something, and the workspaces that they hold it on.
struct Matrix {
    /// Names and paths of the workspaces shown.
    heads: Vec<(String, String)>,
    /// Names and paths of the teams shown, with a level for each workspace.
    rows: Vec<(String, String, Vec<Option<Permission>>)>,
    /// How many teams and workspaces there are in all that answer.
    teams: usize,
    workspaces: usize,
}

impl Matrix {
    fn new(query: &Query, snapshot: &Snapshot) -> Self {
        let has = |words: &str| {
            let words = directory::words(words);
            move |name: &str| {
                let name = fold(name);
                words.iter().all(|word| name.contains(word))
            }
        };
        let (in_team, in_workspace) = (has(&query.team), has(&query.workspace));
        let answering: HashSet<&WorkspaceId> =
            snapshot.workspaces().iter().filter(|w| in_workspace(&w.name)).map(|w| &w.id).collect();
        let holding: Vec<(&Team, HashMap<&WorkspaceId, &Permission>)> = snapshot
            .teams()
            .iter()
            .filter(|team| in_team(&team.name))
            .map(|team| (team, levels(team, &answering, snapshot)))
            .filter(|(_, levels)| !levels.is_empty())
            .collect();
        let teams = holding.len();
        let shown = &holding[..teams.min(TEAMS)];
        let held: HashSet<&&WorkspaceId> = shown.iter().flat_map(|(_, levels)| levels.keys()).collect();
        let columns: Vec<&Workspace> = snapshot.workspaces().iter().filter(|w| held.contains(&&w.id)).collect();
        let workspaces = columns.len();
        let columns = &columns[..workspaces.min(WORKSPACES)];
        let row = |(team, levels): &(&Team, HashMap<&WorkspaceId, &Permission>)| {
            let levels = columns.iter().map(|w| levels.get(&w.id).map(|level| (*level).clone())).collect();
            (team.name.clone(), paths::team(&team.id), levels)
        };
        Self {
            heads: columns.iter().map(|w| (w.name.clone(), paths::workspace(&w.id))).collect(),
            rows: shown.iter().map(row).collect(),
            teams,
            workspaces,
        }
    }

    /// How much of it is shown, in words.
    fn words(&self) -> String {
        let part = |shown: usize, all: usize, one: &str, many: &str| {
            if shown < all { format!("{} of {}", number(shown), count(all, one, many)) } else { count(all, one, many) }
        };
        let teams = part(self.rows.len(), self.teams, "team", "teams");
        let workspaces = part(self.heads.len(), self.workspaces, "workspace", "workspaces");
        let narrow = self.rows.len() < self.teams || self.heads.len() < self.workspaces;
        format!("{teams}, {workspaces}{}", if narrow { ": narrow them down by name to see the others" } else { "" })
    }
}

/// The highest level that a team holds on each of these workspaces.
fn levels<'s>(
    team: &Team,
    of: &HashSet<&WorkspaceId>,
    snapshot: &'s Snapshot,
) -> HashMap<&'s WorkspaceId, &'s Permission> {
    let mut levels: HashMap<&WorkspaceId, &Permission> = HashMap::new();
    for (resource, permission) in snapshot.granted_to(&Grantee::Team(team.id.clone())) {
        if let ResourceRef::Workspace(id) = resource
            && of.contains(id)
        {
            levels.entry(id).and_modify(|highest| *highest = (*highest).max(permission)).or_insert(permission);
        }
    }
    levels
}

fn view(query: Query, matrix: Matrix) -> impl IntoView {
    let narrowed = !query.team.trim().is_empty() || !query.workspace.trim().is_empty();
    let notes = search_note(&query.team).or_else(|| search_note(&query.workspace));
    let form = view! {
        <form class="filters" role="search" aria-label="Filter teams and workspaces" method="get">
            <label class="search">
                <Icon icon=lu::LuUsersRound/>
                <span class="vh">"Search teams"</span>
                <input type="search" name="team" value=query.team placeholder="Team" autocomplete="off"/>
            </label>
            <label class="search">
                <Icon icon=lu::LuFolders/>
                <span class="vh">"Search workspaces"</span>
                <input type="search" name="workspace" value=query.workspace placeholder="Workspace" autocomplete="off"/>
            </label>
            <button class="btn">"Filter"</button>
        </form>
    };
    let words = matrix.words();
    let clear = narrowed.then(|| view! { <a href=paths::ACCESS>"Clear all"</a> });
    let body = if matrix.rows.is_empty() {
        let (title, text) = if narrowed {
            ("No team holds anything there", "Try fewer words, or lift a filter.")
        } else {
            ("No team holds a workspace", "What is given to a team on a workspace appears here.")
        };
        view! { <Empty icon=lu::LuSearchX title=title text=text/> }.into_any()
    } else {
        chart::matrix("Teams and their levels on workspaces", "Team", &matrix.heads, &matrix.rows).into_any()
    };
    let sub = "Team grants only. People may also have direct access: see the page of a workspace or person.";
    let results = view! {
        <div class="applied"><p class="found" role="status">{words}</p>{clear}</div>
        {notes}
        <div class="panel" id="list">{body}</div>
    };
    view! {
        <Head title="Access matrix" sub=sub.into_any()>
            <a class="btn" href=paths::csv(paths::ACCESS)><Icon icon=lu::LuDownload/>" Export all access"</a>
        </Head>
        <LiveFilter>{form}</LiveFilter>
        {part(RESULTS, results.into_any())}
    }
}
