//! Errors of a form's fields that follow what is typed.

use super::live_form::Shown;
use crate::domain::{FieldError, text};
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
    move || error.get().map(|error| field_error(&field, error))
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
    /// What was wrong when the page was made, as [`told`] says it; empty where nothing was.
    said: String,
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
        let told = summary.get().map_or_else(|| said.clone(), |errors| told(&errors.fields));
        (!told.is_empty()).then(|| {
            view! { <div class="summary" role="alert" tabindex="-1" autofocus=true node_ref=whole inner_html=told></div> }
        })
    }
}

/// What is wrong with a field, below it.
pub fn field_error(field: &str, message: String) -> impl IntoView + use<> {
    let inside = format!("{ALERT} <span>{}</span>", text::escaped(&message));
    view! { <p class="error" id=format!("{field}-error") inner_html=inside></p> }
}

/// All that is wrong with a form, with the way to each field; empty where nothing is. HTML, as markup that is drawn in the browser too costs every
/// first visit a kilobyte.
pub fn told(errors: &[FieldError]) -> String {
    let title = match errors.len() {
        0 => return String::new(),
        1 => "Fix 1 problem".to_owned(),
        n => format!("Fix {n} problems"),
    };
    let mut told = format!("<h2>{ALERT} {title}</h2><ul>");
    for FieldError { field, message } in errors {
        told.extend(["<li><a href=\"#", &text::escaped(field), "\">", &text::escaped(message), "</a></li>"]);
    }
    told + "</ul>"
}

/// The icon of an error; the browser has no icons of its own.
const ALERT: &str = "<svg class=\"icon\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-linecap=\"round\" \
                     stroke-linejoin=\"round\" aria-hidden=\"true\"><circle cx=\"12\" cy=\"12\" r=\"10\"/><path d=\"M12 8v4m0 4h.01\"/></svg>";
