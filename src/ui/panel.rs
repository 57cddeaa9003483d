//! Surfaces that hold things together.

use super::icon::Icon;
use icondata_lu as lu;
use leptos::prelude::*;

/// A panel with a heading.
#[component]
pub fn Panel(
    /// Its id; the heading gets the same with `-h`.
    id: &'static str,
    #[prop(into)] title: String,
    /// A count beside the heading.
    #[prop(optional, into)]
    count: Option<String>,
    #[prop(optional)] class: &'static str,
    /// Buttons in the heading's line.
    #[prop(optional, into)]
    actions: Option<AnyView>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-h");
    let title = view! { <h2 id=heading.clone()>{title}</h2> };
    view! {
        <section class=format!("panel {class}") id=id aria-labelledby=heading>
            <header class="panel-head">
                {title}
                {count.map(|count| view! { " "<span class="n">{count}</span> })}
                {actions.map(|actions| view! { <div class="actions">{actions}</div> })}
            </header>
            {children()}
        </section>
    }
}

/// A panel of facts, in their order; those without a value are left out.
pub fn facts(id: &'static str, title: &'static str, facts: Vec<(&'static str, Option<AnyView>)>) -> impl IntoView {
    let facts: Vec<_> = facts.into_iter().filter_map(|(term, value)| Some(fact(term, value?))).collect();
    view! { <Panel id=id title=title><dl class="facts">{facts}</dl></Panel> }
}

/// One fact of a facts list.
pub fn fact(term: &'static str, value: impl IntoView) -> impl IntoView {
    view! { <div><dt>{term}</dt><dd>{value}</dd></div> }
}

/// An id that one click selects whole, with a button that copies it where scripts can.
pub fn id(text: &str) -> impl IntoView + use<> {
    view! {
        <span class="id">
            <code>{text.to_owned()}</code>
            <button class="btn btn-quiet btn-icon btn-sm copy" type="button" aria-label="Copy id"><Icon icon=lu::LuCopy/></button>
            <small role="status"></small>
        </span>
    }
}
