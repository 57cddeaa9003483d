//! The teams list: search, filters, sort and page, all in the URL; and the same as CSV.

use crate::{
    changes::TeamDeed,
    components::{
        badge, count,
        head::Head,
        icon::Icon,
        list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, PAGE_SIZE, Search},
        locked, number, panel,
    },
    directory::{self, Snapshot, fold},
    domain::{Capability, Grantee, MemberId, Page, Team},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

/// A team with what the list shows of others.
struct Row {
    team: Team,
    members: usize,
    admins: Vec<String>,
    reaches: usize,
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
        Filter::fixed("members", "Members", &[("none", "Nobody"), ("some", "Somebody")]),
    ],
    columns: &[
        Column::new("name", "Name", name, |row| row.team.name.clone()).lead().sorts(),
        Column::within_lead("description", "Description", |row: &Row| row.team.description.clone().unwrap_or_default()),
        Column::new("members", "Members", |row: &Row| number(row.members).into_any(), |row| row.members.to_string())
            .class("num")
            .sorts(),
        Column::new("admins", "Team admins", admins, |row| row.admins.join("; ")).label("Admins"),
        Column::new("visibility", "Visibility", visibility, |row| row.team.visibility().label().to_owned())
            .unlabelled(),
        Column::new("reach", "Reaches", |row: &Row| reaches(row.reaches), |row| row.reaches.to_string())
            .class("num")
            .sorts(),
        Column::day("created", "Created", |row: &Row| row.team.created_at).sorts(),
        Column::day("updated", "Changed", |row: &Row| row.team.updated_at).sorts(),
        Column::new(
            "id",
            "Team id",
            |row: &Row| panel::id(row.team.id.as_str()).into_any(),
            |row| row.team.id.to_string(),
        )
        .offered(),
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

/// The list.
pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let me = cx.actor.member_id.clone();
    let teams = find(&query, &snapshot, me.as_ref(), query.page(), PAGE_SIZE);
    let all = snapshot.teams().len();
    let administers = me.is_some_and(|me| snapshot.teams_of(&me).any(|(_, is_admin)| is_admin));
    let creates = cx.can(Capability::CreateTeams);
    let managed = cx.app.changes.rules().team(TeamDeed::Create).obstacle();
    let sub = format!("{} in {}", count(all, "team", "teams"), cx.app.organization_name);
    let page = PageParts::new("Teams", NavItem::Teams).islands();
    let body = move || {
        let listing =
            Listing::new(&LIST, query, teams).of(all).offer("admin", Offer::Choices(administrators(administers)));
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
    Ok(cx.show(page, body).await)
}

/// The list as CSV.
pub async fn csv(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let (asked, me) = (query.clone(), cx.actor.member_id.clone());
    let rows = move |number, size| std::future::ready(Ok(find(&asked, &snapshot, me.as_ref(), number, size)));
    LIST.csv(&query, cx.now, rows).await
}

/// Who a team may be administered by, as far as the filter knows; “me” only for those whom it can find something.
fn administrators(administers: bool) -> Vec<(String, String)> {
    let me = administers.then_some(("me", "Me"));
    me.into_iter().chain([("none", "Nobody")]).map(|(slug, word)| (slug.to_owned(), word.to_owned())).collect()
}

/// A page of the teams that match.
fn find(query: &ListQuery, snapshot: &Snapshot, me: Option<&MemberId>, number: u32, size: u32) -> Page<Row> {
    let words = directory::words(query.q());
    let mut found: Vec<&Team> =
        snapshot.teams().iter().filter(|team| matches(team, &words, query, snapshot, me)).collect();
    let order = query.order();
    match order.column {
        "members" => found.sort_by_key(|team| snapshot.team_members(&team.id).len()),
        "reach" => found.sort_by_key(|team| reach(team, snapshot)),
        "created" => found.sort_by_key(|team| team.created_at),
        "updated" => found.sort_by_key(|team| team.updated_at),
        // The directory keeps teams by name.
        _ => {}
    }
    if order.descending {
        found.reverse();
    }
    Page::cut(found, number, size).map(|team| row(team, snapshot))
}

fn matches(team: &Team, words: &[String], query: &ListQuery, snapshot: &Snapshot, me: Option<&MemberId>) -> bool {
    let members = || snapshot.team_members(&team.id);
    let is_shown = match query.filter("visibility") {
        Some(slug) => team.visibility().slug() == slug,
        None => true,
    };
    let is_administered = match query.filter("admin") {
        Some("me") => members().iter().any(|m| m.is_team_admin && Some(&m.member_id) == me),
        Some("none") => !members().iter().any(|m| m.is_team_admin),
        _ => true,
    };
    let is_filled = match query.filter("members") {
        Some(wanted) => members().is_empty() == (wanted == "none"),
        None => true,
    };
    is_shown && is_administered && is_filled && (words.is_empty() || has_words(team, words))
}

fn has_words(team: &Team, words: &[String]) -> bool {
    let text = fold(&format!("{} {}", team.name, team.description.as_deref().unwrap_or_default()));
    words.iter().all(|word| text.contains(word))
}

fn reach(team: &Team, snapshot: &Snapshot) -> usize {
    snapshot.granted_to(&Grantee::Team(team.id.clone())).len()
}

fn row(team: &Team, snapshot: &Snapshot) -> Row {
    let members = snapshot.team_members(&team.id);
    let admins = members.iter().filter(|m| m.is_team_admin).filter_map(|m| snapshot.member(&m.member_id));
    Row {
        members: members.len(),
        admins: admins.map(crate::domain::Member::full_name).collect(),
        reaches: reach(team, snapshot),
        team: team.clone(),
    }
}

fn name(row: &Row) -> AnyView {
    let team = &row.team;
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
    match row.admins.as_slice() {
        [] => view! { <span class="muted">"none"</span> }.into_any(),
        [one] => one.clone().into_any(),
        [first, more @ ..] => view! { {first.clone()}" "<span class="n">"+"{more.len()}</span> }.into_any(),
    }
}

fn visibility(row: &Row) -> AnyView {
    badge::visibility(row.team.visibility()).into_any()
}

fn reaches(n: usize) -> AnyView {
    if n == 0 { view! { <span class="muted">"nothing"</span> }.into_any() } else { number(n).into_any() }
}
