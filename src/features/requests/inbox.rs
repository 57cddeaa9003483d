//! The approver's inbox: what waits for one's decision, oldest first.

use super::pages;
use crate::{
    domain::AccessRequest,
    ui::{age, avatar::Avatar, count, empty::Empty, head::Head, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    let waiting = cx.app.requests.inbox(&cx.actor).await?;
    let (tabs, now) = (pages(&cx, paths::INBOX), cx.now);
    let page = PageParts::new("Requests to decide", NavItem::Requests);
    let body = move || {
        let sub = match waiting.len() {
            0 => "No request waits for your decision.".to_owned(),
            n => format!(
                "{} for your decision, oldest first.",
                if n == 1 { "1 request waits".to_owned() } else { format!("{} wait", count(n, "request", "requests")) }
            ),
        };
        let list = if waiting.is_empty() {
            view! {
                <section class="panel">
                    <Empty icon=lu::LuInbox title="You’re all caught up" text="Requests that you decide about appear here, with a count in the navigation.">
                        <a class="btn" href=paths::REQUESTS>"My requests"</a>
                    </Empty>
                </section>
            }
            .into_any()
        } else {
            let n = waiting.len().to_string();
            let rows = waiting.iter().map(|request| row(request, now)).collect_view();
            view! { <Panel id="inbox" title="Waiting for you" count=n><ul class="rows">{rows}</ul></Panel> }.into_any()
        };
        view! { <Head title="Requests to decide" sub=sub.into_any()/>{tabs}{list} }
    };
    Ok(cx.render_page(page, body).await)
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
            <small class="muted nowrap">{age(request.asked_at, now)}</small>
            <a class="btn btn-sm" href=href aria-label=label>"Review"</a>
        </li>
    }
}
