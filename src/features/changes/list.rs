//! The list of changes: all of them for those who read the audit log, one's own for everybody else.

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
    domain::{Capability, ChangeState, Page},
    store::{ChangeFilter, ChangeSummary, PageRequest},
    web::{self, Cx, Fault, PageParts, Place, moment, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

const SIZE: u32 = 50;

const STATES: [(&str, ChangeState); 6] = [
    ("failed", ChangeState::Failed),
    ("running", ChangeState::Running),
    ("queued", ChangeState::Queued),
    ("paused", ChangeState::Paused),
    ("done", ChangeState::Done),
    ("cancelled", ChangeState::Cancelled),
];

/// The list's URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Query {
    #[serde(skip_serializing_if = "String::is_empty")]
    q: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    state: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    page: String,
}

impl Query {
    fn url(&self) -> String {
        paths::with_query(paths::CHANGES, self)
    }

    fn state(&self) -> Option<ChangeState> {
        STATES.into_iter().find(|(slug, _)| *slug == self.state).map(|(_, state)| state)
    }

    fn applied(&self) -> Vec<Applied> {
        let base = Self { page: String::new(), ..self.clone() };
        let state = self.state().map(|s| s.label().to_owned()).unwrap_or_default();
        filter::in_force([
            ("Search", self.q.clone(), Self { q: String::new(), ..base.clone() }.url()),
            ("State", state, Self { state: String::new(), ..base }.url()),
        ])
    }
}

/// The list.
pub async fn list(cx: Cx) -> Result<Response, Fault> {
    let query: Query = web::decode(cx.parts.uri.query());
    let everybody = cx.can(Capability::ReadAudit);
    let filter = ChangeFilter {
        state: query.state(),
        q: Some(query.q.clone()).filter(|q| !q.trim().is_empty()),
        actor_email: (!everybody).then(|| cx.actor.email.clone()),
        ..ChangeFilter::default()
    };
    let number = query.page.parse().unwrap_or(1).max(1);
    let changes = cx.app.store.changes(&filter, PageRequest { number, size: SIZE }).await?;
    let page = PageParts::new("Changes", Place::Changes).islands();
    Ok(cx.show(page, move || view(&query, changes, everybody)).await)
}

fn view(query: &Query, changes: Page<ChangeSummary>, everybody: bool) -> impl IntoView + use<> {
    let options = STATES.into_iter().map(|(slug, state)| (slug.to_owned(), state.label().to_owned())).collect();
    let state = Choice { name: "state", label: "State", options, value: query.state.clone() };
    let sub = if everybody {
        "Everything the portal has written to Sigma, or was asked to."
    } else {
        "What you have changed in Sigma through the portal."
    };
    let form = view! {
        <form class="filters" role="search" aria-label="Filter changes" method="get">
            {filter::search("Search changes", "Person, team, workspace, reason", &query.q)}
            {filter::choice(state)}
            <button class="btn">"Filter"</button>
        </form>
    };
    view! {
        <Head title="Changes" sub=sub.into_any()/>
        <LiveFilter>{form}</LiveFilter>
        <div id="results">{results(query, changes)}</div>
    }
}

fn results(query: &Query, changes: Page<ChangeSummary>) -> impl IntoView + use<> {
    let total = usize::try_from(changes.total).unwrap_or(usize::MAX);
    let found = view! { <b>{number(total)}</b>{if total == 1 { " change" } else { " changes" }} }.into_any();
    let filters = query.applied();
    let filtered = !filters.is_empty();
    let applied = filter::applied(found, filters, paths::CHANGES);
    let base = query.clone();
    let pages = pager(&changes, move |n| Query { page: n.to_string(), ..base.clone() }.url());
    let body = match (changes.items.is_empty(), filtered) {
        (false, _) => table(changes.items).into_any(),
        (true, true) => view! {
            <Empty icon=lu::LuSearchX title="No change matches" text="Try fewer words, or lift a filter.">
                <a class="btn" href=paths::CHANGES>"Clear all"</a>
            </Empty>
        }
        .into_any(),
        (true, false) => view! {
            <Empty icon=lu::LuListChecks title="No changes yet" text="Whatever is changed in Sigma through the portal appears here, step by step."/>
        }
        .into_any(),
    };
    view! { {applied}<div class="panel table-box">{body}{pages}</div> }
}

fn table(changes: Vec<ChangeSummary>) -> impl IntoView {
    let rows = changes.into_iter().map(|s| view! {
        <tr>
            <th scope="row" class="lead">
                <a href=paths::change(&s.change.id)>{s.change.title}</a>
                {(!s.change.reason.is_empty()).then(|| view! { <small class="muted">{s.change.reason}</small> })}
            </th>
            <td data-label="By"><Who name=s.change.actor.name email=s.change.actor.email href=None short=true/></td>
            <td data-label="Steps" class="num">{s.steps_met}" of "{s.steps_total}</td>
            <td>{badge::change_status(s.change.state)}</td>
            <td data-label="When" class="lo muted nowrap"><time datetime=s.change.created_at.to_string()>{moment(s.change.created_at)}</time></td>
        </tr>
    });
    let rows = rows.collect_view();
    view! {
        <table class="table">
            <caption class="vh">"Changes, newest first"</caption>
            <thead><tr>
                <th scope="col">"Change"</th><th scope="col">"By"</th><th scope="col" class="num">"Steps"</th>
                <th scope="col">"State"</th><th scope="col" class="lo">"When"</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
