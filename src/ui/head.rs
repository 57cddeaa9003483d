//! The head of a page: where it is, what it is, what can be done.

use super::term::addressed;
use leptos::prelude::*;

/// What can be done to what a page is about, on every page in the same order: the main action, other ones, and last what
/// takes something away.
#[derive(Default)]
pub struct Actions {
    main: Option<AnyView>,
    also: Vec<AnyView>,
    last: Option<AnyView>,
}

impl Actions {
    /// With what most people come for.
    #[must_use]
    pub fn main(mut self, action: impl IntoView + 'static) -> Self {
        self.main = Some(action.into_any());
        self
    }

    /// With another one.
    #[must_use]
    pub fn also(mut self, action: impl IntoView + 'static) -> Self {
        self.also.push(action.into_any());
        self
    }

    /// With what ends it or takes it away.
    #[must_use]
    pub fn last(mut self, action: impl IntoView + 'static) -> Self {
        self.last = Some(action.into_any());
        self
    }

    /// All of them, for the head.
    pub fn view(self) -> impl IntoView {
        view! { {self.main}{self.also}{self.last} }
    }
}

/// Head of a page.
#[component]
pub fn Head(
    /// The page's title.
    #[prop(into)]
    title: String,
    /// Pages above this one: label and path.
    #[prop(optional)]
    crumbs: Vec<(&'static str, &'static str)>,
    /// What stands before the title.
    #[prop(optional, into)]
    before: Option<AnyView>,
    /// The line below the title.
    #[prop(optional, into)]
    sub: Option<AnyView>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let trail = (!crumbs.is_empty()).then(|| {
        let above = crumbs.into_iter().map(|(label, href)| view! { <li><a href=href>{label}</a></li> }).collect_view();
        view! {
            <nav class="crumbs" aria-label="Breadcrumb"><ol>{above}<li aria-current="page">{title.clone()}</li></ol></nav>
        }
    });
    view! {
        <header class="head">
            {trail}
            <div class="head-row">
                {before}
                <div class="head-text"><h1>{addressed(&title)}</h1>{sub.map(|sub| view! { <p class="sub">{sub}</p> })}</div>
                {children.map(|children| view! { <div class="actions">{children()}</div> })}
            </div>
        </header>
    }
}
