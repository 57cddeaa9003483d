//! The page of a file awake: each cell says while one types whether it is right now, and how many people are ready.
//!
//! The form itself is the page's own markup and posts itself, so that what was typed before the islands woke counts.

use super::{preview::FilePreview, questions::PreviewFile};
use crate::{
    features::onboarding::fields::alert,
    ui::{
        count,
        islands::{Latest, ask_about},
    },
};
use leptos::{html::Div, prelude::*};

/// The answer to what is typed now; none before the first.
type Answer = RwSignal<Option<FilePreview>>;

/// Wraps the form; its cells share what is wrong with them now.
#[island]
pub fn FileLive(children: Children) -> impl IntoView {
    let around = NodeRef::<Div>::new();
    let answer: Answer = RwSignal::new(None);
    provide_context(answer);
    let latest = StoredValue::new_local(Latest::default());
    let ask = move || {
        ask_about::<PreviewFile>(around, latest, move |preview| {
            // Where there is no answer, “Check again” gives it with the page.
            let preview = preview.ok();
            if answer.with_untracked(|before| *before != preview) {
                answer.set(preview);
            }
        });
    };
    view! { <div node_ref=around on:input=move |_| ask()>{children()}</div> }
}

/// How many people are ready, and how many rows are not, with what is typed now.
#[island]
pub fn FileStatus() -> impl IntoView {
    let answer = use_context::<Answer>();
    let words = move || answer.and_then(|answer| answer.read().as_ref().map(status));
    view! { <p class="muted" role="status">{words}</p> }
}

fn status(preview: &FilePreview) -> String {
    let ready = format!("With these corrections: {} ready", count(preview.ready, "person", "people"));
    match preview.wrong {
        0 => format!("{ready}. Check again to go on."),
        n => format!("{ready}, {}.", count(n, "row needs fixing", "rows need fixing")),
    }
}

/// A cell where it can be corrected, with what is wrong with it below.
#[island]
pub fn LiveCell(
    /// The field's id.
    id: String,
    /// Its name in the form.
    name: String,
    /// The column's heading.
    heading: String,
    /// The column and the line, for those who do not see the table.
    label: String,
    value: String,
    /// What was wrong with it when the page was made; empty where nothing was.
    why: String,
) -> impl IntoView {
    let answer = use_context::<Answer>();
    let error_id = format!("{id}-error");
    let key = id.clone();
    let error = Memo::new(move |_| match answer.and_then(|answer| answer.read().clone()) {
        Some(preview) => preview.errors.get(&key).cloned().unwrap_or_default(),
        None => why.clone(),
    });
    let (described, line_id) = (error_id.clone(), error_id);
    let is_wrong = move || !error.read().is_empty();
    view! {
        <div class="field">
            <label for=id.clone()>{heading}</label>
            <input class="input" id=id name=name aria-label=label value=value autocomplete="off"
                aria-invalid=move || is_wrong().then_some("true") aria-describedby=move || is_wrong().then(|| described.clone())/>
            {move || {
                let id = line_id.clone();
                is_wrong().then(|| view! { <p class="error" id=id>{alert()}" "<span>{error.get()}</span></p> })
            }}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_counts_people_and_rows() {
        let some = FilePreview { ready: 1, wrong: 2, ..FilePreview::default() };
        assert_eq!(status(&some), "With these corrections: 1 person ready, 2 rows need fixing.");
        let all = FilePreview { ready: 3, ..FilePreview::default() };
        assert_eq!(status(&all), "With these corrections: 3 people ready. Check again to go on.");
    }
}
