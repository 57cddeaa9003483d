//! Tabs: the pages about one thing, as links.

use leptos::prelude::*;

/// The pages about one thing: label and path of each; `here` is the path of this one.
pub fn tabs(about: &str, pages: Vec<(&'static str, String)>, here: &str) -> impl IntoView + use<> {
    let links = pages.into_iter().map(|(label, href)| {
        let current = (href == here).then_some("page");
        view! { <a href=href aria-current=current>{label}</a> }
    });
    let links = links.collect_view();
    view! { <nav class="tabs" aria-label=about.to_owned()>{links}</nav> }
}
