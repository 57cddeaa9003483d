//! Form fields with their hints and errors.

use super::icon::Icon;
use crate::domain::{Invalid, text};
use icondata_lu as lu;
use leptos::prelude::*;

/// A line of text.
#[component]
pub fn TextField(
    /// Name in the form, and id.
    name: &'static str,
    label: &'static str,
    /// What was typed.
    #[prop(into)]
    value: String,
    /// All that is wrong with the form.
    errors: Invalid,
    /// The type of the input: `email`, `text`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What to know before typing.
    #[prop(optional)]
    hint: Option<&'static str>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    #[prop(default = text::TITLE)] max: usize,
) -> impl IntoView {
    let error = errors.of(name).map(str::to_owned);
    let described = described_by(name, hint.is_some(), error.is_some());
    view! {
        <div class="field">
            <label for=name>{label}{optional.then(|| view! { " "<small>"optional"</small> })}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            <input
                class="input"
                id=name
                name=name
                type=kind
                value=value
                maxlength=max
                autocomplete="off"
                required=!optional
                aria-describedby=described
                aria-invalid=error.is_some().then_some("true")
            />
            {error.map(|error| field_error(name, error))}
        </div>
    }
}

/// What is wrong with a field, below it.
pub fn field_error(name: &str, message: String) -> impl IntoView + use<> {
    view! { <p class="error" id=format!("{name}-error")><Icon icon=lu::LuCircleAlert/>" "<span>{message}</span></p> }
}

/// All that is wrong with a form, above it. It takes the focus, so that a screen reader reads it first.
pub fn summary(errors: &Invalid) -> Option<impl IntoView + use<>> {
    if errors.fields.is_empty() {
        return None;
    }
    let title = match errors.fields.len() {
        1 => "Fix 1 problem".to_owned(),
        n => format!("Fix {n} problems"),
    };
    let items = errors.fields.iter().map(|e| {
        view! { <li><a href=format!("#{}", e.field)>{e.message.clone()}</a></li> }
    });
    let items = items.collect_view();
    Some(view! {
        <div class="summary" role="alert" tabindex="-1" autofocus=true>
            <h2><Icon icon=lu::LuCircleAlert/>" "{title}</h2>
            <ul>{items}</ul>
        </div>
    })
}

fn described_by(name: &str, hint: bool, error: bool) -> Option<String> {
    let ids = [hint.then(|| format!("{name}-hint")), error.then(|| format!("{name}-error"))];
    let ids: Vec<_> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
