//! What a panel shows that asked Sigma while somebody waited, and got no answer. The rest of its page stands.

use super::empty::Empty;
use crate::sigma::Error;
use icondata_lu as lu;
use leptos::prelude::*;

/// Why there is nothing to show, and the way to ask again.
pub fn unanswered(error: &Error) -> impl IntoView + use<> {
    let (icon, title) = match error.status() {
        Some(403) => (lu::LuLock, "The portal may not read this"),
        Some(404) => (lu::LuSearchX, "Sigma does not have this any more"),
        Some(429) => (lu::LuTimer, "Sigma wants fewer calls at the moment"),
        Some(400..500) => (lu::LuCircleAlert, "Sigma refused to tell"),
        _ => (lu::LuCloudOff, "Sigma does not answer"),
    };
    view! { <Empty icon=icon title=title text=error.to_string()><a class="btn" href="">"Ask again"</a></Empty> }
}
