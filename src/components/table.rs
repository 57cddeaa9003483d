//! Parts of tables.

use leptos::prelude::*;

/// A column heading that sorts by its column: first ascending, then the other way round.
pub fn sort_head(label: &'static str, class: &'static str, sorted: Option<bool>, href: String) -> impl IntoView {
    let direction = sorted.map(|descending| if descending { "descending" } else { "ascending" });
    view! { <th scope="col" class=class aria-sort=direction><a href=href>{label}</a></th> }
}
