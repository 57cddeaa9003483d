//! Empty states: why there is nothing, and what to do about it.

use super::icon::Icon;
use icondata_core::Icon as Drawing;
use leptos::prelude::*;

/// Nothing to show: an icon, a heading, a sentence and what can be done.
#[component]
pub fn Empty(
    icon: Drawing,
    /// What is not there.
    #[prop(into)]
    title: String,
    /// Why, in a sentence.
    #[prop(into)]
    text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon icon=icon/>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
