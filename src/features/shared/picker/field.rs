//! A labelled field for one person or thing out of very many.
//!
//! Where several answer, each is a button that has the form shown again with its key in an argument of its own,
//! `NAME_pick`; so it works without script.

use super::{Candidate, Choices, PickFrom, Resolution, Resolved, Suggest, Taking};
use crate::{
    ui::{field::field_error, icon::Icon},
    web::SHOW_AGAIN,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The field as it is to be shown.
pub struct PickerField {
    /// URL of the function whose form it is in.
    pub function: String,
    /// Its name in the form, and its id.
    pub name: &'static str,
    /// What it finds.
    pub from: PickFrom,
    pub label: &'static str,
    /// What to know before typing.
    pub hint: &'static str,
    /// What can be typed: “Name or e-mail”.
    pub placeholder: &'static str,
    /// What was typed, and what it stands for.
    pub resolved: Resolved,
    /// Likely ones, offered while nothing is typed.
    pub likely: Vec<Candidate>,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl PickerField {
    /// The field with its choices.
    pub fn view(self) -> impl IntoView {
        let Self { function, name, from, label, hint, placeholder, resolved, likely, error } = self;
        let show_again = format!("{function}?{SHOW_AGAIN}");
        let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
        let described = if error.is_some() { format!("{hint_id} {error_id}") } else { hint_id.clone() };
        let invalid = error.is_some().then_some("true");
        let Resolved { text, resolution } = resolved;
        let choices = |question: &str, things, more| {
            let (field, again) = (format!("{name}_pick"), Some(show_again.clone()));
            Choices { field, again, question: Some(question.to_owned()), things, more }.view()
        };
        let below = match resolution {
            Resolution::Nothing if likely.is_empty() => ().into_any(),
            Resolution::Nothing => choices("Suggested", likely, 0),
            Resolution::One(thing) => {
                view! { <p class="note t-ok"><Icon icon=lu::LuCheck/>" "<span>{thing.name}</span></p> }.into_any()
            }
            Resolution::Several { first, more } => choices("Which one?", first, more),
            Resolution::Unknown => ().into_any(),
        };
        let input = view! {
            <input class="input" id=name name=name value=text placeholder=placeholder autocomplete="off"
                aria-describedby=described aria-invalid=invalid/>
        };
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <p class="hint" id=hint_id>{hint}</p>
                <div class="adder">
                    <Suggest name=name.to_owned() from=from taking=Taking::Fills>{input}</Suggest>
                    <button class="btn" formaction=show_again formnovalidate=true><Icon icon=lu::LuSearch/>" Find"</button>
                </div>
                {error.map(|error| field_error(name, error))}
                {below}
            </div>
        }
    }
}
