//! What changed in the organisation outside the portal, as one sync after another has seen it.

use crate::{
    directory::Snapshot,
    domain::{Capability, DirectoryEvent, DirectoryEventKind, Page},
    features::shared::{
        list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, PAGE_SIZE, SavedList, Search},
        period::{self, Period},
        picker::{Anything, Candidate, CandidateSource, Resolved},
        subject::{self, Name},
    },
    store::{HistoryFilter, PageRequest},
    ui::{head::Head, moment},
    web::{AppError, NavItem, PageParts, Pages, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

pub fn routes() -> Pages {
    Pages::new().list(paths::HISTORY, list)
}

/// An event with the names and pages of whom and what it is about.
struct Seen {
    event: DirectoryEvent,
    about: Vec<Name>,
}

impl Seen {
    fn new(event: DirectoryEvent, snapshot: &Snapshot) -> Self {
        let about = event.subjects.iter().map(|subject| subject::name(subject, Some(snapshot))).collect();
        Self { event, about }
    }
}

static LIST: List<Seen> = List {
    path: paths::HISTORY,
    one: "event",
    many: "events",
    caption: "Changes outside the portal, newest first",
    search: Search { form: "Filter the history", label: "Search the history", placeholder: "Person, team, workspace" },
    filters: &[
        period::PRESET,
        period::FROM,
        period::TO,
        Filter::named("subject", "About"),
        Filter::fixed(
            "what",
            "What",
            &[
                ("member_joined", "Joined"),
                ("member_left", "Left"),
                ("member_deactivated", "Deactivated"),
                ("member_reactivated", "Reactivated"),
                ("member_changed", "Profile changed"),
                ("account_type_changed", "Account type changed"),
                ("team_joined", "Joined a team"),
                ("team_left", "Left a team"),
                ("team_admin_changed", "Team administrator changed"),
                ("grant_gained", "Access granted"),
                ("grant_lost", "Access revoked"),
                ("grant_changed", "Access changed"),
                ("resource_created", "Created"),
                ("resource_renamed", "Renamed"),
                ("resource_deleted", "Deleted"),
            ],
        ),
    ],
    columns: &[
        Column::moment("when", "Seen", when, |s: &Seen| Some(s.event.at)).unlabelled().class("nowrap muted"),
        Column::text("what", "What", |s: &Seen| s.event.text.clone()).lead(),
        Column::new("kind", "Kind", kind, |s| s.event.kind.label().to_owned()).unlabelled(),
        Column::new("about", "About", about, |s| {
            s.about.iter().map(|name| name.text.as_str()).collect::<Vec<_>>().join("; ")
        })
        .class("lo"),
    ],
    order: "",
    group: Some(|seen| vec![Name { text: format!("Sync of {}", moment(seen.event.at)), href: None }]),
    picks: None,
    nothing: Nothing {
        icon: lu::LuEye,
        title: "No changes made in Sigma",
        text: "Changes made directly in Sigma or by an identity provider appear here after the next sync.",
    },
};

/// The list. As CSV, what was seen until now, so that nothing moves to another page meanwhile.
async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let (snapshot, store) = (cx.snapshot()?, cx.app.store.clone());
    let about = Anything { snapshot: &snapshot }.resolve(query.filter("subject").unwrap_or_default());
    let period = Period::of(&query, cx.now);
    let period = if query.is_csv() { period.before(cx.now) } else { period };
    let (filter, is_settled) = (filter(&query, &about, period, &snapshot), about.is_settled());
    let rows = move |number, size| {
        let (store, filter, snapshot) = (store.clone(), filter.clone(), snapshot.clone());
        async move {
            if !is_settled {
                return Ok(Page::empty(size));
            }
            let page = store.history(&filter, PageRequest { number, size }).await?;
            Ok::<_, AppError>(page.map(|event| Seen::new(event, &snapshot)))
        }
    };
    if query.is_csv() {
        return LIST.csv_by_pages(&query, cx.now, rows).await;
    }
    let rows = rows(query.page(), PAGE_SIZE).await?;
    let sub = "Changes made directly in Sigma, detected by the directory sync.";
    let page = PageParts::new("Changes made in Sigma", NavItem::History).islands();
    let body = move || {
        let listing = Listing::new(&LIST, query, rows).saved(saved).offer("subject", Offer::Named(about));
        view! { <Head title="Changes made in Sigma" sub=sub.into_any()/> {listing.view()} }
    };
    Ok(cx.render_page(page, body).await)
}

fn filter(query: &ListQuery, about: &Resolved, period: Period, snapshot: &Snapshot) -> HistoryFilter {
    let kind = |slug: &str| serde_json::from_value::<DirectoryEventKind>(slug.into()).ok();
    HistoryFilter {
        kind: query.filter("what").and_then(kind),
        subject: about.one().and_then(Candidate::subject),
        from: period.from,
        until: period.until,
        within: snapshot.seen_events(),
        q: Some(query.q().to_owned()).filter(|q| !q.trim().is_empty()),
    }
}

fn when(seen: &Seen) -> AnyView {
    view! { <time datetime=seen.event.at.to_string()>{seen.event.at.strftime("%H:%M:%S UTC").to_string()}</time> }
        .into_any()
}

fn kind(seen: &Seen) -> AnyView {
    let tone = match seen.event.kind {
        DirectoryEventKind::MemberLeft
        | DirectoryEventKind::MemberDeactivated
        | DirectoryEventKind::TeamLeft
        | DirectoryEventKind::GrantLost
        | DirectoryEventKind::ResourceDeleted => "tag t-copper",
        DirectoryEventKind::MemberJoined
        | DirectoryEventKind::TeamJoined
        | DirectoryEventKind::GrantGained
        | DirectoryEventKind::ResourceCreated => "tag t-accent",
        _ => "tag",
    };
    view! { <span class=tone>{seen.event.kind.label()}</span> }.into_any()
}

fn about(seen: &Seen) -> AnyView {
    let names: Vec<_> = seen.about.iter().cloned().map(|name| view! { <li>{subject::named(name)}</li> }).collect();
    view! { <ul class="bare-list">{names}</ul> }.into_any()
}
