//! Get access: everything that can be asked for, with what one has of it.

use crate::{
    features::shared::{
        list::{Column, Filter, List, ListQuery, Listing, Nothing, Search},
        subject::Name,
    },
    requests::{Offer, Standing},
    ui::{head::Head, icon::Icon},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use leptos::prelude::*;

use crate::domain::RequestableKind;

static LIST: List<Offer> = List {
    path: paths::GET_ACCESS,
    one: "result",
    many: "results",
    caption: "What you can request, by kind and name",
    search: Search {
        form: "Filter the catalogue",
        label: "Search the catalogue",
        placeholder: "Package, team, workspace",
    },
    filters: &[
        Filter::fixed(
            "kind",
            "Kind",
            &[
                ("package", "Access packages"),
                ("team", "Teams"),
                ("workspace", "Workspaces"),
                ("connection", "Connections"),
                ("type", "Account types"),
            ],
        ),
        Filter::fixed("have", "Access", &[("no", "Not yet"), ("yes", "You have it"), ("asked", "Requested")]),
    ],
    columns: &[
        Column::new("name", "Name", name, |offer| offer.name.clone()).lead().searched(),
        Column::within_lead("description", "Description", |offer: &Offer| offer.description.clone()).searched(),
        Column::text("decided", "Decided by", |offer: &Offer| offer.decided_by.words()).class("lo muted"),
        Column::new("access", "Your access", access, access_words),
    ],
    order: "",
    group: Some(|offer| vec![Name { text: offer.thing.kind().plural().to_owned(), href: None }]),
    picks: None,
    nothing: Nothing {
        icon: lu::LuShoppingBag,
        title: "Nothing can be requested yet",
        text: "Your admins decide what is offered here. Ask them if you need something.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    let query = ListQuery::of(&LIST, &cx.parts.uri);
    let mut offers = cx.app.requests.catalogue(&cx.actor).await?;
    offers.sort_by_key(|offer| (offer.thing.kind(), offer.name.to_lowercase()));
    let all = offers.len();
    let found = LIST.find(offers.into_iter().filter(|offer| matches(offer, &query)), &query);
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, found).await);
    }
    let sub = "Find what you need and request it. Its owners decide, and you can follow your request.";
    let page = PageParts::new("Get access", NavItem::GetAccess).islands();
    let body = move || {
        view! {
            <Head title="Get access" sub=sub.into_any()>
                <a class="btn" href=paths::REQUESTS><Icon icon=lu::LuInbox/>" My requests"</a>
            </Head>
            {Listing::cut(&LIST, query, found).of(all).view()}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn matches(offer: &Offer, query: &ListQuery) -> bool {
    let is_kind = query.filter("kind").is_none_or(|slug| offer.thing.kind().slug() == slug);
    let is_had = query.filter("have").is_none_or(|have| match &offer.standing {
        Standing::Nothing => have == "no",
        Standing::Whole(_) | Standing::Part(_) => have == "yes",
        Standing::Asked(_) => have == "asked",
    });
    is_kind && is_had
}

/// The picture of a kind of thing.
pub fn icon(kind: RequestableKind) -> Drawing {
    match kind {
        RequestableKind::Package => lu::LuPackage,
        RequestableKind::Account => lu::LuUserPlus,
        RequestableKind::Team => lu::LuUsersRound,
        RequestableKind::Workspace => lu::LuFolder,
        RequestableKind::Connection => lu::LuPlug,
        RequestableKind::AccountType => lu::LuIdCard,
    }
}

fn name(offer: &Offer) -> AnyView {
    let description = (!offer.description.is_empty()).then(|| view! { <small>{offer.description.clone()}</small> });
    view! {
        <div class="who">
            <span class="avatar avatar-team avatar-5" aria-hidden="true"><Icon icon=icon(offer.thing.kind())/></span>
            <div><a href=paths::ask(&offer.thing)><bdi>{offer.name.clone()}</bdi></a>{description}</div>
        </div>
    }
    .into_any()
}

fn access(offer: &Offer) -> AnyView {
    let href = paths::ask(&offer.thing);
    let label = format!("Request {}", offer.name);
    match &offer.standing {
        Standing::Nothing => view! { <a class="btn btn-sm" href=href aria-label=label>"Request"</a> }.into_any(),
        Standing::Whole(what) => view! { <span class="status is-active">{what.clone()}</span> }.into_any(),
        Standing::Part(level) => view! {
            <span class="offer-part"><span class="status is-active">{level.clone()}</span>" "
            <a href=href aria-label=format!("Request more of {}", offer.name)>"Request more"</a></span>
        }
        .into_any(),
        Standing::Asked(id) => view! { <a class="status is-open" href=paths::request(id)>"Requested"</a> }.into_any(),
    }
}

fn access_words(offer: &Offer) -> String {
    match &offer.standing {
        Standing::Nothing => String::new(),
        Standing::Whole(what) | Standing::Part(what) => what.clone(),
        Standing::Asked(_) => "Requested".to_owned(),
    }
}
