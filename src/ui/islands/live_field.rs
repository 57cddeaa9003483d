//! Fields of a form whose errors follow what is typed.

use super::{drawn, live_form::Shown};
use crate::domain::FieldError;
use leptos::{html::Div, prelude::*};

/// A line of text with its label, hint and error.
#[island]
pub fn LiveField(
    /// The field's id, which its error is known by.
    id: String,
    /// Its name in the form.
    name: String,
    label: String,
    /// What it is called for those who do not see what is around it; empty where the label says it.
    spoken: String,
    /// What was typed.
    value: String,
    /// `email` or `text`.
    kind: String,
    /// Most characters, where there is a limit.
    max: Option<u32>,
    is_required: bool,
    /// What to know before typing; may be empty.
    hint: String,
    /// What was wrong with it when the page was made; empty where nothing was.
    error: String,
) -> impl IntoView {
    let error = error_of(id.clone(), error);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let has_hint = !hint.is_empty();
    let hint_line = has_hint.then(|| view! { <p class="hint" id=hint_id.clone()>{hint}</p> });
    let described = move || {
        let ids = [has_hint.then_some(hint_id.as_str()), error.read().is_some().then_some(error_id.as_str())];
        let ids: Vec<&str> = ids.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    };
    let spoken = (!spoken.is_empty()).then_some(spoken);
    let of = id.clone();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {hint_line}
            <input class="input" id=id name=name type=kind value=value maxlength=max autocomplete="off" required=is_required
                aria-label=spoken aria-describedby=described aria-invalid=move || error.read().is_some().then_some("true")/>
            {move || error.get().map(|error| line(&of, error))}
        </div>
    }
}

/// What is wrong with a field or group that is no line of text.
#[island]
pub fn LiveError(
    /// Name of the field.
    name: String,
    /// What was wrong with it when the page was made; empty where nothing was.
    error: String,
) -> impl IntoView {
    let error = error_of(name.clone(), error);
    move || error.get().map(|error| line(&name, error))
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
