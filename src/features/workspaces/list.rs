//! The workspaces list: search, filter, sort and page, all in the URL; and the same as CSV.

use crate::{
    components::{
        count,
        head::Head,
        icon::Icon,
        list::{Column, Filter, List, ListQuery, Listing, Named, Nothing, Offer, PAGE_SIZE, Search, people},
        number, panel,
    },
    directory::{self, Snapshot, fold},
    domain::{Capability, Grantee, Page, ResourceRef, Workspace},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

/// A workspace with what the list shows of its access.
struct Row {
    workspace: Workspace,
    teams: usize,
    people: usize,
    /// Everybody who can reach it.
    reach: usize,
}

static LIST: List<Row> = List {
    path: paths::WORKSPACES,
    one: "workspace",
    many: "workspaces",
    caption: "Workspaces",
    search: Search { form: "Filter workspaces", label: "Search workspaces", placeholder: "Name or id" },
    filters: &[Filter::named("team", "Team")],
    columns: &[
        Column::new("name", "Name", name, |row| row.workspace.name.clone()).lead().sorts(),
        Column::new("teams", "Team grants", |row: &Row| grants(row.teams), |row| row.teams.to_string())
            .class("num")
            .sorts(),
        Column::new("people", "Personal grants", |row: &Row| grants(row.people), |row| row.people.to_string())
            .class("num")
            .sorts(),
        Column::new("reach", "Can reach it", reach, |row| row.reach.to_string()).class("num"),
        Column::day("created", "Created", |row: &Row| row.workspace.created_at).sorts(),
        Column::day("updated", "Updated", |row: &Row| row.workspace.updated_at).sorts(),
        Column::new("id", "Workspace id", id, |row| row.workspace.id.to_string()).offered(),
        Column::text("url", "Id in URLs and grants", |row: &Row| row.workspace.url_id.clone()).offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuFolders,
        title: "No workspace is here yet",
        text: "Workspaces that the portal's own account can see in Sigma appear with the next reading of the directory.",
    },
};

/// The list.
pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let team = Named::team(query.filter("team").unwrap_or_default(), &snapshot);
    let workspaces = find(&query, &team, &snapshot, query.page(), PAGE_SIZE);
    let all = snapshot.workspaces().len();
    let creates = cx.can(Capability::WriteWorkspaces);
    let sub = format!("{} that the portal can see in Sigma", count(all, "workspace", "workspaces"));
    let page = PageParts::new("Workspaces", NavItem::Workspaces).islands();
    let body = move || {
        let listing = Listing::new(&LIST, query, workspaces).of(all).offer("team", Offer::Named(team)).view();
        view! {
            <Head title="Workspaces" sub=sub.into_any()>
                {creates.then(|| view! { <a class="btn btn-primary" href=paths::WORKSPACE_NEW><Icon icon=lu::LuFolderPlus/>" Create a workspace"</a> })}
            </Head>
            {listing}
        }
    };
    Ok(cx.show(page, body).await)
}

/// The list as CSV.
pub async fn csv(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let team = Named::team(query.filter("team").unwrap_or_default(), &snapshot);
    let asked = query.clone();
    let rows = move |number, size| std::future::ready(Ok(find(&asked, &team, &snapshot, number, size)));
    LIST.csv(&query, cx.now, rows).await
}

/// A page of rows; who can reach a workspace is worked out for these only.
fn find(query: &ListQuery, team: &Named, snapshot: &Snapshot, number: u32, size: u32) -> Page<Row> {
    if !team.is_settled() {
        return Page::empty(size);
    }
    let words = directory::words(query.q());
    let of_team = team.id().map(|id| snapshot.granted_to(&Grantee::Team(id.into())));
    let mut found: Vec<&Workspace> = snapshot
        .workspaces()
        .iter()
        .filter(|workspace| words.is_empty() || answers(workspace, query.q().trim(), &words))
        .filter(|workspace| {
            let is_it = |of: &ResourceRef| matches!(of, ResourceRef::Workspace(id) if *id == workspace.id);
            of_team.is_none_or(|granted| granted.iter().any(|(of, _)| is_it(of)))
        })
        .collect();
    let order = query.order();
    match order.column {
        "teams" => found.sort_by_cached_key(|workspace| granted(workspace, snapshot).0),
        "people" => found.sort_by_cached_key(|workspace| granted(workspace, snapshot).1),
        "created" => found.sort_by_key(|workspace| workspace.created_at),
        "updated" => found.sort_by_key(|workspace| workspace.updated_at),
        // The directory has them by name.
        _ => {}
    }
    if order.descending {
        found.reverse();
    }
    Page::cut(found, number, size).map(|workspace| {
        let (teams, people) = granted(workspace, snapshot);
        let reach = snapshot.reach_count(&ResourceRef::Workspace(workspace.id.clone()));
        Row { workspace: workspace.clone(), teams, people, reach }
    })
}

fn answers(workspace: &Workspace, typed: &str, words: &[String]) -> bool {
    let name = fold(&workspace.name);
    words.iter().all(|word| name.contains(word.as_str()))
        || workspace.id.as_str().eq_ignore_ascii_case(typed)
        || workspace.url_id == typed
}

/// Grants to teams, and to people.
fn granted(workspace: &Workspace, snapshot: &Snapshot) -> (usize, usize) {
    let grants = snapshot.grants(&ResourceRef::Workspace(workspace.id.clone()));
    let teams = grants.iter().filter(|grant| matches!(grant.grantee(), Some(Grantee::Team(_)))).count();
    (teams, grants.len() - teams)
}

fn name(row: &Row) -> AnyView {
    let href = paths::workspace(&row.workspace.id);
    view! { <div class="what"><Icon icon=lu::LuFolder/><a href=href>{row.workspace.name.clone()}</a></div> }.into_any()
}

fn grants(n: usize) -> AnyView {
    if n == 0 { view! { <span class="muted">"none"</span> }.into_any() } else { number(n).into_any() }
}

fn reach(row: &Row) -> AnyView {
    let href = paths::resource_people(&ResourceRef::Workspace(row.workspace.id.clone()));
    people(row.reach, href)
}

fn id(row: &Row) -> AnyView {
    panel::id(row.workspace.id.as_str()).into_any()
}
