//! Tabs: the pages about one thing, as links.

use super::number;
use leptos::prelude::*;

/// One of the pages about a thing.
#[derive(Clone, Debug)]
pub struct Tab {
    label: &'static str,
    href: String,
    is_here: bool,
    count: Option<usize>,
    part: Option<&'static str>,
}

impl Tab {
    /// The page at `href`; `is_here` says whether it is the one that is shown.
    pub fn new(label: &'static str, href: String, is_here: bool) -> Self {
        Self { label, href, is_here, count: None, part: None }
    }

    /// With how many things there are on it.
    #[must_use]
    pub fn count(mut self, n: usize) -> Self {
        self.count = Some(n);
        self
    }

    /// Found by links to this part of the first page, where it stood before it had a page of its own.
    #[must_use]
    pub fn part(mut self, id: &'static str) -> Self {
        self.part = Some(id);
        self
    }
}

/// The pages about one thing, in their order.
pub fn tabs(about: &str, tabs: Vec<Tab>) -> impl IntoView + use<> {
    let links = tabs.into_iter().map(|tab| {
        let current = tab.is_here.then_some("page");
        let id = tab.part.filter(|_| !tab.is_here);
        let n = tab.count.map(|n| view! { " "<span class="n">{number(n)}</span> });
        view! { <a href=tab.href id=id aria-current=current>{tab.label}{n}</a> }
    });
    let links = links.collect_view();
    view! { <nav class="tabs" aria-label=about.to_owned()>{links}</nav> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    #[test]
    fn marks_the_page_that_is_shown_and_keeps_old_parts_on_the_others() {
        let shown = |here: &str| {
            let all = [("Access", "/x", "grants"), ("Activity", "/x/activity", "history")];
            let all = all.map(|(label, href, part)| Tab::new(label, href.to_owned(), href == here).part(part));
            rendered(|| tabs("X", all.into()))
        };
        let first = shown("/x");
        assert!(first.contains("aria-current=\"page\">Access<"), "{first}");
        assert!(first.contains("id=\"history\"") && !first.contains("id=\"grants\""), "{first}");
        let second = shown("/x/activity");
        assert!(second.contains("aria-current=\"page\">Activity<") && !second.contains("id=\"history\""), "{second}");
    }

    #[test]
    fn says_how_many() {
        let html = rendered(|| tabs("X", vec![Tab::new("Members", "/x".to_owned(), true).count(1200)]));
        assert!(html.contains("<span class=\"n\">1,200<"), "{html}");
    }
}
