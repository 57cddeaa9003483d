//! What happened: changes made through the portal, and what changed outside it.

use crate::{
    domain::DirectoryEvent,
    store::ChangeSummary,
    ui::{
        ago,
        avatar::Who,
        badge,
        chart::{self, Every},
        empty::Empty,
        icon::Icon,
        panel::Panel,
        term::addressed,
    },
    web::paths,
};
use icondata_lu as lu;
use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;

/// The latest changes.
pub fn recent(recent: Vec<ChangeSummary>, now: Timestamp) -> impl IntoView {
    let all = view! { <a class="btn btn-quiet btn-sm" href=paths::CHANGES>"All changes"</a> };
    if recent.is_empty() {
        return view! {
            <Panel id="recent" title="Recent changes">
                <Empty icon=lu::LuListChecks title="No changes yet" text="Changes made in Sigma through the portal appear here, step by step."/>
            </Panel>
        }
        .into_any();
    }
    let rows = recent.into_iter().map(|s| {
        let standing = s.standing();
        view! {
            <tr>
                <th scope="row" class="lead"><a class="plain" href=paths::change(&s.change.id)>{addressed(&s.change.title)}</a></th>
                <td data-label="By"><Who name=s.change.actor.name email=s.change.actor.email href=None short=true/></td>
                <td>{badge::change_status(standing)}</td>
                <td data-label="When" class="num muted">
                    <time datetime=s.change.created_at.to_string()>{ago(s.change.created_at, now)}</time>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Panel id="recent" title="Recent changes" class="table-box" actions=all.into_any()>
            <table class="table">
                <caption class="vh">"Recent changes"</caption>
                <thead><tr><th scope="col">"Change"</th><th scope="col">"By"</th><th scope="col">"State"</th><th scope="col" class="num">"When"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    }
    .into_any()
}

/// The latest of what changed outside the portal; nothing where nothing did.
pub fn outside(events: Vec<DirectoryEvent>, now: Timestamp) -> Option<impl IntoView> {
    if events.is_empty() {
        return None;
    }
    let rows = events.into_iter().map(|event| {
        let when = ago(event.at, now);
        view! {
            <li>
                <Icon icon=lu::LuGlobe/>
                <div class="row-text"><b>{event.text}</b><small>{event.kind.label()}</small></div>
                <time class="muted" datetime=event.at.to_string()>{when}</time>
            </li>
        }
    });
    let rows = rows.collect_view();
    let all = view! { <a class="btn btn-quiet btn-sm" href=paths::HISTORY>"All of them"</a> };
    let all = all.into_any();
    Some(view! { <Panel id="outside" title="Changes made in Sigma" actions=all><ul class="rows">{rows}</ul></Panel> })
}

/// How many changes there were on each of the last days.
pub fn per_day(days: &[(Date, u64)]) -> impl IntoView + use<> {
    let columns = chart::columns("activity-chart", "Changes per day", "changes", Every::Day, days);
    let span = format!("last {} days", days.len());
    view! { <Panel id="activity" title="Changes per day" count=span>{columns}</Panel> }
}
