//! Errors of a form's fields that follow what is typed.

use super::{drawn, live_form::Shown};
use crate::domain::FieldError;
use leptos::{html::Div, prelude::*};

/// What is wrong with a field, below it. The field itself is the page's own markup, and is marked.
#[island]
pub fn LiveError(
    /// The field's id, which its error is known by.
    field: String,
    /// What was wrong with it when the page was made; empty where nothing was.
    error: String,
) -> impl IntoView {
    let error = error_of(field.clone(), error);
    let of = field.clone();
    Effect::new(move |_| mark(&of, error.read().is_some()));
    move || error.get().map(|error| line(&field, error))
}

/// Tells those who do not see it whether what they type into is wrong.
fn mark(field: &str, is_wrong: bool) {
    let Some(field) = document().get_element_by_id(field) else { return };
    if !field.has_attribute("name") {
        return;
    }
    _ = if is_wrong { field.set_attribute("aria-invalid", "true") } else { field.remove_attribute("aria-invalid") };
}

/// What is wrong with a field now: what was answered last, or what the page said.
fn error_of(field: String, said: String) -> Memo<Option<String>> {
    let errors = Shown::here().errors;
    Memo::new(move |_| match &*errors.read() {
        Some(errors) => errors.of(&field).map(str::to_owned),
        None => (!said.is_empty()).then(|| said.clone()),
    })
}

/// All that is wrong with the form, above it. It takes the focus, so that a screen reader reads it first.
#[island]
pub fn LiveSummary(
    /// What was wrong when the page was made.
    errors: Vec<FieldError>,
) -> impl IntoView {
    let Shown { summary, calls, .. } = Shown::here();
    let whole = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if calls.get() > 0
            && let Some(whole) = whole.get()
        {
            _ = whole.focus();
        }
    });
    move || {
        let errors = summary.get().map_or_else(|| errors.clone(), |errors| errors.fields);
        (!errors.is_empty()).then(|| {
            view! {
                <div class="summary" role="alert" tabindex="-1" autofocus=true node_ref=whole>
                    <h2>{alert()}" "{title(&errors)}</h2>
                    <ul>{items(errors)}</ul>
                </div>
            }
        })
    }
}

fn title(errors: &[FieldError]) -> String {
    match errors.len() {
        1 => "Fix 1 problem".to_owned(),
        n => format!("Fix {n} problems"),
    }
}

fn items(errors: Vec<FieldError>) -> impl IntoView {
    let item = |error: FieldError| view! { <li><a href=format!("#{}", error.field)>{error.message}</a></li> };
    errors.into_iter().map(item).collect_view()
}

fn line(id: &str, message: String) -> impl IntoView + use<> {
    view! { <p class="error" id=format!("{id}-error")>{alert()}" "<span>{message}</span></p> }
}

/// The icon of an error.
fn alert() -> impl IntoView {
    drawn("<circle cx=\"12\" cy=\"12\" r=\"10\"/><path d=\"M12 8v4m0 4h.01\"/>")
}
