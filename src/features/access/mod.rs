//! Access as a matrix: which team has which level on which workspace and connection; and everybody's as a file.

mod everybody;
mod matrix;

use crate::{
    domain::{Capability, Page, ResourceKind, searchable},
    features::shared::list::pager,
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
use matrix::Matrix;
use serde::{Deserialize, Serialize};

pub fn routes() -> Pages {
    Pages::new().route(paths::ACCESS, get(show)).route(&paths::csv(paths::ACCESS), get(everybody::file))
}

/// What the URL narrows the matrix down to.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
struct Query {
    /// Words of a team's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    team: String,
    /// Words of the name of a workspace or connection.
    #[serde(skip_serializing_if = "String::is_empty")]
    workspace: String,
    /// `workspaces` or `connections`; all of them without.
    #[serde(skip_serializing_if = "String::is_empty")]
    kind: String,
    /// A level: only what is held at it.
    #[serde(skip_serializing_if = "String::is_empty")]
    level: String,
    /// Which page of teams, from 1.
    #[serde(skip_serializing_if = "String::is_empty")]
    page: String,
    /// Which page of columns, from 1.
    #[serde(skip_serializing_if = "String::is_empty")]
    across: String,
}

const KINDS: [(&str, &str); 2] = [("workspaces", "Workspaces"), ("connections", "Connections")];

impl Query {
    /// It as it is understood: words that can be searched for, and known kinds and levels.
    fn settled(mut self) -> Self {
        for words in [&mut self.team, &mut self.workspace] {
            *words = searchable(words).to_owned();
        }
        if !KINDS.iter().any(|(slug, _)| *slug == self.kind) {
            self.kind.clear();
        }
        if !levels().any(|(slug, _)| slug == self.level) {
            self.level.clear();
        }
        self
    }

    fn page(&self) -> u32 {
        self.page.parse().unwrap_or(1).max(1)
    }

    fn across(&self) -> u32 {
        self.across.parse().unwrap_or(1).max(1)
    }

    fn narrows(&self) -> bool {
        [&self.team, &self.workspace, &self.kind, &self.level].iter().any(|part| !part.trim().is_empty())
    }

    /// The page with other rows and columns of the same matrix.
    fn at(&self, page: u32, across: u32) -> String {
        let number = |n: u32| if n == 1 { String::new() } else { n.to_string() };
        paths::with_query(paths::ACCESS, &Self { page: number(page), across: number(across), ..self.clone() })
    }
}

/// Every level of both kinds.
fn levels() -> impl Iterator<Item = (&'static str, &'static str)> {
    [ResourceKind::Workspace, ResourceKind::Connection].into_iter().flat_map(ResourceKind::levels)
}

async fn show(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = decode::<Query>(cx.parts.uri.query()).settled();
    let matrix = Matrix::new(&query, &*cx.snapshot()?);
    let page = PageParts::new("Access matrix", NavItem::Access).islands();
    Ok(cx.render_page(page, move || view(query, matrix)).await)
}

/// How much of it there is, in words.
fn words(matrix: &Matrix) -> String {
    let all = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    let teams = count(all(matrix.rows.total), "team", "teams");
    format!("{teams}, {}", count(all(matrix.heads.total), "workspace or connection", "workspaces and connections"))
}

fn view(query: Query, matrix: Matrix) -> impl IntoView {
    let narrowed = query.narrows();
    let notes = search_note(&query.team).or_else(|| search_note(&query.workspace));
    let found = words(&matrix);
    let clear = narrowed.then(|| view! { <a href=paths::ACCESS>"Clear all"</a> });
    let body = if matrix.rows.items.is_empty() {
        let (title, text) = if narrowed || query.page() > 1 {
            ("No team holds anything there", "Try fewer words, or lift a filter.")
        } else {
            ("No team holds anything", "What is granted to a team on a workspace or connection appears here.")
        };
        view! { <Empty icon=lu::LuSearchX title=title text=text/> }.into_any()
    } else {
        let caption = "Teams and their levels on workspaces and connections";
        chart::matrix(caption, "Team", &matrix.heads.items, &matrix.rows.items).into_any()
    };
    let asked = query.clone();
    let down = pager(&matrix.rows, move |n| asked.at(n, asked.across()));
    let form = filters(&query);
    let columns = across(&matrix.heads, &query);
    let sub = "Team grants only. People may also have direct access: see the page of a workspace or person. A level leads to where it is changed.";
    let results = view! {
        <div class="applied"><p class="found" role="status">{found}</p>{clear}{columns}</div>
        {notes}
        <div class="panel" id="list">{body}{down}</div>
    };
    view! {
        <Head title="Access matrix" sub=sub.into_any()>
            <a class="btn" href=paths::csv(paths::ACCESS)><Icon icon=lu::LuDownload/>" Export all access"</a>
        </Head>
        <LiveFilter>{form}</LiveFilter>
        {part(RESULTS, results.into_any())}
    }
}

fn filters(query: &Query) -> impl IntoView + use<> {
    let choice = |name: &'static str, label: &'static str, chosen: &str, all: Vec<(&'static str, &'static str)>| {
        let class = if chosen.is_empty() { "choose" } else { "choose is-set" };
        let option = |(slug, word): (&'static str, &'static str)| view! { <option value=slug selected=slug == chosen>{word}</option> };
        let options: Vec<_> = all.into_iter().map(option).collect();
        view! { <label class=class><span>{label}</span><select name=name><option value="">"Any"</option>{options}</select></label> }
    };
    view! {
        <form class="filters" role="search" aria-label="Filter the matrix" method="get">
            <label class="search">
                <Icon icon=lu::LuUsersRound/>
                <span class="vh">"Search teams"</span>
                <input type="search" name="team" value=query.team.clone() placeholder="Team" autocomplete="off"/>
            </label>
            <label class="search">
                <Icon icon=lu::LuFolders/>
                <span class="vh">"Search workspaces and connections"</span>
                <input type="search" name="workspace" value=query.workspace.clone() placeholder="Workspace or connection" autocomplete="off"/>
            </label>
            {choice("kind", "Kind", &query.kind, KINDS.into())}
            {choice("level", "Level", &query.level, levels().collect())}
            <button class="btn">"Filter"</button>
        </form>
    }
}

/// The way to the other columns; nothing where all fit.
fn across<T>(heads: &Page<T>, query: &Query) -> Option<impl IntoView + use<T>> {
    let last = heads.last();
    if last == 1 {
        return None;
    }
    let here = heads.number;
    let size = |n: u64| number(usize::try_from(n).unwrap_or(0));
    let words = format!("Columns {}–{} of {}", size(heads.first_row()), size(heads.last_row()), size(heads.total));
    let step = |label: &'static str, to: u32| {
        (1..=last).contains(&to).then(|| view! { <a class="btn btn-sm" href=query.at(query.page(), to)>{label}</a> })
    };
    Some(view! {
        <nav class="actions" aria-label="Columns"><p>{words}</p>{step("Previous columns", here - 1)}{step("Next columns", here + 1)}</nav>
    })
}
