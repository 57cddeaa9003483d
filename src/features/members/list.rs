//! The members list: search, filters, sort and page, all in the URL.

use crate::{
    components::{
        avatar::Who,
        badge,
        empty::Empty,
        filter::{self, Applied, Choice},
        head::Head,
        icon::Icon,
        islands::LiveFilter,
        number,
        pages::pager,
        table::sort_head,
    },
    directory::{MemberQuery, MemberSort, Snapshot},
    domain::{Capability, Member, MemberStatus, Page},
    web::{self, Cx, Fault, PageParts, Place, date, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const SIZE: u32 = 50;

const SORTS: [(&str, MemberSort); 4] = [
    ("name", MemberSort::Name),
    ("email", MemberSort::Email),
    ("type", MemberSort::AccountType),
    ("added", MemberSort::Created),
];

/// The list's URL. Everything is text, so that an old or mangled link still shows the list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Query {
    #[serde(skip_serializing_if = "String::is_empty")]
    q: String,
    #[serde(rename = "type", skip_serializing_if = "String::is_empty")]
    account_type: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    team: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    status: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    sort: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    page: String,
}

impl Query {
    fn url(&self) -> String {
        paths::with_query(paths::MEMBERS, self)
    }

    /// The same list from its first page.
    fn first_page(&self) -> Self {
        Self { page: String::new(), ..self.clone() }
    }

    fn order(&self) -> (MemberSort, bool) {
        let (slug, descending) = self.sort.strip_prefix('-').map_or((self.sort.as_str(), false), |slug| (slug, true));
        let sort = SORTS.into_iter().find(|(s, _)| *s == slug).map(|(_, sort)| sort);
        (sort.unwrap_or_default(), descending && sort.is_some())
    }

    fn question(&self) -> MemberQuery {
        let (sort, descending) = self.order();
        MemberQuery {
            q: self.q.clone(),
            account_type: Some(self.account_type.clone()).filter(|t| !t.is_empty()),
            team: Some(self.team.as_str().into()).filter(|t: &crate::domain::TeamId| !t.is_empty()),
            status: MemberStatus::from_slug(&self.status),
            sort,
            descending,
            page: self.page.parse().unwrap_or(1),
            size: SIZE,
        }
    }

    /// Link and present direction of a column heading.
    fn sorted_by(&self, slug: &str) -> (Option<bool>, String) {
        let (sort, descending) = self.order();
        let here = SORTS.into_iter().any(|(s, column)| s == slug && column == sort);
        let next = if here && !descending { format!("-{slug}") } else { slug.to_owned() };
        let sort = if next == "name" { String::new() } else { next };
        (here.then_some(descending), Self { sort, ..self.first_page() }.url())
    }

    fn applied(&self, snapshot: &Snapshot) -> Vec<Applied> {
        let base = self.first_page();
        let team = snapshot.team(&self.team.as_str().into()).map_or(self.team.clone(), |t| t.name.clone());
        let status = MemberStatus::from_slug(&self.status).map(|s| s.label().to_owned()).unwrap_or_default();
        filter::in_force([
            ("Search", self.q.clone(), Self { q: String::new(), ..base.clone() }.url()),
            ("Type", self.account_type.clone(), Self { account_type: String::new(), ..base.clone() }.url()),
            ("Team", team, Self { team: String::new(), ..base.clone() }.url()),
            ("Status", status, Self { status: String::new(), ..base }.url()),
        ])
    }
}

/// The list.
pub async fn list(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let query: Query = web::decode(cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let members = snapshot.find_members(&query.question());
    let onboards = cx.can(Capability::WriteMembers);
    let organization = cx.app.organization_name.clone();
    let page = PageParts::new("Members", Place::Members).islands();
    Ok(cx.show(page, move || view(&query, members, &snapshot, onboards, &organization)).await)
}

fn view(
    query: &Query,
    members: Page<Member>,
    snapshot: &Arc<Snapshot>,
    onboards: bool,
    organization: &str,
) -> impl IntoView + use<> {
    let types = snapshot.account_types().iter().map(|t| (t.name.clone(), t.name.clone())).collect();
    let teams = snapshot.teams().iter().map(|t| (t.id.to_string(), t.name.clone())).collect();
    let statuses = MemberStatus::ALL.into_iter().map(|s| (s.slug().to_owned(), s.label().to_owned())).collect();
    let choices = [
        Choice { name: "type", label: "Type", options: types, value: query.account_type.clone() },
        Choice { name: "team", label: "Team", options: teams, value: query.team.clone() },
        Choice { name: "status", label: "Status", options: statuses, value: query.status.clone() },
    ];
    let choices: Vec<_> = choices.into_iter().map(filter::choice).collect();
    let sort = (!query.sort.is_empty()).then(|| view! { <input type="hidden" name="sort" value=query.sort.clone()/> });
    let sub = format!("{} people in {organization}", number(snapshot.people_count()));
    let form = view! {
        <form class="filters" role="search" aria-label="Filter members" method="get">
            {filter::search("Search members", "Name or e-mail", &query.q)}
            {choices}
            {sort}
            <button class="btn">"Filter"</button>
        </form>
    };
    view! {
        <Head title="Members" sub=sub.into_any()>
            {onboards.then(|| view! { <a class="btn btn-primary" href=paths::ONBOARD><Icon icon=lu::LuUserPlus/>" Onboard a person"</a> })}
        </Head>
        <LiveFilter>{form}</LiveFilter>
        <div id="results">{results(query, members, snapshot, onboards)}</div>
    }
}

fn results(query: &Query, members: Page<Member>, snapshot: &Snapshot, onboards: bool) -> impl IntoView + use<> {
    let total = usize::try_from(members.total).unwrap_or(usize::MAX);
    let found = view! { <b>{number(total)}</b>" of "{number(snapshot.people_count())}" members" }.into_any();
    let applied = filter::applied(found, query.applied(snapshot), paths::MEMBERS);
    let base = query.clone();
    let pages = pager(&members, move |n| Query { page: n.to_string(), ..base.clone() }.url());
    let first_page = query.first_page().url();
    let body = match (members.items.is_empty(), members.is_out_of_range()) {
        (false, _) => table(query, members.items, snapshot).into_any(),
        (true, true) => view! {
            <Empty icon=lu::LuSearchX title="The list is shorter than that" text="This page lies behind the last one.">
                <a class="btn" href=first_page>"First page"</a>
            </Empty>
        }
        .into_any(),
        (true, false) => nobody(query, onboards).into_any(),
    };
    view! { {applied}<div class="panel table-box" id="list">{body}{pages}</div> }
}

fn nobody(query: &Query, onboards: bool) -> impl IntoView + use<> {
    let title =
        if query.q.is_empty() { "Nobody matches".to_owned() } else { format!("Nobody matches “{}”", query.q) };
    let onboard = onboards.then(|| {
        let email = query.q.trim();
        let href = if email.contains('@') { paths::onboard(email) } else { paths::ONBOARD.to_owned() };
        view! { <a class="btn btn-primary" href=href><Icon icon=lu::LuUserPlus/>" Onboard this person"</a> }
    });
    view! {
        <Empty icon=lu::LuSearchX title=title text="Somebody invited in Sigma since the directory was read is not in it yet.">
            <a class="btn" href=paths::MEMBERS>"Clear all"</a>
            {onboard}
        </Empty>
    }
}

fn table(query: &Query, members: Vec<Member>, snapshot: &Snapshot) -> impl IntoView + use<> {
    let head = |label, slug, class| {
        let (sorted, href) = query.sorted_by(slug);
        sort_head(label, class, sorted, href)
    };
    let rows: Vec<_> = members.into_iter().map(|member| row(member, snapshot)).collect();
    view! {
        <table class="table">
            <caption class="vh">"Members"</caption>
            <thead><tr>
                {head("Name", "name", "")}
                {head("Account type", "type", "")}
                <th scope="col">"Teams"</th>
                <th scope="col">"Status"</th>
                {head("Added", "added", "lo")}
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(member: Member, snapshot: &Snapshot) -> impl IntoView + use<> {
    let mut teams = snapshot.teams_of(&member.id);
    let first = teams.next().map(|(team, _)| team.name.clone());
    let more = teams.count();
    let teams = match first {
        None => view! { <span class="muted">"none"</span> }.into_any(),
        Some(name) => view! { {name}{(more > 0).then(|| view! { " "<span class="n">"+"{more}</span> })} }.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="lead"><Who name=member.full_name() email=member.email.clone() href=Some(paths::member(&member.id))/></th>
            <td data-label="Type">{badge::account_type(snapshot.account_type_name(&member))}</td>
            <td data-label="Teams">{teams}</td>
            <td>{badge::member_status(&member)}</td>
            <td data-label="Added" class="lo muted nowrap"><time datetime=member.created_at.to_string()>{date(member.created_at)}</time></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_survives_the_round_trip() {
        let query = Query { q: "a & b % c".into(), team: "t-1".into(), sort: "-added".into(), ..Query::default() };
        let url = query.url();
        let (_, text) = url.split_once('?').unwrap();
        assert_eq!(web::decode::<Query>(Some(text)), query);
        assert_eq!(Query::default().url(), paths::MEMBERS, "defaults stay out of the URL");
    }

    #[test]
    fn headings_turn_the_order_and_begin_at_the_first_page() {
        let query = Query { page: "3".into(), ..Query::default() };
        assert_eq!(query.sorted_by("name"), (Some(false), "/members?sort=-name".into()));
        assert_eq!(query.sorted_by("added"), (None, "/members?sort=added".into()));
        let turned = Query { sort: "-name".into(), ..Query::default() };
        assert_eq!(turned.sorted_by("name"), (Some(true), "/members".into()));
    }

    #[test]
    fn unknown_values_fall_back() {
        let query = web::decode::<Query>(Some("sort=nonsense&page=x&status=gone"));
        assert_eq!(query.question(), MemberQuery { page: 1, size: SIZE, ..MemberQuery::default() });
    }
}
