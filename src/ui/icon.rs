//! Icons, rendered on the server. They are decoration: the words beside them speak.

use super::sprite::SPRITE;
use icondata_core::Icon as Drawing;
use leptos::prelude::*;

/// One icon, in the size and colour of the text around it.
#[component]
pub fn Icon(
    /// Which, from `icondata_lu`.
    icon: Drawing,
) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" inner_html=inside(icon)></svg> }
}

/// What goes into the `svg` of an icon; islands are handed it, as the browser has no icons of its own.
pub fn inside(icon: Drawing) -> &'static str {
    SPRITE.inside(icon)
}

/// The portal's mark, in the colour of the text around it.
pub fn mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 28 28" aria-hidden="true">
            <path fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round" d="M21 5H7l8.5 9L7 23h14"/>
            <circle class="mark-here" cx="15.5" cy="14" r="4.2"/>
        </svg>
    }
}
