//! One event: all that the log says of it.

use super::{altered, list::said};
use crate::{
    directory::Snapshot,
    domain::{AuditEvent, Capability, ChangeId, Origin},
    features::shared::subject::subject_link,
    store::RecordedEvent,
    ui::{avatar::Who, badge, head::Head, moment, number, panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;
use std::collections::HashMap;

/// The event's page.
pub(super) async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let recorded = cx.app.store.audit_event(&id).await?.ok_or(AppError::NotFound)?;
    let ids: Vec<_> = recorded.event.change_id.iter().cloned().collect();
    let titles = cx.app.store.change_titles(&ids).await?;
    let snapshot = cx.snapshot().ok();
    let page = PageParts::new("Audit event", NavItem::Audit);
    let body = move || {
        let RecordedEvent { event, .. } = &recorded;
        let sub = view! {
            {badge::outcome(event.outcome)}" "
            <time datetime=event.at.to_string()>{moment(event.at)}</time>" by "{event.actor.name.clone()}
        };
        let crumbs = vec![("Audit log", paths::AUDIT)];
        view! {
            <Head title=said(event) crumbs=crumbs sub=sub.into_any()/>
            <div class="stack">
                {facts(event, &titles, snapshot.as_deref())}
                {altered::panel(event, snapshot.as_deref())}
                {proof(&recorded)}
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// All that is known of it; `titles` has that of its change, as long as that is kept.
fn facts(event: &AuditEvent, titles: &HashMap<ChangeId, String>, snapshot: Option<&Snapshot>) -> impl IntoView + use<> {
    let change = event.change_id.as_ref().map(|id| match titles.get(id) {
        Some(title) => view! { <a href=paths::change(id)>{title.clone()}</a> }.into_any(),
        None => view! { {panel::id(id.as_str())}" "<small class="muted">"no longer kept"</small> }.into_any(),
    });
    let about: Vec<_> =
        event.subjects.iter().map(|subject| view! { <li>{subject_link(subject, snapshot)}</li> }).collect();
    let about = (!about.is_empty()).then(|| view! { <ul class="stack">{about}</ul> }.into_any());
    let Origin { session, address, token } = event.actor.origin.as_deref().cloned().unwrap_or_default();
    let text = |text: String| text.into_any();
    let id = |id: String| panel::id(&id).into_any();
    panel::facts(
        "facts",
        "Event",
        vec![
            ("Time", Some(event.at.strftime("%Y-%m-%d %H:%M:%S%.3f UTC").to_string().into_any())),
            (
                "By",
                Some(
                    view! { <Who name=event.actor.name.clone() email=event.actor.email.clone() href=None/> }.into_any(),
                ),
            ),
            ("Role at the time", Some(event.actor.role.label().into_any())),
            ("Action", Some(view! { <code>{event.action.clone()}</code> }.into_any())),
            ("Change", change),
            ("About", about),
            ("Reason", event.details.reason.clone().map(text)),
            ("Network address", address.map(|address| view! { <code>{address}</code> }.into_any())),
            ("Session", session.map(id)),
            ("API token", token.map(|token| id(token.to_string()))),
            ("Sigma’s request", event.sigma_request_id.clone().map(id)),
        ],
    )
}

/// Where the event stands in the log, for who compares it with a copy.
fn proof(recorded: &RecordedEvent) -> impl IntoView + use<> {
    let (place, hash) = match &recorded.place {
        Some(place) => {
            let number = number(usize::try_from(place.number).unwrap_or_default());
            (format!("Event {number} of the log"), Some(panel::id(&place.hash).into_any()))
        }
        None => ("Not linked to the previous event yet. This takes up to a minute.".to_owned(), None),
    };
    panel::facts(
        "proof",
        "Proof",
        vec![
            ("Place", Some(place.into_any())),
            ("Hash", hash),
            ("Event id", Some(panel::id(&recorded.event.id).into_any())),
        ],
    )
}
