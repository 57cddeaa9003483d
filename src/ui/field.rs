//! Form fields with their hints and errors.

pub use super::islands::field_error;
use super::islands::{LiveError, told};
use crate::domain::{Invalid, text};
use leptos::{either::Either, prelude::*};

/// A line of text.
#[component]
pub fn TextField(
    /// Name in the form.
    #[prop(into)]
    name: String,
    /// What its errors are known by, and its id: its name, unless that is longer than an id should be.
    #[prop(optional, into)]
    id: Option<String>,
    label: &'static str,
    /// What it is called for those who do not see what is around it, where the label does not say it.
    #[prop(optional, into)]
    spoken: Option<String>,
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
    /// Whether its error follows what is typed, as the island around the form says.
    #[prop(optional)]
    live: bool,
    /// Most characters, where there is a limit.
    #[prop(default = Some(text::TITLE), into)]
    max: Option<usize>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| name.clone());
    let error = errors.of(&id).map(str::to_owned);
    let is_wrong = error.is_some();
    let described = described_by(&id, hint.is_some(), is_wrong || live);
    let error = match error {
        error if live => {
            let field = id.clone();
            Either::Left(view! { <LiveError field error=error.unwrap_or_default()/> })
        }
        error => Either::Right(error.map(|error| field_error(&id, error))),
    };
    // Those that come one by one in a table say by their words what is needed.
    let note = (optional && spoken.is_none()).then(|| view! { " "<small>"optional"</small> });
    view! {
        <div class="field">
            <label for=id.clone()>{label}{note}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> })}
            <input
                class="input"
                id=id
                name=name
                type=kind
                value=value
                maxlength=max
                autocomplete="off"
                required=!optional
                aria-label=spoken
                aria-describedby=described
                aria-invalid=is_wrong.then_some("true")
            />
            {error}
        </div>
    }
}

/// All that is wrong with a form, above it. It takes the focus, so that a screen reader reads it first.
pub fn summary(errors: &Invalid) -> Option<impl IntoView + use<>> {
    let told = Some(told(&errors.fields)).filter(|told| !told.is_empty())?;
    Some(view! { <div class="summary" role="alert" tabindex="-1" autofocus=true inner_html=told></div> })
}

/// Ids of what is said about a field. One that is not on the page, as an error that may come, says nothing.
fn described_by(name: &str, hint: bool, error: bool) -> Option<String> {
    let ids = [hint.then(|| format!("{name}-hint")), error.then(|| format!("{name}-error"))];
    let ids: Vec<_> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
