//! The teams list, and the same as CSV.

use crate::{
    changes::TeamDeed,
    directory::Snapshot,
    domain::{Capability, Grantee, Member, MemberId, Team, TeamMember},
    features::shared::list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, SavedList, Search},
    ui::{badge, count, head::Head, icon::Icon, locked, number, panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;

/// A team of the directory.
struct Row {
    snapshot: Arc<Snapshot>,
    /// Its place among the directory's teams.
    at: usize,
}

impl Row {
    fn team(&self) -> &Team {
        &self.snapshot.teams()[self.at]
    }

    fn members(&self) -> &[TeamMember] {
        self.snapshot.team_members(&self.team().id)
    }

    fn admins(&self) -> Vec<String> {
        let admins = self.members().iter().filter(|m| m.is_team_admin);
        admins.filter_map(|m| self.snapshot.member(&m.member_id)).map(Member::full_name).collect()
    }

    /// Workspaces and connections that it is granted.
    fn reaches(&self) -> usize {
        self.snapshot.granted_to(&Grantee::Team(self.team().id.clone())).len()
    }
}

static LIST: List<Row> = List {
    path: paths::TEAMS,
    one: "team",
    many: "teams",
    caption: "Teams",
    search: Search { form: "Filter teams", label: "Search teams", placeholder: "Name or description" },
    filters: &[
        Filter::fixed("visibility", "Visibility", &[("public", "Public"), ("private", "Private")]),
        Filter::open("admin", "Administered by"),
        Filter::fixed("members", "Members", &[("none", "Nobody"), ("some", "Someone")]),
    ],
    columns: &[
        Column::new("name", "Name", name, |row| row.team().name.clone()).lead().searched().sorts(),
        Column::within_lead("description", "Description", |row: &Row| {
            row.team().description.clone().unwrap_or_default()
        })
        .searched(),
        Column::new("members", "Members", members, |row| row.members().len().to_string())
            .class("num")
            .sorts_by(|row| row.members().len()),
        Column::new("admins", "Team admins", admins, |row| row.admins().join("; ")).label("Admins"),
        Column::new("visibility", "Visibility", visibility, |row| row.team().visibility().label().to_owned())
            .unlabelled(),
        Column::new("reach", "Access", reaches, |row| row.reaches().to_string()).class("num").sorts_by(Row::reaches),
        Column::day("created", "Created", |row: &Row| row.team().created_at).sorts(),
        Column::day("updated", "Changed", |row: &Row| row.team().updated_at).sorts(),
        Column::new("id", "Team id", id, |row| row.team().id.to_string()).offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuUsersRound,
        title: "There are no teams yet",
        text: "A team bundles people, so that access is given once instead of person by person.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let snapshot = cx.snapshot()?;
    let me = cx.actor.member_id.clone();
    let teams = find(&query, &snapshot, me.as_ref());
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, teams).await);
    }
    let all = snapshot.teams().len();
    let administers = me.is_some_and(|me| snapshot.teams_of(&me).any(|(_, is_admin)| is_admin));
    let creates = cx.can(Capability::CreateTeams);
    let managed = cx.app.changes.rules().team(TeamDeed::Create).obstacle();
    let sub = format!("{} in {}", count(all, "team", "teams"), cx.app.organization_name);
    let page = PageParts::new("Teams", NavItem::Teams).islands();
    let body = move || {
        let listing = Listing::cut(&LIST, query, teams)
            .saved(saved)
            .of(all)
            .offer("admin", Offer::Choices(administrators(administers)));
        view! {
            <Head title="Teams" sub=sub.into_any()>
                {creates.then(|| match managed {
                    None => view! { <a class="btn btn-primary" href=paths::TEAM_NEW><Icon icon=lu::LuPlus/>" Create a team"</a> }.into_any(),
                    Some(why) => locked::button("locked", lu::LuPlus, "Create a team", why).into_any(),
                })}
            </Head>
            {listing.view()}
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// Who a team may be administered by, as far as the filter knows; “me” only for those whom it can find something.
fn administrators(administers: bool) -> Vec<(String, String)> {
    let me = administers.then_some(("me", "Me"));
    me.into_iter().chain([("none", "Nobody")]).map(|(slug, word)| (slug.to_owned(), word.to_owned())).collect()
}

/// The teams that match.
fn find(query: &ListQuery, snapshot: &Arc<Snapshot>, me: Option<&MemberId>) -> Vec<Row> {
    let rows = (0..snapshot.teams().len()).map(|at| Row { snapshot: snapshot.clone(), at });
    LIST.find(rows.filter(|row| matches(row, query, me)), query)
}

fn matches(row: &Row, query: &ListQuery, me: Option<&MemberId>) -> bool {
    let is_shown = query.filter("visibility").is_none_or(|slug| row.team().visibility().slug() == slug);
    let is_administered = match query.filter("admin") {
        Some("me") => row.members().iter().any(|m| m.is_team_admin && Some(&m.member_id) == me),
        Some("none") => !row.members().iter().any(|m| m.is_team_admin),
        _ => true,
    };
    let is_filled = query.filter("members").is_none_or(|wanted| row.members().is_empty() == (wanted == "none"));
    is_shown && is_administered && is_filled
}

fn name(row: &Row) -> AnyView {
    let team = row.team();
    let archived = team.is_archived.then(|| view! { " "<span class="tag">"Archived"</span> });
    view! {
        <div class="who">
            <span class="avatar avatar-team avatar-5" aria-hidden="true"><Icon icon=lu::LuUsers/></span>
            <div><a href=paths::team(&team.id)>{team.name.clone()}</a>{archived}<small>{team.description.clone()}</small></div>
        </div>
    }
    .into_any()
}

fn admins(row: &Row) -> AnyView {
    match row.admins().as_slice() {
        [] => view! { <span class="muted">"none"</span> }.into_any(),
        [one] => one.clone().into_any(),
        [first, more @ ..] => view! { {first.clone()}" "<span class="n">"+"{more.len()}</span> }.into_any(),
    }
}

fn visibility(row: &Row) -> AnyView {
    badge::visibility(row.team().visibility()).into_any()
}

fn members(row: &Row) -> AnyView {
    number(row.members().len()).into_any()
}

fn reaches(row: &Row) -> AnyView {
    match row.reaches() {
        0 => view! { <span class="muted">"nothing"</span> }.into_any(),
        n => number(n).into_any(),
    }
}

fn id(row: &Row) -> AnyView {
    panel::id(row.team().id.as_str()).into_any()
}
