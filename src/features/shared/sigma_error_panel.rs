//! What a panel shows that asked Sigma while somebody waited, and got no answer. The rest of its page stands.

use crate::{
    sigma::{Error, ErrorKind},
    ui::{empty::Empty, error_panel::ErrorPanel, icon::Icon},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// Why there is nothing to show, and the way to ask again.
pub fn sigma_error_panel(error: &Error) -> AnyView {
    if matches!(error.kind(), ErrorKind::NotAsked) {
        return not_asked().into_any();
    }
    let title = match error.status() {
        Some(403) => "The portal’s account may not read this in Sigma",
        Some(409) if error.is_gone() => "This is archived in Sigma, or not there any more",
        Some(404 | 410) => "Sigma does not have this any more",
        Some(402) => "Sigma took too long to answer",
        Some(429) => "Sigma wants fewer calls at the moment",
        Some(400..500) => "Sigma refused to tell",
        _ => "Sigma does not answer",
    };
    // An empty address is that of the page itself.
    let reference = error.request_id().map(str::to_owned);
    view! { <ErrorPanel title=title text=error.sentence() retry="" reference=reference/> }.into_any()
}

/// Nothing is asked for an address that was typed or that another site leads to: a press asks, as it comes from here.
fn not_asked() -> impl IntoView {
    let text = "This part is loaded from Sigma when you open it. The portal asks Sigma only when you follow one of its own links.";
    view! {
        <Empty icon=lu::LuCircleHelp title="Not loaded from Sigma yet" text=text>
            <a class="btn" href=""><Icon icon=lu::LuRefreshCw/>" Load from Sigma"</a>
        </Empty>
    }
}
