//! The list of changes: all of them for those who read the audit log, one's own for everybody else.

use crate::{
    domain::{Capability, ChangeState},
    features::shared::list::{Column, Filter, List, ListQuery, Listing, Nothing, PAGE_SIZE, SavedList, Search},
    store::{ChangeFilter, ChangeSummary, PageRequest},
    ui::{avatar::Who, badge, head::Head, moment, term::addressed},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

static LIST: List<ChangeSummary> = List {
    path: paths::CHANGES,
    one: "change",
    many: "changes",
    caption: "Changes, newest first",
    search: Search { form: "Filter changes", label: "Search changes", placeholder: "Person, team, workspace, reason" },
    filters: &[Filter::fixed(
        "state",
        "State",
        &[
            ("failed", "Needs attention"),
            ("running", "Running"),
            ("queued", "Queued"),
            ("paused", "Paused"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
            ("handled", "Handled"),
            ("undone", "Undone"),
        ],
    )],
    columns: &[
        Column::new("change", "Change", title, |s| s.change.title.clone()).lead(),
        Column::within_lead("reason", "Reason", |s: &ChangeSummary| s.change.reason.clone()),
        Column::new("by", "By", by, |s| s.change.actor.name.clone()),
        Column::text("address", "E-mail", |s: &ChangeSummary| s.change.actor.email.clone()).offered(),
        Column::text("steps", "Steps", |s: &ChangeSummary| format!("{} of {}", s.steps_met, s.steps_total))
            .class("num"),
        Column::new("state", "State", state, |s| s.standing().label().to_owned()).unlabelled(),
        Column::moment("when", "When", |s: &ChangeSummary| at(s.change.created_at), |s| Some(s.change.created_at))
            .class("lo muted nowrap"),
        Column::moment(
            "ended",
            "Ended",
            |s: &ChangeSummary| s.change.ended_at.map(at).into_any(),
            |s| s.change.ended_at,
        )
        .class("lo muted nowrap")
        .offered(),
    ],
    order: "",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuListChecks,
        title: "No changes yet",
        text: "Changes made in Sigma through the portal appear here, step by step.",
    },
};

const STATES: [(&str, ChangeState); 6] = [
    ("failed", ChangeState::Failed),
    ("running", ChangeState::Running),
    ("queued", ChangeState::Queued),
    ("paused", ChangeState::Paused),
    ("done", ChangeState::Done),
    ("cancelled", ChangeState::Cancelled),
];

/// The list. As CSV, the changes there are now, so that one accepted meanwhile moves none to another page.
pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let filter = ChangeFilter { until: query.is_csv().then_some(cx.now), ..filter(&query, &cx) };
    let store = cx.app.store.clone();
    let rows = move |number, size| {
        let (store, filter) = (store.clone(), filter.clone());
        async move { store.changes(&filter, PageRequest { number, size }).await.map_err(AppError::from) }
    };
    if query.is_csv() {
        return LIST.csv_by_pages(&query, cx.now, rows).await;
    }
    let changes = rows(query.page(), PAGE_SIZE).await?;
    let sub = if cx.can(Capability::ReadAudit) {
        "All changes made in Sigma through the portal."
    } else {
        "What you have changed in Sigma through the portal."
    };
    let page = PageParts::new("Changes", NavItem::Changes).islands();
    let body = move || {
        view! { <Head title="Changes" sub=sub.into_any()/> {Listing::new(&LIST, query, changes).saved(saved).view()} }
    };
    Ok(cx.render_page(page, body).await)
}

/// What the query asks the store for, as far as whoever asks may see it.
fn filter(query: &ListQuery, cx: &RequestContext) -> ChangeFilter {
    let everybody = cx.can(Capability::ReadAudit);
    let state = query.filter("state").and_then(|slug| STATES.into_iter().find(|(s, _)| *s == slug));
    let (is_handled, is_undone) = (query.filter("state") == Some("handled"), query.filter("state") == Some("undone"));
    let is_failed = state.is_some_and(|(_, state)| state == ChangeState::Failed);
    ChangeFilter {
        state: state.map(|(_, state)| state),
        handled: (is_handled || is_failed).then_some(is_handled),
        undone: is_undone.then_some(true),
        q: Some(query.q().to_owned()).filter(|q| !q.trim().is_empty()),
        actor: (!everybody).then(|| cx.actor.key()),
        ..ChangeFilter::default()
    }
}

fn title(summary: &ChangeSummary) -> AnyView {
    let change = &summary.change;
    let reason = (!change.reason.is_empty()).then(|| view! { <small class="muted">{change.reason.clone()}</small> });
    view! { <a href=paths::change(&change.id)>{addressed(&change.title)}</a>{reason} }.into_any()
}

fn by(summary: &ChangeSummary) -> AnyView {
    let actor = &summary.change.actor;
    view! { <Who name=actor.name.clone() email=actor.email.clone() href=None short=true/> }.into_any()
}

fn state(summary: &ChangeSummary) -> AnyView {
    badge::change_status(summary.standing()).into_any()
}

fn at(at: Timestamp) -> AnyView {
    view! { <time datetime=at.to_string()>{moment(at)}</time> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_can_be_filtered_for() {
        for state in ChangeState::ALL {
            let (slug, _) = STATES.into_iter().find(|(_, s)| *s == state).unwrap();
            let query = ListQuery::read(&LIST, Some(&format!("state={slug}")));
            assert_eq!(query.filter("state"), Some(slug));
        }
    }
}
