//! An icon by what goes into its `svg`: the browser has no icons of its own.

use leptos::prelude::*;

/// An icon in the size and colour of the text around it. It is decoration: the words beside it speak.
pub fn drawn(inside: impl Into<String>) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"
            aria-hidden="true" inner_html=inside.into()></svg>
    }
}
