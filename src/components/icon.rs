//! Icons, rendered on the server. They are decoration: the words beside them speak.

use icondata_core::Icon as Drawing;
use leptos::prelude::*;

/// One icon, in the size and colour of the text around it.
#[component]
pub fn Icon(
    /// Which, from `icondata_lu`.
    icon: Drawing,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 24 24"
            fill="none"
            stroke="currentColor"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            inner_html=icon.data
        ></svg>
    }
}
