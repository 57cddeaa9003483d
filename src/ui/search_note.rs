//! What is said where a search has more words than count.

use crate::domain::{LONGEST_WORD, MOST_WORDS, is_cut};
use leptos::prelude::*;

/// Says so; nothing where all of the search counts.
pub fn search_note(search: &str) -> Option<impl IntoView + use<>> {
    is_cut(search).then(|| {
        let text = format!(
            "Only the first {MOST_WORDS} words are searched for, and the first {LONGEST_WORD} letters of each. Use fewer to be more exact."
        );
        view! { <p class="hint" role="note">{text}</p> }
    })
}
