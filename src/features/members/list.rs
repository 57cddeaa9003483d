//! The members list: search, filters, sort and page, all in the URL; and the same as CSV.

use super::{
    actions::{KeepSelection, StartBulk},
    bulk::Action,
};
use crate::{
    changes::Rules,
    directory::{Known, MemberQuery, MemberSort, MemberTrait, Snapshot},
    domain::{ActivityFilter, Capability, LastActive, Member, MemberId, MemberStatus, Page, Role, TeamId, UserKind},
    features::shared::{
        list::{Bulk, Column, Filter, List, ListQuery, Listing, Nothing, Offer, PAGE_SIZE, Picks, SavedList, Search},
        onboard,
        picker::{self, CandidateSource, Resolved},
    },
    ui::{avatar::Who, badge, date, head::Head, number, panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};

/// A member with what the list shows of others.
struct Row {
    member: Member,
    account_type: String,
    teams: Vec<String>,
    last_active: LastActive,
    /// How many exports they have sent regularly, in words.
    exports: String,
}

static LIST: List<Row> = List {
    path: paths::MEMBERS,
    one: "member",
    many: "members",
    caption: "Members",
    search: Search { form: "Filter members", label: "Search members", placeholder: "Name or e-mail" },
    filters: &[
        Filter::open("type", "Type"),
        Filter::named("team", "Team"),
        Filter::fixed(
            "status",
            "Status",
            &[("active", "Active"), ("inactive", "Inactive"), ("archived", "Deactivated")],
        ),
        Filter::fixed("active", "Last active", ActivityFilter::CHOICES),
        Filter::fixed("kind", "Kind", &[("internal", "Internal"), ("guest", "Guest"), ("embed", "Embed")]),
        Filter::fixed(
            "only",
            "Only",
            &[
                ("no-team", "Without a team"),
                ("no-access", "Without access"),
                ("owner", "Owners of documents"),
                ("team-admin", "Team admins"),
            ],
        )
        .unset("Everyone"),
    ],
    columns: &[
        Column::new("name", "Name", who, |row| row.member.full_name()).lead().sorts(),
        Column::within_lead("email", "E-mail", |row: &Row| row.member.email.clone()).sorts(),
        Column::new("type", "Account type", account_type, |row| row.account_type.clone()).label("Type").sorts(),
        Column::new("teams", "Teams", teams, |row| row.teams.join("; ")),
        Column::new("status", "Status", status, |row| row.member.status().label().to_owned()).unlabelled(),
        Column::new("active", "Last active", last_active, |row| words(row.last_active))
            .class("lo muted nowrap")
            .sorts(),
        Column::text("exports", "Scheduled exports", |row: &Row| row.exports.clone()).class("num").offered(),
        Column::text("kind", "Kind", |row: &Row| row.member.user_kind.label().to_owned()).offered(),
        Column::day("added", "Added", |row: &Row| row.member.created_at).sorts(),
        Column::day("changed", "Changed", |row: &Row| row.member.updated_at).offered(),
        Column::new("id", "Member id", id, |row| row.member.id.to_string()).offered(),
    ],
    order: "name",
    group: None,
    picks: Some(Picks {
        name: "member[]",
        value: |row| row.member.id.to_string(),
        label: |row| row.member.full_name(),
    }),
    nothing: Nothing {
        icon: lu::LuUsers,
        title: "Nobody is here yet",
        text: "People invited in Sigma or onboarded here appear after the next sync.",
    },
};

const SORTS: [(&str, MemberSort); 5] = [
    ("name", MemberSort::Name),
    ("email", MemberSort::Email),
    ("type", MemberSort::AccountType),
    ("added", MemberSort::Created),
    ("active", MemberSort::LastActive),
];

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let snapshot = cx.snapshot()?;
    let team = picker::teams(&snapshot).resolve(query.filter("team").unwrap_or_default());
    if query.is_csv() {
        let asked = query.clone();
        let rows = move |number, size| std::future::ready(Ok(find(&asked, &team, &snapshot, number, size)));
        return LIST.csv_by_pages(&query, cx.now, rows).await;
    }
    let members = find(&query, &team, &snapshot, query.page(), PAGE_SIZE);
    let types = snapshot.account_types().iter().map(|t| (t.name.clone(), t.name.clone())).collect();
    let people = snapshot.people_count();
    let onboards = cx.can(Capability::WriteMembers).then(|| cx.app.changes.rules());
    let bulk = cx.can(Capability::WriteTeams).then(|| {
        let buttons = bulk_buttons(cx.actor.role, &cx.app.changes.rules(), &snapshot);
        let name = |id: &String| Some((id.clone(), snapshot.member(&MemberId::from(id.as_str()))?.full_name()));
        let names = query.picks().iter().filter_map(name).collect();
        Bulk { action: StartBulk::url(), keep: KeepSelection::url(), buttons: buttons.into_any(), names }
    });
    let selects = cx.can(Capability::WriteTeams);
    let sub = format!("{} people in {}", number(people), cx.app.organization_name);
    let page = PageParts::new("Members", NavItem::Members).islands();
    let body = move || {
        let (title, actions) = nobody(query.q(), onboards.as_ref());
        let listing = Listing::new(&LIST, query, members)
            .saved(saved)
            .of(people)
            .offer("type", Offer::Choices(types))
            .offer("team", Offer::Named(team))
            .when_unmatched(title, "Someone invited in Sigma since the directory was read is not in it yet.", actions);
        let listing = match bulk {
            Some(bulk) => listing.bulk(bulk),
            None => listing,
        };
        view! {
            <Head title="Members" sub=sub.into_any()>
                {selects.then(|| view! { <a class="btn" href=paths::MEMBERS_SELECT>"Select from a list"</a> })}
                <a class="btn" href=paths::MEMBERS_LICENCES>"Unused licences"</a>
                <a class="btn" href=paths::MEMBERS_DUPLICATES>"Possible duplicates"</a>
                {onboards.map(|rules| onboard::link(&rules))}
            </Head>
            {listing.view()}
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// What can be done to the people that are picked.
pub(super) fn bulk_buttons(role: Role, rules: &Rules, snapshot: &Snapshot) -> impl IntoView + use<> {
    let mut reasons: Vec<&'static str> = Vec::new();
    let mine = Action::ALL.into_iter().filter(|action| role.can(action.needs()));
    let buttons: Vec<_> = mine
        .map(|action| {
            let managed = action.obstacle(rules, snapshot);
            reasons.extend(managed.filter(|why| !reasons.contains(why)));
            let class = if action == Action::Offboard { "btn btn-sm btn-danger" } else { "btn btn-sm" };
            let (disabled, described) = (managed.is_some(), managed.is_some().then_some("bulk-managed"));
            view! {
                <button class=class name="action" value=action.slug() disabled=disabled aria-describedby=described>{action.button()}</button>
            }
        })
        .collect();
    let why = (!reasons.is_empty()).then(|| view! { <p class="hint" id="bulk-managed">{reasons.join(" ")}</p> });
    view! { {buttons}{why} }
}

/// The people whom a list's query finds, in its order; what a list posts to say “all that match”.
pub fn matching(query: &str, snapshot: &Snapshot) -> Vec<MemberId> {
    let query = ListQuery::read(&LIST, Some(query));
    let team = picker::teams(snapshot).resolve(query.filter("team").unwrap_or_default());
    if !team.is_settled() {
        return Vec::new();
    }
    let question = MemberQuery { page: 1, size: u32::MAX, ..question(&query, &team) };
    snapshot.find_members(&question).items.into_iter().map(|member| member.id).collect()
}

/// These people as CSV, with the usual columns.
pub async fn csv_of(members: &[MemberId], snapshot: &Snapshot, now: Timestamp) -> Response {
    let query = ListQuery::read(&LIST, None);
    let rows = members.iter().filter_map(|id| Some(row(snapshot.member(id)?.clone(), snapshot))).collect();
    LIST.csv(&query, now, rows).await
}

const TRAITS: [(&str, MemberTrait); 4] = [
    ("no-team", MemberTrait::NoTeam),
    ("no-access", MemberTrait::NoAccess),
    ("owner", MemberTrait::OwnsDocuments),
    ("team-admin", MemberTrait::TeamAdmin),
];

/// Leads back to the list at this address with these people picked.
pub async fn keep_picks(cx: &RequestContext, at: &str, ids: &[MemberId]) {
    LIST.keep_picks(cx, at, ids).await;
}

/// URL of the list that a query of its own asks for.
pub fn url(query: &str) -> String {
    ListQuery::read(&LIST, Some(query)).url()
}

/// A page of rows; none while it is not clear which team is meant.
fn find(query: &ListQuery, team: &Resolved, snapshot: &Snapshot, number: u32, size: u32) -> Page<Row> {
    if !team.is_settled() {
        return Page::empty(size);
    }
    let question = MemberQuery { page: number, size, ..question(query, team) };
    snapshot.find_members(&question).map(|member| row(member, snapshot))
}

fn row(member: Member, snapshot: &Snapshot) -> Row {
    Row {
        account_type: snapshot.account_type_name(&member).to_owned(),
        teams: snapshot.teams_of(&member.id).map(|(team, _)| team.name.clone()).collect(),
        last_active: snapshot.last_active(&member.id),
        exports: exports(&member.id, snapshot),
        member,
    }
}

fn question(query: &ListQuery, team: &Resolved) -> MemberQuery {
    let order = query.order();
    MemberQuery {
        q: query.q().to_owned(),
        account_type: query.filter("type").map(str::to_owned),
        team: team.id().map(TeamId::new),
        status: query.filter("status").and_then(MemberStatus::from_slug),
        active: query.filter("active").and_then(ActivityFilter::from_slug),
        kind: query.filter("kind").map(|word| UserKind::from(word.to_owned())),
        having: query
            .filter("only")
            .and_then(|word| TRAITS.into_iter().find(|(slug, _)| *slug == word))
            .map(|(_, is)| is),
        sort: SORTS.into_iter().find(|(slug, _)| *slug == order.column).map(|(_, sort)| sort).unwrap_or_default(),
        descending: order.descending,
        ..MemberQuery::default()
    }
}

/// What to say and offer when nobody matches.
fn nobody(q: &str, onboards: Option<&Rules>) -> (String, AnyView) {
    let title = if q.is_empty() { "Nobody matches".to_owned() } else { format!("Nobody matches “{q}”") };
    let onboard = onboards.map(|rules| {
        let email = q.trim();
        if email.contains('@') { onboard::link_for(rules, email).into_any() } else { onboard::link(rules).into_any() }
    });
    (title, onboard.into_any())
}

fn who(row: &Row) -> AnyView {
    let member = &row.member;
    view! { <Who name=member.full_name() email=member.email.clone() href=Some(paths::member(&member.id))/> }.into_any()
}

fn account_type(row: &Row) -> AnyView {
    badge::account_type(&row.account_type).into_any()
}

fn teams(row: &Row) -> AnyView {
    match row.teams.as_slice() {
        [] => view! { <span class="muted">"none"</span> }.into_any(),
        [one] => one.clone().into_any(),
        [first, more @ ..] => view! { {first.clone()}" "<span class="n">"+"{more.len()}</span> }.into_any(),
    }
}

fn status(row: &Row) -> AnyView {
    badge::member_status(&row.member).into_any()
}

/// When somebody was last in Sigma, in words; a day where it is known.
pub(super) fn words(last: LastActive) -> String {
    match last {
        LastActive::Unknown => "not known".to_owned(),
        LastActive::Nothing => "nothing recorded".to_owned(),
        LastActive::At(at) => date(at),
    }
}

/// How many exports somebody has sent regularly, in words.
pub(super) fn exports(member: &MemberId, snapshot: &Snapshot) -> String {
    match snapshot.scheduled_exports_of(member) {
        Known::Something(exports, _) => number(exports.len()),
        Known::Nothing(_) => "none".to_owned(),
        Known::Unknown => "not known".to_owned(),
    }
}

fn last_active(row: &Row) -> AnyView {
    match row.last_active {
        LastActive::At(at) => view! { <time datetime=at.to_string()>{date(at)}</time> }.into_any(),
        LastActive::Unknown | LastActive::Nothing => words(row.last_active).into_any(),
    }
}

fn id(row: &Row) -> AnyView {
    panel::id(row.member.id.as_str()).into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::shared::picker::Listed;

    #[test]
    fn the_url_becomes_the_directorys_question() {
        let query = ListQuery::read(&LIST, Some("q=ann&type=Build&status=archived&sort=-added&page=3"));
        let team = Listed::new("team", [("t-1", "Finance")].into_iter()).resolve("Finance");
        assert_eq!(
            question(&query, &team),
            MemberQuery {
                q: "ann".into(),
                account_type: Some("Build".into()),
                team: Some(TeamId::new("t-1")),
                status: Some(MemberStatus::Archived),
                sort: MemberSort::Created,
                descending: true,
                ..MemberQuery::default()
            }
        );
    }

    #[test]
    fn every_sort_has_a_column_and_every_status_a_filter() {
        for (slug, sort) in SORTS {
            let query = ListQuery::read(&LIST, Some(&format!("sort=-{slug}")));
            assert_eq!(question(&query, &Resolved::default()).sort, sort, "{slug}");
            assert!(query.order().descending, "{slug}");
        }
        for status in MemberStatus::ALL {
            let query = ListQuery::read(&LIST, Some(&format!("status={}", status.slug())));
            assert_eq!(question(&query, &Resolved::default()).status, Some(status));
        }
    }
}
