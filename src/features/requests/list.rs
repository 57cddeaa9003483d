//! Lists of requests: one's own, and everybody's for those who read the audit log.

use super::{pages, status};
use crate::{
    domain::{AccessRequest, Capability, RequestState},
    features::shared::list::{Column, Filter, List, ListQuery, Listing, Nothing, PAGE_SIZE, Search},
    store::{PageRequest, RequestFilter},
    ui::{avatar::Who, date, head::Head, icon::Icon, moment},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

const FILTERS: &[Filter] = &[Filter::fixed(
    "state",
    "State",
    &[
        ("pending", "Waiting for approval"),
        ("applying", "Being applied"),
        ("attention", "Needs attention"),
        ("granted", "Granted"),
        ("ending", "Ending"),
        ("ended", "Ended"),
        ("denied", "Denied"),
        ("cancelled", "Cancelled"),
        ("closed", "Closed"),
    ],
)];

const COLUMNS: &[Column<AccessRequest>] = &[
    Column::new("request", "Request", title, |request| request.title.clone()).lead(),
    Column::within_lead("reason", "Reason", |request: &AccessRequest| request.reason.clone()),
    Column::new("for", "For", person, |request| request.beneficiary.name.clone()),
    Column::text("address", "E-mail", |request: &AccessRequest| request.beneficiary.email.clone()).offered(),
    Column::text("by", "Requested by", |request: &AccessRequest| request.requester.name.clone()).class("lo muted"),
    Column::new(
        "state",
        "State",
        |request: &AccessRequest| status(request.state),
        |request| request.state.label().to_owned(),
    )
    .unlabelled(),
    Column::moment("ends", "Ends", ends, |request| request.ends_at).class("lo muted nowrap"),
    Column::moment("when", "Requested", when, |request| Some(request.asked_at)).class("lo muted nowrap"),
];

/// What both lists have in common.
const REQUESTS: List<AccessRequest> = List {
    path: paths::REQUESTS,
    one: "request",
    many: "requests",
    caption: "Your requests, newest first",
    search: Search { form: "Filter requests", label: "Search requests", placeholder: "What it is for, reason, person" },
    filters: FILTERS,
    columns: COLUMNS,
    order: "",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuInbox,
        title: "No requests yet",
        text: "Your requests, and requests made for you, appear here. Start with Get access.",
    },
};

static MINE: List<AccessRequest> = REQUESTS;

static ALL: List<AccessRequest> = List {
    path: paths::ALL_REQUESTS,
    caption: "All requests, newest first",
    nothing: Nothing {
        text: "What people ask for through the portal appears here, with what was decided.",
        ..REQUESTS.nothing
    },
    ..REQUESTS
};

/// One's own requests, and those for oneself.
pub async fn mine(cx: RequestContext) -> Result<Response, AppError> {
    let filter = RequestFilter { concerns: cx.actor.keys(), ..RequestFilter::default() };
    page(cx, &MINE, filter, "Your requests, and requests made for you.").await
}

/// The requests of everybody, for those who read the audit log.
pub async fn all(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    page(cx, &ALL, RequestFilter::default(), "All requests and their outcomes.").await
}

async fn page(
    cx: RequestContext,
    list: &'static List<AccessRequest>,
    filter: RequestFilter,
    sub: &'static str,
) -> Result<Response, AppError> {
    let query = ListQuery::of(list, &cx.parts.uri);
    let filter = RequestFilter {
        state: query.filter("state").and_then(RequestState::from_slug),
        q: Some(query.q().to_owned()).filter(|q| !q.trim().is_empty()),
        ..filter
    };
    let store = cx.app.store.clone();
    let rows = move |number, size| {
        let (store, filter) = (store.clone(), filter.clone());
        async move { store.requests(&filter, PageRequest { number, size }).await.map_err(AppError::from) }
    };
    if query.is_csv() {
        return list.csv_by_pages(&query, cx.now, rows).await;
    }
    let found = rows(query.page(), PAGE_SIZE).await?;
    let tabs = pages(&cx, list.path);
    let page = PageParts::new("Requests", NavItem::Requests).islands();
    let body = move || {
        view! {
            <Head title="Requests" sub=sub.into_any()>
                <a class="btn btn-primary" href=paths::GET_ACCESS><Icon icon=lu::LuPlus/>" Get access"</a>
            </Head>
            {tabs}
            {Listing::new(list, query, found).view()}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn title(request: &AccessRequest) -> AnyView {
    let reason = (!request.reason.is_empty())
        .then(|| view! { <small class="muted"><bdi>{request.reason.clone()}</bdi></small> });
    view! { <a href=paths::request(&request.id)><bdi>{request.title.clone()}</bdi></a>{reason} }.into_any()
}

fn person(request: &AccessRequest) -> AnyView {
    let person = &request.beneficiary;
    view! { <Who name=person.name.clone() email=person.email.clone() href=None short=true/> }.into_any()
}

fn when(request: &AccessRequest) -> AnyView {
    let at = request.asked_at;
    view! { <time datetime=at.to_string()>{moment(at)}</time> }.into_any()
}

fn ends(request: &AccessRequest) -> AnyView {
    let ends = request.ends_at.map(|at| view! { <time datetime=at.to_string() title=moment(at)>{date(at)}</time> });
    ends.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_that_lasts_can_be_filtered_for() {
        for state in RequestState::ALL.into_iter().filter(|state| *state != RequestState::Approved) {
            let query = ListQuery::read(&MINE, Some(&format!("state={}", state.slug())));
            assert_eq!(query.filter("state").and_then(RequestState::from_slug), Some(state));
        }
    }
}
