//! The list: who did what, when, and how it ended; narrowed down by time, person, thing, action and result.

use super::{
    altered,
    grouped::{Logged, changes_of, together},
};
use crate::{
    directory::Snapshot,
    domain::{AuditEvent, Capability, MemberId, Origin, Outcome, Page, PersonKey},
    features::shared::{
        list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, PAGE_SIZE, SavedList, Search},
        period::{self, Period},
        picker::{Anything, Candidate, CandidateSource, Everyone, Resolved},
    },
    store::{AuditFilter, MOST_COUNTED, PageRequest},
    ui::{avatar::Who, badge, head::Head},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;
use tokio::sync::Mutex;

static LIST: List<Logged> = List {
    path: paths::AUDIT,
    one: "event",
    many: "events",
    caption: "Audit events, newest first",
    search: Search {
        form: "Filter the audit log",
        label: "Search the log",
        placeholder: "Person, team, workspace, request id",
    },
    filters: &[
        period::PRESET,
        period::FROM,
        period::TO,
        Filter::named("actor", "By"),
        Filter::named("subject", "About"),
        Filter::fixed(
            "what",
            "Action",
            &[("change.", "Changes"), ("step.", "Steps"), ("export.", "Exports"), ("session.", "Sign-ins")],
        ),
        Filter::fixed("result", "Result", &[("succeeded", "Done"), ("failed", "Failed"), ("unknown", "Unknown")]),
        Filter::fixed("detail", "Detail", &[("changes", "One line per change")]).unset("Every step"),
    ],
    columns: &[
        Column::moment("when", "When", when, |l: &Logged| Some(l.event.at)).unlabelled().class("nowrap muted"),
        Column::new("who", "Who", who, |l| l.event.actor.name.clone()).lead(),
        Column::text("address", "E-mail", |l: &Logged| l.event.actor.email.clone()).offered(),
        Column::text("network", "Network address", |l: &Logged| from(l).0).offered(),
        Column::text("session", "Session", |l: &Logged| from(l).1).offered(),
        Column::text("what", "What", |l: &Logged| said(&l.event)).unlabelled().class("said"),
        Column::text("action", "Action", |l: &Logged| l.event.action.clone()).offered(),
        Column::text("reason", "Reason", |l: &Logged| l.event.details.reason.clone().unwrap_or_default()).offered(),
        Column::text("altered", "Before and after", |l: &Logged| altered::line(&l.event)).offered(),
        Column::new("result", "Result", result, |l| l.event.outcome.label().to_owned()).unlabelled(),
        Column::new("change", "Change", change, change_id).class("lo"),
        Column::new("request", "Sigma's request", request, |l| l.event.sigma_request_id.clone().unwrap_or_default())
            .label("Request")
            .class("lo"),
        Column::new("event", "Event", details, |l| l.event.id.clone()).unlabelled(),
    ],
    order: "",
    group: Some(Logged::headings),
    picks: None,
    nothing: Nothing {
        icon: lu::LuScrollText,
        title: "Nothing has happened yet",
        text: "Every change made through the portal is written here, with who asked for it and what Sigma answered.",
    },
};

/// Whom and what the typed names of the filters stand for.
struct Meant {
    actor: Resolved,
    subject: Resolved,
}

impl Meant {
    fn of(query: &ListQuery, snapshot: &Snapshot) -> Self {
        let typed = |slug| query.filter(slug).unwrap_or_default();
        Self {
            actor: Everyone { snapshot }.resolve(typed("actor")),
            subject: Anything { snapshot }.resolve(typed("subject")),
        }
    }

    fn is_settled(&self) -> bool {
        self.actor.is_settled() && self.subject.is_settled()
    }
}

/// The log. As CSV, what has happened until now, so that nothing moves to another page meanwhile.
pub(super) async fn log(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let meant = Meant::of(&query, &*cx.snapshot()?);
    let period = Period::of(&query, cx.now);
    let period = if query.is_csv() { period.before(cx.now) } else { period };
    let filter = filter(&query, &meant, period);
    // While it is not clear who or what is meant, nothing is shown rather than everything.
    let is_settled = meant.is_settled();
    if query.is_csv() {
        return csv(&cx, &query, is_settled.then_some(filter)).await;
    }
    let events = if is_settled {
        cx.app.store.audit(&filter, PageRequest { number: query.page(), size: PAGE_SIZE }).await?
    } else {
        Page::empty(PAGE_SIZE)
    };
    let titles = cx.app.store.change_titles(&changes_of(&events.items)).await?;
    let Page { items, total, number, size } = events;
    let events = Page { items: together(items, &titles), total, number, size };
    let sub = "Who changed what, when, and what Sigma answered. Entries can’t be edited. Times and days are UTC.";
    let page = PageParts::new("Audit log", NavItem::Audit).islands();
    let body = move || {
        let Meant { actor, subject } = meant;
        let listing = Listing::new(&LIST, query, events)
            .counted_to(MOST_COUNTED)
            .saved(saved)
            .offer("actor", Offer::Named(actor))
            .offer("subject", Offer::Named(subject));
        view! { <Head title="Audit log" sub=sub.into_any()/> {listing.view()} }
    };
    Ok(cx.render_page(page, body).await)
}

