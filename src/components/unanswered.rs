//! What a panel shows that asked Sigma while somebody waited, and got no answer. The rest of its page stands.

use super::trouble::Trouble;
use crate::sigma::Error;
use leptos::prelude::*;

/// Why there is nothing to show, and the way to ask again.
pub fn unanswered(error: &Error) -> impl IntoView + use<> {
    let title = match error.status() {
        Some(403) => "The portal’s account may not read this in Sigma",
        Some(404) => "Sigma does not have this any more",
        Some(429) => "Sigma wants fewer calls at the moment",
        Some(400..500) => "Sigma refused to tell",
        _ => "Sigma does not answer",
    };
    // An empty address is that of the page itself.
    view! { <Trouble title=title text=error.to_string() retry="" reference=None/> }
}
