//! The question which thing is meant, and levels to choose from.

use super::{Candidate, Resolution};
use crate::ui::{icon::Icon, number};
use leptos::prelude::*;

/// Things that may be meant: a button for each, which adds its key to the form.
#[derive(Clone, Debug)]
pub struct Choices {
    /// The field that a button adds.
    pub field: String,
    /// Where the form goes then, if that is another function than its own.
    pub again: Option<String>,
    /// What is asked, in words: “Which one?”.
    pub question: Option<String>,
    pub things: Vec<Candidate>,
    /// How many more there are than these.
    pub more: usize,
}

impl Choices {
    /// The question which thing is meant by what was typed, where that is several.
    pub fn of(field: String, again: Option<String>, typed: &str, resolution: Resolution) -> Option<Self> {
        match resolution {
            Resolution::Several { first, more } => {
                let question = Some(format!("Which “{}” is it?", typed.trim()));
                Some(Self { field, again, question, things: first, more })
            }
            Resolution::Nothing | Resolution::One(_) | Resolution::Unknown => None,
        }
    }

    /// The question with its buttons.
    pub fn view(self) -> AnyView {
        let Self { field, again, question, things, more } = self;
        let more = (more > 0).then(|| more_words(more));
        let buttons = things.into_iter().map(|thing| {
            let (name, again) = (field.clone(), again.clone());
            view! {
                <li><button class="btn btn-sm" formaction=again name=name value=thing.key formnovalidate=true>
                    <Icon icon=thing.icon/>" "{thing.name}" "<small>{thing.detail}</small>
                </button></li>
            }
        });
        let buttons = buttons.collect_view();
        view! {
            <div class="grant-which" role="status">
                {question.map(|question| view! { <p>{question}</p> })}
                <ul class="which">{buttons}</ul>
                {more.map(|more| view! { <p class="hint">{more}</p> })}
            </div>
        }
        .into_any()
    }
}

/// That there are more choices than are shown.
pub fn more_words(more: usize) -> String {
    format!("{} more: type on to see them.", number(more))
}

/// Levels as the options of a select.
pub fn level_options(levels: &[(&'static str, &'static str)], chosen: &str) -> impl IntoView + use<> {
    let option = |(value, label): &(&'static str, &'static str)| {
        view! { <option value=*value selected=*value == chosen>{*label}</option> }
    };
    levels.iter().map(option).collect_view()
}