/// The events that pass as CSV, all of them; each batch goes on where the last one ended.
async fn csv(cx: &RequestContext, query: &ListQuery, filter: Option<AuditFilter>) -> Result<Response, AppError> {
    let (store, last) = (cx.app.store.clone(), Arc::new(Mutex::new(None::<AuditEvent>)));
    let rows = move |number, size: u32| {
        let (store, filter, last) = (store.clone(), filter.clone(), last.clone());
        async move {
            let Some(filter) = filter else { return Ok(Page::empty(size)) };
            let mut last = last.lock().await;
            let items = store.audit_before(&filter, last.as_ref(), u64::from(size)).await?;
            *last = items.last().cloned();
            // One more where there may be more, so that the next batch is asked for.
            let is_full = items.len() == size as usize;
            let total = u64::from(number - 1) * u64::from(size) + items.len() as u64 + u64::from(is_full);
            let items = items.into_iter().map(Logged::single).collect();
            Ok::<_, AppError>(Page { items, total, number, size })
        }
    };
    LIST.csv_by_pages(query, cx.now, rows).await
}

fn filter(query: &ListQuery, meant: &Meant, period: Period) -> AuditFilter {
    let outcome = query.filter("result").and_then(|slug| match slug {
        "succeeded" => Some(Outcome::Succeeded),
        "failed" => Some(Outcome::Failed),
        "unknown" => Some(Outcome::Unknown),
        _ => None,
    });
    AuditFilter {
        q: Some(query.q().to_owned()).filter(|q| !q.trim().is_empty()),
        action_prefix: query.filter("what").map(str::to_owned),
        but_action_prefix: query.filter("detail").map(|_| "step.".to_owned()),
        actor: meant.actor.id().map(|id| PersonKey::Member(MemberId::new(id))),
        subject: meant.subject.one().and_then(Candidate::subject),
        from: period.from,
        until: period.until,
        outcome,
        ..AuditFilter::default()
    }
}

fn when(logged: &Logged) -> AnyView {
    let at = logged.event.at;
    view! { <time datetime=at.to_string()>{at.strftime("%H:%M:%S UTC").to_string()}</time> }.into_any()
}

fn who(logged: &Logged) -> AnyView {
    let event = &logged.event;
    view! { <Who name=event.actor.name.clone() email=event.actor.email.clone() href=None short=true/> }.into_any()
}

/// Where it was asked from: network address and session.
fn from(logged: &Logged) -> (String, String) {
    let Origin { address, session, .. } = logged.event.actor.origin.as_deref().cloned().unwrap_or_default();
    (address.unwrap_or_default(), session.unwrap_or_default())
}

/// What happened: what the action was, then its summary.
pub(super) fn said(event: &AuditEvent) -> String {
    let verb = match event.action.as_str() {
        "change.accepted" => "Asked for: ",
        "change.done" => "Finished: ",
        "change.failed" => "Stopped: ",
        "step.skipped" => "Already so: ",
        _ => "",
    };
    format!("{verb}{}", event.summary)
}

fn result(logged: &Logged) -> AnyView {
    badge::outcome(logged.event.outcome).into_any()
}

fn change(logged: &Logged) -> AnyView {
    let id = logged.event.change_id.as_ref();
    id.map(|id| view! { <a href=paths::change(id)>"Open"<span class="vh">" the change"</span></a> }).into_any()
}

fn change_id(logged: &Logged) -> String {
    logged.event.change_id.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn request(logged: &Logged) -> AnyView {
    view! { <code class="muted">{logged.event.sigma_request_id.clone()}</code> }.into_any()
}

fn details(logged: &Logged) -> AnyView {
    let of = format!(" of: {}", said(&logged.event));
    view! { <a href=paths::audit_event(&logged.event.id)>"Details"<span class="vh">{of}</span></a> }.into_any()
}
