//! The audit log: who did what, when, and how it ended.

use crate::{
    components::{
        avatar::Who,
        badge,
        empty::Empty,
        filter::{self, Applied, Choice},
        head::Head,
        islands::LiveFilter,
        number,
        pages::pager,
    },
    domain::{AuditEvent, Capability, Outcome, Page},
    store::{AuditFilter, PageRequest},
    web::{self, App, Cx, Fault, PageParts, Place, date, paths},
};
use axum::{Router, response::Response, routing::get};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

const SIZE: u32 = 50;

pub fn routes() -> Router<App> {
    Router::new().route(paths::AUDIT, get(log))
}

/// The log's URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Query {
    #[serde(skip_serializing_if = "String::is_empty")]
    q: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    what: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    result: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    page: String,
}

const WHAT: [(&str, &str); 3] = [("change.", "Changes"), ("step.", "Steps"), ("session.", "Sign-ins")];
const RESULTS: [(&str, &str); 3] = [("succeeded", "Done"), ("failed", "Failed"), ("unknown", "Unknown")];

impl Query {
    fn url(&self) -> String {
        web::paths::with_query(paths::AUDIT, self)
    }

    fn filter(&self) -> AuditFilter {
        let outcome = match self.result.as_str() {
            "succeeded" => Some(Outcome::Succeeded),
            "failed" => Some(Outcome::Failed),
            "unknown" => Some(Outcome::Unknown),
            _ => None,
        };
        let known = |slug: &String| WHAT.iter().any(|(prefix, _)| prefix == slug);
        AuditFilter {
            q: Some(self.q.clone()).filter(|q| !q.trim().is_empty()),
            action_prefix: Some(self.what.clone()).filter(known),
            outcome,
            ..AuditFilter::default()
        }
    }

    fn applied(&self) -> Vec<Applied> {
        let base = Self { page: String::new(), ..self.clone() };
        let word = |all: &[(&str, &str)], slug: &str| {
            all.iter().find(|(s, _)| *s == slug).map_or_else(|| slug.to_owned(), |(_, w)| (*w).to_owned())
        };
        filter::in_force([
            ("Search", self.q.clone(), Self { q: String::new(), ..base.clone() }.url()),
            ("What", word(&WHAT, &self.what), Self { what: String::new(), ..base.clone() }.url()),
            ("Result", word(&RESULTS, &self.result), Self { result: String::new(), ..base }.url()),
        ])
    }
}

async fn log(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::ReadAudit)?;
    let query: Query = web::decode(cx.parts.uri.query());
    let number = query.page.parse().unwrap_or(1).max(1);
    let events = cx.app.store.audit(&query.filter(), PageRequest { number, size: SIZE }).await?;
    let page = PageParts::new("Audit log", Place::Audit).islands();
    Ok(cx.show(page, move || view(&query, events)).await)
}

fn view(query: &Query, events: Page<AuditEvent>) -> impl IntoView + use<> {
    let options = |all: &[(&str, &str)]| all.iter().map(|(s, w)| ((*s).to_owned(), (*w).to_owned())).collect();
    let what = Choice { name: "what", label: "What", options: options(&WHAT), value: query.what.clone() };
    let result = Choice { name: "result", label: "Result", options: options(&RESULTS), value: query.result.clone() };
    let sub = "Who changed what, when, and what Sigma said. Nothing here can be edited.";
    let form = view! {
        <form class="filters" role="search" aria-label="Filter the audit log" method="get">
            {filter::search("Search the log", "Person, team, workspace, request id", &query.q)}
            {filter::choice(what)}
            {filter::choice(result)}
            <button class="btn">"Filter"</button>
        </form>
    };
    view! {
        <Head title="Audit log" sub=sub.into_any()/>
        <LiveFilter>{form}</LiveFilter>
        <div id="results">{results(query, events)}</div>
    }
}

fn results(query: &Query, events: Page<AuditEvent>) -> impl IntoView + use<> {
    let total = usize::try_from(events.total).unwrap_or(usize::MAX);
    let found = view! { <b>{number(total)}</b>{if total == 1 { " event" } else { " events" }} }.into_any();
    let filters = query.applied();
    let filtered = !filters.is_empty();
    let applied = filter::applied(found, filters, paths::AUDIT);
    let base = query.clone();
    let pages = pager(&events, move |n| Query { page: n.to_string(), ..base.clone() }.url());
    let body = if events.items.is_empty() { nothing(filtered).into_any() } else { table(events.items).into_any() };
    view! { {applied}<div class="panel table-box">{body}{pages}</div> }
}

fn nothing(filtered: bool) -> impl IntoView {
    if filtered {
        view! {
            <Empty icon=lu::LuSearchX title="No event matches" text="Try fewer words, or lift a filter.">
                <a class="btn" href=paths::AUDIT>"Clear all"</a>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            <Empty icon=lu::LuScrollText title="Nothing has happened yet" text="Every change made through the portal is written here, with who asked for it and what Sigma answered."/>
        }
        .into_any()
    }
}

fn table(events: Vec<AuditEvent>) -> impl IntoView {
    let mut day = String::new();
    let mut rows = Vec::new();
    for event in events {
        let its_day = date(event.at);
        if its_day != day {
            rows.push(
                view! { <tr class="group"><th colspan="6" scope="rowgroup">{its_day.clone()}</th></tr> }.into_any(),
            );
            day = its_day;
        }
        rows.push(row(event).into_any());
    }
    view! {
        <table class="table">
            <caption class="vh">"Audit events, newest first"</caption>
            <thead><tr>
                <th scope="col">"When (UTC)"</th><th scope="col">"Who"</th><th scope="col">"What"</th>
                <th scope="col">"Result"</th><th scope="col" class="lo">"Change"</th><th scope="col" class="lo">"Sigma's request"</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn row(event: AuditEvent) -> impl IntoView {
    let change =
        event.change_id.map(|id| view! { <a href=paths::change(&id)>"Open"<span class="vh">" the change"</span></a> });
    view! {
        <tr>
            <td class="nowrap muted"><time datetime=event.at.to_string()>{event.at.strftime("%H:%M:%S").to_string()}</time></td>
            <th scope="row" class="lead"><Who name=event.actor.name email=event.actor.email href=None short=true/></th>
            <td class="said">{verb(&event.action)}{event.summary}</td>
            <td>{badge::outcome(event.outcome)}</td>
            <td data-label="Change" class="lo">{change}</td>
            <td data-label="Request" class="lo"><code class="muted">{event.sigma_request_id}</code></td>
        </tr>
    }
}

/// What the action was, before its summary.
fn verb(action: &str) -> &'static str {
    match action {
        "change.accepted" => "Asked for: ",
        "change.done" => "Finished: ",
        "change.failed" => "Stopped: ",
        "step.skipped" => "Already so: ",
        _ => "",
    }
}
