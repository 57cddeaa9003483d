//! The workspaces list, and the same as CSV.

use crate::{
    directory::Snapshot,
    domain::{Capability, Grant, Grantee, ResourceRef, Workspace},
    features::shared::{
        list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, SavedList, Search, people},
        picker::{self, CandidateSource, Resolved},
    },
    ui::{count, head::Head, icon::Icon, number, panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;

/// A workspace of the directory.
struct Row {
    snapshot: Arc<Snapshot>,
    /// Its place among the directory's workspaces.
    at: usize,
}

impl Row {
    fn workspace(&self) -> &Workspace {
        &self.snapshot.workspaces()[self.at]
    }

    fn of(&self) -> ResourceRef {
        ResourceRef::Workspace(self.workspace().id.clone())
    }

    fn team_grants(&self) -> usize {
        let is_team = |grant: &&Grant| matches!(grant.grantee(), Some(Grantee::Team(_)));
        self.snapshot.grants(&self.of()).iter().filter(is_team).count()
    }

    fn personal_grants(&self) -> usize {
        self.snapshot.grants(&self.of()).len() - self.team_grants()
    }
}

static LIST: List<Row> = List {
    path: paths::WORKSPACES,
    one: "workspace",
    many: "workspaces",
    caption: "Workspaces",
    search: Search { form: "Filter workspaces", label: "Search workspaces", placeholder: "Name or id" },
    filters: &[Filter::named("team", "Team")],
    columns: &[
        Column::new("name", "Name", name, |row| row.workspace().name.clone()).lead().searched().sorts(),
        Column::new("teams", "Team grants", |row: &Row| grants(row.team_grants()), |row| row.team_grants().to_string())
            .class("num")
            .sorts_by(Row::team_grants),
        Column::new(
            "people",
            "Personal grants",
            |row: &Row| grants(row.personal_grants()),
            |row| row.personal_grants().to_string(),
        )
        .class("num")
        .sorts_by(Row::personal_grants),
        Column::new("reach", "People", reach, |row| row.snapshot.reach_count(&row.of()).to_string()).class("num"),
        Column::day("created", "Created", |row: &Row| row.workspace().created_at).sorts(),
        Column::day("updated", "Updated", |row: &Row| row.workspace().updated_at).sorts(),
        Column::new("id", "Workspace id", id, |row| row.workspace().id.to_string()).searched().offered(),
        Column::text("url", "Id in URLs and grants", |row: &Row| row.workspace().url_id.clone()).searched().offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuFolders,
        title: "No workspace is here yet",
        text: "Workspaces that the portal's own account can see in Sigma appear after the next sync.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let snapshot = cx.snapshot()?;
    let team = picker::teams(&snapshot).resolve(query.filter("team").unwrap_or_default());
    let workspaces = find(&query, &team, &snapshot);
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, workspaces).await);
    }
    let all = snapshot.workspaces().len();
    let creates = cx.can(Capability::WriteWorkspaces);
    let sub = format!("{} that the portal can see in Sigma", count(all, "workspace", "workspaces"));
    let page = PageParts::new("Workspaces", NavItem::Workspaces).islands();
    let body = move || {
        let listing =
            Listing::cut(&LIST, query, workspaces).saved(saved).of(all).offer("team", Offer::Named(team)).view();
        view! {
            <Head title="Workspaces" sub=sub.into_any()>
                {creates.then(|| view! { <a class="btn btn-primary" href=paths::WORKSPACE_NEW><Icon icon=lu::LuFolderPlus/>" Create a workspace"</a> })}
            </Head>
            {listing}
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// The workspaces that match; none while it is not clear which team is meant.
fn find(query: &ListQuery, team: &Resolved, snapshot: &Arc<Snapshot>) -> Vec<Row> {
    if !team.is_settled() {
        return Vec::new();
    }
    let of_team = team.id().map(|id| snapshot.granted_to(&Grantee::Team(id.into())));
    let is_granted = |row: &Row| of_team.is_none_or(|granted| granted.iter().any(|(of, _)| *of == row.of()));
    let rows = (0..snapshot.workspaces().len()).map(|at| Row { snapshot: snapshot.clone(), at });
    LIST.find(rows.filter(is_granted), query)
}

fn name(row: &Row) -> AnyView {
    let href = paths::workspace(&row.workspace().id);
    view! { <div class="what"><Icon icon=lu::LuFolder/><a href=href>{row.workspace().name.clone()}</a></div> }
        .into_any()
}

fn grants(n: usize) -> AnyView {
    if n == 0 { view! { <span class="muted">"none"</span> }.into_any() } else { number(n).into_any() }
}

fn reach(row: &Row) -> AnyView {
    people(row.snapshot.reach_count(&row.of()), paths::resource_people(&row.of()))
}

fn id(row: &Row) -> AnyView {
    panel::id(row.workspace().id.as_str()).into_any()
}
