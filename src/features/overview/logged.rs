//! The latest of the audit log, for those who read it.

use crate::{
    domain::{AuditEvent, Outcome},
    ui::{ago, icon::Icon, panel::Panel},
    web::paths,
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

/// The latest events, newest first; nothing where there are none.
pub fn panel(events: &[AuditEvent], now: Timestamp) -> Option<impl IntoView + use<>> {
    if events.is_empty() {
        return None;
    }
    let rows = events.iter().map(|event| {
        let (tone, icon) = match event.outcome {
            Outcome::Succeeded => ("", lu::LuCheck),
            Outcome::Failed => ("t-bad", lu::LuCircleX),
            Outcome::Unknown => ("t-warn", lu::LuCircleHelp),
        };
        let when = ago(event.at, now);
        view! {
            <li class=tone>
                <Icon icon=icon/>
                <div class="row-text"><b class="said"><bdi>{event.summary.clone()}</bdi></b><small><bdi>{event.actor.name.clone()}</bdi></small></div>
                <time class="muted nowrap" datetime=event.at.to_string()>{when}</time>
            </li>
        }
    });
    let rows = rows.collect_view();
    let all = view! { <a class="btn btn-quiet btn-sm" href=paths::AUDIT>"Open the audit log"</a> }.into_any();
    Some(view! { <Panel id="logged" title="Latest in the audit log" actions=all><ul class="rows">{rows}</ul></Panel> })
}
