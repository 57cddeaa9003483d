//! The audit log: who did what, when, and how it ended; narrowed down by time, person, thing, action and result.

use crate::{
    directory::Snapshot,
    domain::{AuditEvent, Capability, MemberId, Outcome, Page, PersonKey},
    features::shared::{
        list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, PAGE_SIZE, SavedList, Search},
        period::{self, Period},
        picker::{Anything, Candidate, CandidateSource, Everyone, Resolved},
    },
    store::{AuditFilter, PageRequest},
    ui::{avatar::Who, badge, date, head::Head},
    web::{AppError, NavItem, PageParts, Pages, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

pub fn routes() -> Pages {
    Pages::new().list(paths::AUDIT, log)
}

static LIST: List<AuditEvent> = List {
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
        Column::moment("when", "When", when, |e: &AuditEvent| Some(e.at)).unlabelled().class("nowrap muted"),
        Column::new("who", "Who", who, |e| e.actor.name.clone()).lead(),
        Column::text("address", "E-mail", |e: &AuditEvent| e.actor.email.clone()).offered(),
        Column::text("what", "What", said).unlabelled().class("said"),
        Column::text("action", "Action", |e: &AuditEvent| e.action.clone()).offered(),
        Column::new("result", "Result", result, |e| e.outcome.label().to_owned()).unlabelled(),
        Column::new("change", "Change", change, change_id).class("lo"),
        Column::new("request", "Sigma's request", request, |e| e.sigma_request_id.clone().unwrap_or_default())
            .label("Request")
            .class("lo"),
    ],
    order: "",
    group: Some(|event| date(event.at)),
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
async fn log(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let saved = SavedList::of(&cx, &LIST).await;
    let query = saved.recall(&LIST, ListQuery::of(&LIST, &cx.parts.uri));
    let meant = Meant::of(&query, &*cx.snapshot()?);
    let period = Period::of(&query, cx.now);
    let period = if query.is_csv() { period.before(cx.now) } else { period };
    let filter = filter(&query, &meant, period);
    let (store, is_settled) = (cx.app.store.clone(), meant.is_settled());
    let rows = move |number, size| {
        let (store, filter) = (store.clone(), filter.clone());
        async move {
            // While it is not clear who or what is meant, nothing is shown rather than everything.
            if !is_settled {
                return Ok(Page::empty(size));
            }
            store.audit(&filter, PageRequest { number, size }).await.map_err(AppError::from)
        }
    };
    if query.is_csv() {
        return LIST.csv_by_pages(&query, cx.now, rows).await;
    }
    let events = rows(query.page(), PAGE_SIZE).await?;
    let sub = "Who changed what, when, and what Sigma answered. Entries can’t be edited. Times and days are UTC.";
    let page = PageParts::new("Audit log", NavItem::Audit).islands();
    let body = move || {
        let Meant { actor, subject } = meant;
        let listing = Listing::new(&LIST, query, events)
            .saved(saved)
            .offer("actor", Offer::Named(actor))
            .offer("subject", Offer::Named(subject));
        view! { <Head title="Audit log" sub=sub.into_any()/> {listing.view()} }
    };
    Ok(cx.render_page(page, body).await)
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

fn when(event: &AuditEvent) -> AnyView {
    view! { <time datetime=event.at.to_string()>{event.at.strftime("%H:%M:%S UTC").to_string()}</time> }.into_any()
}

fn who(event: &AuditEvent) -> AnyView {
    view! { <Who name=event.actor.name.clone() email=event.actor.email.clone() href=None short=true/> }.into_any()
}

/// What happened: what the action was, then its summary.
fn said(event: &AuditEvent) -> String {
    let verb = match event.action.as_str() {
        "change.accepted" => "Asked for: ",
        "change.done" => "Finished: ",
        "change.failed" => "Stopped: ",
        "step.skipped" => "Already so: ",
        _ => "",
    };
    format!("{verb}{}", event.summary)
}

fn result(event: &AuditEvent) -> AnyView {
    badge::outcome(event.outcome).into_any()
}

fn change(event: &AuditEvent) -> AnyView {
    let id = event.change_id.as_ref();
    id.map(|id| view! { <a href=paths::change(id)>"Open"<span class="vh">" the change"</span></a> }).into_any()
}

fn change_id(event: &AuditEvent) -> String {
    event.change_id.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn request(event: &AuditEvent) -> AnyView {
    view! { <code class="muted">{event.sigma_request_id.clone()}</code> }.into_any()
}
