//! Cells that many lists have.

use crate::ui::{count, date};
use jiff::Timestamp;
use leptos::prelude::*;

/// How many people, with the way to who they are.
pub fn people(n: usize, href: String) -> AnyView {
    if n == 0 {
        return view! { <span class="muted">"nobody"</span> }.into_any();
    }
    view! { <a href=href>{count(n, "person", "people")}</a> }.into_any()
}

/// A day; machines read the minute.
pub fn day(at: Timestamp) -> AnyView {
    let minute = at.strftime("%Y-%m-%dT%H:%MZ").to_string();
    view! { <time datetime=minute>{date(at)}</time> }.into_any()
}
