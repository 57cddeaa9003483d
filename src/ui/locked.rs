//! A control that would be looked for here and is of no use, with the reason.

use super::icon::Icon;
use icondata_core::Icon as Drawing;
use leptos::prelude::*;

/// The button, disabled; `id` is that of its reason, once on a page.
pub fn button(id: &'static str, icon: Drawing, label: &'static str, why: &'static str) -> impl IntoView {
    view! {
        <p class="hint" id=id>{why}</p>
        <button class="btn" type="button" disabled aria-describedby=id><Icon icon=icon/>" "{label}</button>
    }
}
