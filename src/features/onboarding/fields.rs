//! Fields of the onboarding form whose errors follow what is typed.

use super::live::Shown;
use crate::{domain::Invalid, ui::islands::drawn};
use leptos::{html::Div, prelude::*};

/// A line of text with its label, hint and error.
#[island]
pub fn LiveField(
    /// Name in the form, and id.
    name: String,
    label: String,
    /// What was typed.
    value: String,
    /// `email` or `text`.
    kind: String,
    max: u32,
    /// What to know before typing; may be empty.
    hint: String,
) -> impl IntoView {
    let errors = Shown::here().errors;
    let key = name.clone();
    let error = Memo::new(move |_| errors.read().of(&key).map(str::to_owned));
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let has_hint = !hint.is_empty();
    let hint_line = has_hint.then(|| view! { <p class="hint" id=hint_id.clone()>{hint}</p> });
    let described = move || {
        let ids = [has_hint.then_some(hint_id.as_str()), error.read().is_some().then_some(error_id.as_str())];
        let ids: Vec<&str> = ids.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    let id = name.clone();
    view! {
        <div class="field">
            <label for=name.clone()>{label}</label>
            {hint_line}
            <input class="input" id=name.clone() name=name type=kind value=value maxlength=max autocomplete="off" required=true
                aria-describedby=described aria-invalid=move || error.read().is_some().then_some("true")/>
            {move || error.get().map(|error| line(&id, error))}
        </div>
    }
}

/// What is wrong with a field or group that is no line of text.
#[island]
pub fn LiveError(
    /// Name of the field.
    name: String,
) -> impl IntoView {
    let errors = Shown::here().errors;
    let key = name.clone();
    let error = Memo::new(move |_| errors.read().of(&key).map(str::to_owned));
    move || error.get().map(|error| line(&name, error))
}

/// All that is wrong with the form, above it. It takes the focus, so that a screen reader reads it first.
#[island]
pub fn LiveSummary() -> impl IntoView {
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
        let errors = summary.get();
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

fn title(errors: &Invalid) -> String {
    match errors.fields.len() {
        1 => "Fix 1 problem".to_owned(),
        n => format!("Fix {n} problems"),
    }
}

fn items(errors: Invalid) -> impl IntoView {
    let item = |error: crate::domain::FieldError| {
        view! { <li><a href=format!("#{}", error.field)>{error.message}</a></li> }
    };
    errors.fields.into_iter().map(item).collect_view()
}

fn line(name: &str, message: String) -> impl IntoView + use<> {
    view! { <p class="error" id=format!("{name}-error")>{alert()}" "<span>{message}</span></p> }
}

/// The icon of an error.
pub fn alert() -> impl IntoView {
    drawn("<circle cx=\"12\" cy=\"12\" r=\"10\"/><path d=\"M12 8v4m0 4h.01\"/>")
}
