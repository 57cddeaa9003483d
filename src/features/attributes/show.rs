//! One user attribute: what it is, and who has which value.

use super::values::{set_form, unset_form};
use crate::{
    directory::Snapshot,
    domain::{AttributeWish, Capability, Grantee, Intent, Page, Seen, Subject, UserAttribute, UserAttributeId},
    features::shared::{
        contest,
        history::{history, lately},
        list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, PAGE_SIZE, Search},
    },
    ui::{
        date,
        head::Head,
        panel::{self, Panel, fact},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

struct Row {
    attribute: UserAttributeId,
    holder: Grantee,
    name: String,
    /// A person's address.
    email: String,
    value: String,
    may_unset: bool,
}

static LIST: List<Row> = List {
    path: paths::ATTRIBUTES,
    one: "value",
    many: "values",
    caption: "Values, people first",
    search: Search { form: "Filter values", label: "Search holders", placeholder: "Name or e-mail" },
    filters: &[
        Filter::fixed("of", "Of", &[("people", "People"), ("teams", "Teams")]).unset("Everyone"),
        Filter::open("value", "Value"),
    ],
    columns: &[
        Column::new("name", "Holder", who, |row| row.name.clone()).lead().searched(),
        Column::within_lead("email", "E-mail", |row: &Row| row.email.clone()).searched(),
        Column::text("kind", "Kind", |row: &Row| kind(&row.holder).to_owned()).unlabelled().class("muted"),
        Column::new("value", "Value", value, |row| row.value.clone()),
    ],
    order: "",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuTag,
        title: "Nobody has a value of their own",
        text: "The default holds for everyone, where there is one.",
    },
};

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (attribute, snapshot) = find(&cx, &UserAttributeId::new(id))?;
    let query = ListQuery::of(&LIST, &cx.parts.uri).at(paths::attribute(&attribute.id));
    if query.is_csv() {
        let found = matching(&query, rows(&attribute, false, &snapshot));
        return Ok(LIST.csv(&query, cx.now, found).await);
    }
    let past = lately(&cx, &Subject::UserAttribute(attribute.id.clone())).await;
    let writes = cx
        .app
        .changes
        .may(&Intent::SetAttributes { values: Vec::<AttributeWish>::new(), before: Seen::default() }, &cx.actor);
    let all = rows(&attribute, writes, &snapshot);
    let (of, values) = (all.len(), values(&all));
    let found = Page::cut(matching(&query, all), query.page(), PAGE_SIZE);
    let again = cx.shown_again().await?;
    let page = PageParts::new(attribute.name.clone(), NavItem::Attributes).islands();
    let shown = found.items.iter().map(|row| (row.holder.clone(), row.value.clone())).collect();
    let body = move || {
        let sub = attribute.description.clone().unwrap_or_default();
        let set = writes.then(|| {
            let form = set_form(&attribute.id, shown, &again, &snapshot);
            view! { <Panel id="set" title="Set a value">{form}</Panel> }
        });
        let listing = Listing::new(&LIST, query, found).of(of).offer("value", Offer::Choices(values)).view();
        view! {
            <Head title=attribute.name.clone() crumbs=vec![("User attributes", paths::ATTRIBUTES)] sub=sub.into_any()/>
            {contest::asked(&again)}
            <div class="cols">
                <div>{listing}</div>
                <div class="stack">{about(&attribute, &snapshot)}{set}{history(past, "this attribute")}</div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// The attribute, and the directory it is in.
pub(super) fn find(cx: &RequestContext, id: &UserAttributeId) -> Result<(UserAttribute, Arc<Snapshot>), AppError> {
    let snapshot = cx.snapshot()?;
    let attribute = snapshot.user_attribute(id).cloned().ok_or(AppError::NotFound)?;
    Ok((attribute, snapshot))
}

/// Everybody with a value: people by name, then teams by name.
fn rows(attribute: &UserAttribute, may_unset: bool, snapshot: &Snapshot) -> Vec<Row> {
    let row = |holder, name, email, value: &str| Row {
        attribute: attribute.id.clone(),
        holder,
        name,
        email,
        value: value.to_owned(),
        may_unset,
    };
    let members = snapshot.members_with_attribute(&attribute.id).into_iter().map(|(member, value)| {
        row(Grantee::Member(member.id.clone()), member.full_name(), member.email.clone(), &value.value)
    });
    let teams = snapshot
        .teams_with_attribute(&attribute.id)
        .into_iter()
        .map(|(team, value)| row(Grantee::Team(team.id.clone()), team.name.clone(), String::new(), &value.value));
    members.chain(teams).collect()
}

fn values(rows: &[Row]) -> Vec<(String, String)> {
    let values: BTreeSet<&str> = rows.iter().map(|row| row.value.as_str()).collect();
    values.into_iter().map(|value| (value.to_owned(), value.to_owned())).collect()
}

fn matching(query: &ListQuery, rows: Vec<Row>) -> Vec<Row> {
    let matches = |row: &Row| {
        let is_of = match query.filter("of") {
            Some("people") => matches!(row.holder, Grantee::Member(_)),
            Some("teams") => matches!(row.holder, Grantee::Team(_)),
            _ => true,
        };
        is_of && query.filter("value").is_none_or(|value| row.value == value)
    };
    LIST.find(rows.into_iter().filter(matches), query)
}

fn about(attribute: &UserAttribute, snapshot: &Snapshot) -> impl IntoView + use<> {
    let default = match &attribute.default_value {
        Some(value) => view! { <span class="tag">{value.value.clone()}</span> }.into_any(),
        None => "None: people without a value see what the workbook makes of that".into_any(),
    };
    let (members, teams) = snapshot.attribute_values(&attribute.id);
    let held =
        format!("{}, {}", crate::ui::count(members, "member", "members"), crate::ui::count(teams, "team", "teams"));
    let facts = view! {
        <dl class="facts">
            {fact("Default", default)}
            {fact("Values of", held)}
            {fact("Precedence", "A person’s own value comes first. Sigma doesn’t document which team’s value wins.")}
            {fact("Created", view! { <time datetime=attribute.created_at.to_string()>{date(attribute.created_at)}</time> })}
            {fact("Attribute id", panel::id(attribute.id.as_str()))}
        </dl>
    };
    view! { <Panel id="about" title="About">{facts}</Panel> }
}

/// The value, and the way to take it away.
fn value(row: &Row) -> AnyView {
    let unset = row.may_unset.then(|| unset_form(&row.attribute, &row.holder, &row.name, &row.value));
    view! { <div class="held"><span class="tag">{row.value.clone()}</span>{unset}</div> }.into_any()
}

fn kind(holder: &Grantee) -> &'static str {
    match holder {
        Grantee::Member(_) => "Person",
        Grantee::Team(_) => "Team",
    }
}

fn who(row: &Row) -> AnyView {
    match &row.holder {
        Grantee::Member(id) => {
            let href = Some(paths::member(id));
            view! { <crate::ui::avatar::Who name=row.name.clone() email=row.email.clone() href=href/> }.into_any()
        }
        Grantee::Team(id) => view! { <a href=paths::team(id)>{row.name.clone()}</a> }.into_any(),
    }
}
