//! Licences to reclaim: who has one and has not been in Sigma for long, by account type. Each number leads to the people,
//! where they can be offboarded or given another account type together.

use super::list;
use crate::{
    directory::Snapshot,
    domain::{ActivityFilter, Capability, MemberStatus},
    ui::{badge, empty::Empty, head::Head, icon::Icon, number, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;
use std::collections::BTreeMap;
use url::form_urlencoded;

/// What is counted of each account type: a heading, and the filter of the list that shows them.
const COLUMNS: [(&str, &str); 5] = [
    ("Not for 30 days", "not-30"),
    ("Not for 90 days", "not-90"),
    ("Not for 180 days", "not-180"),
    ("Nothing recorded", "nothing"),
    ("Not known", "unknown"),
];

/// One account type: how many have it, and how many of them are how long away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    all: usize,
    away: [usize; COLUMNS.len()],
}

pub async fn page(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let snapshot = cx.snapshot()?;
    let counts = counts(&snapshot, cx.now);
    let page = PageParts::new("Unused licences", NavItem::Members);
    let sub = "People who haven’t used Sigma for a while. Select a number to list them, then offboard them or change their \
               account type.";
    let body = move || {
        let rows: Vec<_> = counts.iter().map(|(name, count)| row(name, count)).collect();
        let body = if rows.is_empty() {
            view! { <Empty icon=lu::LuUsers title="Nobody has an account" text="People appear after the next sync."/> }
                .into_any()
        } else {
            table(rows).into_any()
        };
        view! {
            <Head title="Unused licences" crumbs=vec![("Members", paths::MEMBERS)] sub=sub.into_any()/>
            <div class="flash" role="note">
                <Icon icon=lu::LuInfo/>
                <p>
                    "Once a day, the portal asks Sigma which documents each person used last. "
                    "Sigma doesn’t report this for admins: they count as not known."
                </p>
            </div>
            {body}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn table(rows: Vec<impl IntoView + 'static>) -> impl IntoView {
    let headings: Vec<_> =
        COLUMNS.iter().map(|(heading, _)| view! { <th scope="col" class="num">{*heading}</th> }).collect();
    view! {
        <Panel id="licences" title="By account type" class="table-box">
            <table class="table">
                <caption class="vh">"People by account type and by how long they have been away"</caption>
                <thead><tr><th scope="col">"Account type"</th><th scope="col" class="num">"Active members"</th>{headings}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    }
}

fn row(name: &str, count: &Count) -> impl IntoView + use<> {
    let cells: Vec<_> = COLUMNS
        .iter()
        .zip(count.away)
        .map(|((heading, slug), n)| {
            let shown = match n {
                0 => view! { <span class="muted">"0"</span> }.into_any(),
                n => view! { <a href=url(name, Some(slug))>{number(n)}</a> }.into_any(),
            };
            view! { <td data-label=*heading class="num">{shown}</td> }
        })
        .collect();
    view! {
        <tr>
            <th scope="row" class="lead">{badge::account_type(name)}</th>
            <td data-label="Active members" class="num"><a href=url(name, None)>{number(count.all)}</a></td>
            {cells}
        </tr>
    }
}

/// URL of the list of the active people with an account type, those of a filter only.
fn url(account_type: &str, active: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("status", MemberStatus::Active.slug()).append_pair("type", account_type);
    if let Some(active) = active {
        query.append_pair("active", active);
    }
    list::url(&query.finish())
}

/// How many people have each account type, and how many of them are how long away.
fn counts(snapshot: &Snapshot, now: Timestamp) -> BTreeMap<String, Count> {
    let filters = COLUMNS.map(|(_, slug)| ActivityFilter::from_slug(slug));
    let mut counts: BTreeMap<String, Count> = BTreeMap::new();
    for member in snapshot.people().filter(|member| member.status() == MemberStatus::Active) {
        let count = counts.entry(snapshot.account_type_name(member).to_owned()).or_default();
        let last = snapshot.last_active(&member.id);
        count.all += 1;
        for (place, filter) in filters.iter().enumerate() {
            count.away[place] += usize::from(filter.is_some_and(|filter| filter.admits(last, now)));
        }
    }
    counts
}
