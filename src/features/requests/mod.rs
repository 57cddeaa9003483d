//! Self-service: what can be asked for, asking, one's requests, and deciding about those of others.

mod account;
mod actions;
mod ask;
mod ask_fields;
mod catalogue;
mod decide_many;
mod decision;
mod ends;
mod ends_many;
mod inbox;
mod list;
mod show;
mod timeline;

use crate::{
    domain::{Capability, RequestState},
    ui::tabs::{Tab, tabs},
    web::{Pages, RequestContext, get, paths},
};
use leptos::prelude::*;

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::GET_ACCESS, catalogue::list)
        .route(paths::ASK, get(ask::form))
        .route(paths::ASK_ACCOUNT, get(account::form))
        .list(paths::REQUESTS, list::mine)
        .list(paths::ALL_REQUESTS, list::all)
        .route(paths::INBOX, get(inbox::show))
        .route(paths::ENDS_SOON, get(ends::show))
        .route(paths::ENDS_SELECTED, get(ends_many::show))
        .route(paths::REQUEST, get(show::show))
}

/// The pages about requests, as links.
fn pages(cx: &RequestContext, here: &str) -> impl IntoView + use<> {
    let tab = |label, href: &str| Tab::new(label, href.to_owned(), href == here);
    let mut all =
        vec![tab("Mine", paths::REQUESTS), tab("To decide", paths::INBOX), tab("Ends soon", paths::ENDS_SOON)];
    all.extend(cx.can(Capability::ReadAudit).then(|| tab("All requests", paths::ALL_REQUESTS)));
    tabs("Requests", all)
}

/// A request's state.
fn status(state: RequestState) -> AnyView {
    let class = match state {
        RequestState::Pending => "status is-open",
        RequestState::Approved | RequestState::Applying | RequestState::Ending => "status is-running",
        RequestState::Attention => "status is-failed",
        RequestState::Granted => "status is-approved",
        RequestState::Denied => "status is-denied",
        RequestState::Cancelled | RequestState::Closed | RequestState::Ended => "status is-expired",
    };
    view! { <span class=class>{state.label()}</span> }.into_any()
}
