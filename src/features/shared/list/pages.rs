//! Leafing through a long list.

use crate::{
    domain::Page,
    ui::{icon::Icon, number},
    web,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;

/// Which page of something long a URL asks for, from 1: `?page=`.
pub fn page_of(query: Option<&str>) -> u32 {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Query {
        page: String,
    }
    web::decode::<Query>(query).page.parse().unwrap_or(1).max(1)
}

/// Links to the pages of a list; nothing when all fits on one.
pub fn pager<T, L: Fn(u32) -> String>(page: &Page<T>, link: L) -> Option<impl IntoView + use<T, L>> {
    let counted = number(usize::try_from(page.total).unwrap_or(0));
    pager_of(page, &counted, link)
}

/// The same, where the number of rows is said in this way.
pub(super) fn pager_of<T, L: Fn(u32) -> String>(
    page: &Page<T>,
    counted: &str,
    link: L,
) -> Option<impl IntoView + use<T, L>> {
    let last = page.last();
    if last == 1 {
        return None;
    }
    let here = page.number;
    let row = |n: u64| number(usize::try_from(n).unwrap_or(0));
    let rows = format!("{}–{} of {counted}", row(page.first_row()), row(page.last_row()));
    let previous = (here > 1).then(|| link((here - 1).min(last)));
    let next = (here < last).then(|| link(here + 1));
    let shown = shown(here, last).into_iter();
    let numbers = shown.map(|n| match n {
        Some(n) => view! { <li><a href=link(n) aria-current=(n == here).then_some("page")>{n}</a></li> }.into_any(),
        None => view! { <li>"…"</li> }.into_any(),
    });
    let numbers = numbers.collect_view();
    Some(view! {
        <nav class="pages" aria-label="Pages">
            <p>{rows}</p>
            {step(previous, "prev", view! { <Icon icon=lu::LuChevronLeft/>" Previous" }.into_any())}
            <ol>{numbers}</ol>
            {step(next, "next", view! { "Next "<Icon icon=lu::LuChevronRight/> }.into_any())}
        </nav>
    })
}

fn step(href: Option<String>, rel: &'static str, label: AnyView) -> AnyView {
    match href {
        Some(href) => view! { <a class="btn btn-sm" rel=rel href=href>{label}</a> }.into_any(),
        None => view! { <a class="btn btn-sm" role="link" aria-disabled="true">{label}</a> }.into_any(),
    }
}

/// First, last and the neighbours of the present page; `None` where numbers are left out.
fn shown(here: u32, last: u32) -> Vec<Option<u32>> {
    let mut shown = Vec::new();
    let mut before = 0;
    for n in (1..=last).filter(|n| *n == 1 || *n == last || n.abs_diff(here) <= 1) {
        if n > before + 1 {
            shown.push(None);
        }
        shown.push(Some(n));
        before = n;
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_ends_and_neighbours() {
        assert_eq!(shown(5, 9), [Some(1), None, Some(4), Some(5), Some(6), None, Some(9)]);
        assert_eq!(shown(1, 2), [Some(1), Some(2)]);
    }
}
