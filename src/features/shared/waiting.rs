//! Requests that wait for one's decision, on the start page.

use crate::{
    domain::AccessRequest,
    requests::Inbox,
    ui::{ago, avatar::Avatar, number, panel::Panel},
    web::paths,
};
use jiff::Timestamp;
use leptos::prelude::*;

/// Requests shown on a start page.
const SHOWN: usize = 5;

/// How many requests wait, as the beginning of a sentence: “2 requests are waiting for your decision”.
pub fn sentence(waiting: usize) -> String {
    match waiting {
        1 => "1 request is waiting for your decision".to_owned(),
        n => format!("{n} requests are waiting for your decision"),
    }
}

/// The first of them on a start page, with a way to all; nothing where none waits.
pub fn panel(waiting: &Inbox, now: Timestamp) -> Option<impl IntoView + use<>> {
    if waiting.is_empty() {
        return None;
    }
    let n = number(waiting.len());
    let rows = waiting.iter().take(SHOWN).map(|request| row(request, now)).collect_view();
    let all = view! { <a class="btn btn-quiet btn-sm" href=paths::INBOX>"See all"</a> }.into_any();
    Some(view! { <Panel id="waiting" title="Waiting for you" count=n actions=all><ul class="rows">{rows}</ul></Panel> })
}

fn row(request: &AccessRequest, now: Timestamp) -> impl IntoView + use<> {
    let href = paths::request(&request.id);
    let person = &request.beneficiary;
    let by =
        request.is_for_another().then(|| view! { " (requested by "<bdi>{request.requester.name.clone()}</bdi>")" });
    let reason =
        (!request.reason.is_empty()).then(|| view! { <small class="said"><bdi>{request.reason.clone()}</bdi></small> });
    let label = format!("Review: {} for {}", request.title, person.name);
    view! {
        <li>
            <Avatar name=person.name.clone() key=person.email.clone()/>
            <div class="row-text">
                <a href=href.clone()><bdi>{person.name.clone()}</bdi>": "<bdi>{request.title.clone()}</bdi></a>{by}
                {reason}
            </div>
            <small class="muted nowrap"><time datetime=request.asked_at.to_string()>{ago(request.asked_at, now)}</time></small>
            <a class="btn btn-sm" href=href aria-label=label>"Review"</a>
        </li>
    }
}
