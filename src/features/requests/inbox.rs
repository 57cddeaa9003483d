//! The approver's inbox: what waits for one's decision, oldest first.

use super::pages;
use crate::{
    features::shared::waiting,
    ui::{empty::Empty, head::Head, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    let open = cx.app.requests.inbox(&cx.actor).await?;
    let (tabs, now) = (pages(&cx, paths::INBOX), cx.now);
    let page = PageParts::new("Requests to decide", NavItem::Requests);
    let body = move || {
        let sub = match open.len() {
            0 => "No request waits for your decision.".to_owned(),
            n => format!("{}, oldest first.", waiting::sentence(n)),
        };
        let list = if open.is_empty() {
            view! {
                <section class="panel">
                    <Empty icon=lu::LuInbox title="You’re all caught up" text="Requests that you decide about appear here, with a count in the navigation.">
                        <a class="btn" href=paths::REQUESTS>"My requests"</a>
                    </Empty>
                </section>
            }
            .into_any()
        } else {
            let n = open.len().to_string();
            let rows = waiting::rows(&open, now);
            view! { <Panel id="inbox" title="Waiting for you" count=n>{rows}</Panel> }.into_any()
        };
        view! { <Head title="Requests to decide" sub=sub.into_any()/>{tabs}{list} }
    };
    Ok(cx.render_page(page, body).await)
}
