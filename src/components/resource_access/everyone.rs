//! Everybody who can reach a resource, and why: a list of people with every way that lets each in.

use super::{Resource, Tab};
use crate::{
    components::{
        access::{Way, effect_words, ways, ways_of},
        avatar::Who,
        badge,
        list::{Column, Filter, List, ListQuery, Listing, Named, Nothing, Offer, PAGE_SIZE, Search},
        panel,
    },
    directory::{EffectKind, Reach, ReachQuery, Snapshot},
    domain::{Effect, EffectiveAccess, Member, Page, ResourceRef},
    web::{Cx, Fault, PageParts, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

/// A person with their access.
struct Row {
    member: Member,
    account_type: String,
    access: EffectiveAccess,
    ways: Vec<Way>,
}

static LIST: List<Row> = List {
    // Where the list really is depends on the resource, see `read`.
    path: "",
    one: "person",
    many: "people",
    caption: "Everybody who can reach it",
    search: Search { form: "Filter people", label: "Search people", placeholder: "Name or e-mail" },
    filters: &[
        Filter::open("level", "Level"),
        Filter::named("team", "Team"),
        Filter::fixed(
            "effect",
            "Account type",
            &[("full", "Leaves all of it"), ("lowered", "Leaves less"), ("nothing", "Leaves nothing")],
        ),
    ],
    columns: &[
        Column::new("name", "Name", who, |row| row.member.full_name()).lead(),
        Column::within_lead("email", "E-mail", |row: &Row| row.member.email.clone()),
        Column::new("level", "Level", level, |row| row.access.permission.label().to_owned()),
        Column::new("why", "Why", why, |row| row.ways.iter().map(Way::words).collect::<Vec<_>>().join("; ")),
        Column::text("effect", "In effect", in_effect).offered(),
        Column::new("type", "Account type", account_type, |row| row.account_type.clone()).label("Type"),
        Column::new("status", "Status", status, |row| row.member.status().label().to_owned()).unlabelled(),
        Column::new("id", "Member id", id, |row| row.member.id.to_string()).offered(),
    ],
    order: "",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuLock,
        title: "Nobody can reach it",
        text: "Neither a grant of their own nor one to a team lets anybody in.",
    },
};

const EFFECTS: [(&str, EffectKind); 3] =
    [("full", EffectKind::Full), ("lowered", EffectKind::Lowered), ("nothing", EffectKind::Nothing)];

/// The list.
///
/// # Errors
/// The usual ones.
pub async fn everyone<Id: Into<ResourceRef>>(cx: Cx, Path(id): Path<Id>) -> Result<Response, Fault> {
    let resource = Resource::of_request(&cx, id)?;
    let snapshot = cx.snapshot()?;
    let query = read(&cx, &resource);
    let team = team(&query, &resource, &snapshot);
    let people = find(&query, &team, &resource.of, &snapshot, query.page(), PAGE_SIZE);
    let levels = resource.levels().into_iter().map(|(slug, label)| (slug.to_owned(), label.to_owned())).collect();
    let all = snapshot.reach_count(&resource.of);
    let page = PageParts::new(format!("Who can reach {}", resource.name), resource.place()).islands();
    let body = move || {
        let listing = Listing::new(&LIST, query, people)
            .of(all)
            .offer("level", Offer::Choices(levels))
            .offer("team", Offer::Named(team))
            .view();
        view! { {resource.head(Tab::Everyone, &snapshot, None)}{listing} }
    };
    Ok(cx.show(page, body).await)
}

/// The list as CSV.
///
/// # Errors
/// The usual ones.
pub async fn csv<Id: Into<ResourceRef>>(cx: Cx, Path(id): Path<Id>) -> Result<Response, Fault> {
    let resource = Resource::of_request(&cx, id)?;
    let snapshot = cx.snapshot()?;
    let query = read(&cx, &resource);
    let team = team(&query, &resource, &snapshot);
    let asked = query.clone();
    let rows = move |number, size| std::future::ready(Ok(find(&asked, &team, &resource.of, &snapshot, number, size)));
    LIST.csv(&query, Timestamp::now(), rows).await
}

fn read(cx: &Cx, resource: &Resource) -> ListQuery {
    ListQuery::read(&LIST, cx.parts.uri.query()).at(paths::resource_people(&resource.of))
}

/// A team among those that hold a grant on the resource.
fn team(query: &ListQuery, resource: &Resource, snapshot: &Snapshot) -> Named {
    let holders: Vec<_> = snapshot
        .grants(&resource.of)
        .iter()
        .filter_map(|grant| snapshot.team(grant.team_id.as_ref()?))
        .map(|team| (team.id.as_str(), team.name.as_str()))
        .collect();
    Named::resolve(query.filter("team").unwrap_or_default(), holders.into_iter())
}

fn find(
    query: &ListQuery,
    team: &Named,
    resource: &ResourceRef,
    snapshot: &Snapshot,
    number: u32,
    size: u32,
) -> Page<Row> {
    if !team.is_settled() {
        return Page::empty(size);
    }
    let effect = query.filter("effect");
    let question = ReachQuery {
        q: query.q().to_owned(),
        level: query.filter("level").and_then(|slug| resource.permission(slug)),
        team: team.id().map(Into::into),
        effect: EFFECTS.into_iter().find(|(slug, _)| Some(*slug) == effect).map(|(_, effect)| effect),
        page: number,
        size,
    };
    let Page { items, total, number, size } = snapshot.find_reach(resource, &question);
    let row = |reach: Reach| {
        let member = snapshot.member(&reach.member)?.clone();
        let account_type = snapshot.account_type_name(&member).to_owned();
        Some(Row { ways: ways_of(&reach.access, snapshot), account_type, access: reach.access, member })
    };
    Page { items: items.into_iter().filter_map(row).collect(), total, number, size }
}

fn who(row: &Row) -> AnyView {
    let member = &row.member;
    view! { <Who name=member.full_name() email=member.email.clone() href=Some(paths::member(&member.id))/> }.into_any()
}

fn level(row: &Row) -> AnyView {
    badge::level(&row.access.permission, row.access.effect != Effect::Full).into_any()
}

fn why(row: &Row) -> AnyView {
    ways(&row.ways, &row.access.effect, true).into_any()
}

fn in_effect(row: &Row) -> String {
    effect_words(&row.access.effect).unwrap_or_else(|| "all of it".to_owned())
}

fn account_type(row: &Row) -> AnyView {
    badge::account_type(&row.account_type).into_any()
}

fn status(row: &Row) -> AnyView {
    badge::member_status(&row.member).into_any()
}

fn id(row: &Row) -> AnyView {
    panel::id(row.member.id.as_str()).into_any()
}
