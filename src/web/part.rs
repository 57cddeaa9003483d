//! An element of a page that a script in the page asks for alone.

use super::page_text;
use leptos::prelude::*;
use std::sync::{Arc, OnceLock};

/// The element that is asked for, and its HTML once the page has come to it.
#[derive(Clone, Debug)]
pub struct Wanted {
    id: String,
    html: Arc<OnceLock<String>>,
}

impl Wanted {
    /// The element of this id.
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), html: Arc::default() }
    }

    /// Renders a page of which one element is wanted: that element alone where the page has it as a [`part`], otherwise all of
    /// the page.
    pub fn rendered<V: IntoView>(self, page: impl FnOnce() -> V) -> String {
        let wanted = self.clone();
        let whole = super::rendered(move || {
            provide_context(wanted);
            page()
        });
        self.html.get().map_or(whole, |html| page_text::finished(html))
    }
}

/// A `div` with this id, which a live list or a live region fetches alone.
pub fn part(id: &'static str, inside: AnyView) -> AnyView {
    let element = view! { <div id=id>{inside}</div> };
    match use_context::<Wanted>().filter(|wanted| wanted.id == id) {
        Some(wanted) => {
            _ = wanted.html.set(element.to_html());
            ().into_any()
        }
        None => element.into_any(),
    }
}
