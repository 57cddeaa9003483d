//! Lists of which the first are shown and the others are behind a press: every name can be seen.

use super::count;
use leptos::prelude::*;

/// The words of the press.
fn words(n: usize) -> String {
    format!("Show {}", count(n, "more", "more"))
}

/// A list of rows, as `ul` of this class, of which so many are in view.
pub fn rows(class: &'static str, mut rows: Vec<AnyView>, shown: usize) -> impl IntoView {
    let rest = rows.split_off(shown.min(rows.len()));
    let more = (!rest.is_empty()).then(
        || view! { <details class="more"><summary>{words(rest.len())}</summary><ul class=class>{rest}</ul></details> },
    );
    view! { <ul class=class>{rows}</ul>{more} }
}

/// Names in a sentence, of which so many are in view.
pub fn names(mut names: Vec<String>, shown: usize) -> impl IntoView {
    let rest = names.split_off(shown.min(names.len()));
    let more = (!rest.is_empty()).then(|| {
        view! { " "<details class="more-names"><summary>{words(rest.len())}</summary><bdi>{rest.join(", ")}</bdi></details> }
    });
    view! { <bdi>{names.join(", ")}</bdi>{more} }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::rendered;

    #[test]
    fn every_row_is_there_and_what_is_not_in_view_is_counted() {
        let all = |n: usize| (0..n).map(|at| view! { <li>{format!("row {at}")}</li> }.into_any()).collect();
        let few = rendered(move || rows("rows", all(3), 3));
        assert!(few.contains("row 2") && !few.contains("<details"), "{few}");
        let many = rendered(move || rows("rows", all(5), 3));
        let (shown, behind) = many.split_once("<details").unwrap();
        assert!(shown.contains("row 2") && !shown.contains("row 3"), "{shown}");
        assert!(behind.contains("Show 2 more") && behind.contains("row 3") && behind.contains("row 4"), "{behind}");
        let sentence = rendered(|| names(vec!["Ann".into(), "Ben".into(), "Cem".into()], 2));
        assert!(
            sentence.contains("Ann, Ben") && sentence.contains("Show 1 more") && sentence.contains("Cem"),
            "{sentence}"
        );
    }
}
