//! How a picker looks: the text field with suggestions, and the question which thing is meant.

use super::{CHOICES, Candidate, CandidateSource, Resolution};
use crate::{
    ui::{icon::Icon, islands::Suggest, number},
    web::paths,
};
use leptos::prelude::*;

/// What taking a suggestion does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// It completes the text: more is to be said before the form is sent.
    Fills,
    /// It completes the text and presses the button beside it.
    Presses,
}

/// A text field with suggestions below it; `of` says what is suggested, see [`paths::suggestions`].
pub fn combobox<I: IntoView + 'static>(name: &str, of: &str, taking: Taking, input: I) -> impl IntoView + use<I> {
    let fills = (taking == Taking::Fills).then_some("");
    let (from, options) = (paths::suggestions(of, name), format!("{name}-options"));
    view! {
        <Suggest>
            <div class="combo">
                {input}
                <div class="combo-list" id=options data-from=from data-fills=fills hidden=true></div>
            </div>
        </Suggest>
    }
}

/// Things that may be meant: a button for each, which adds its key to the form.
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
fn more_words(more: usize) -> String {
    format!("{} more: type on to see them.", number(more))
}

/// Levels as the options of a select.
pub fn level_options(levels: &[(&'static str, &'static str)], chosen: &str) -> impl IntoView + use<> {
    let option = |(value, label): &(&'static str, &'static str)| {
        view! { <option value=*value selected=*value == chosen>{*label}</option> }
    };
    levels.iter().map(option).collect_view()
}

/// What a typed name may stand for, as the options that [`Suggest`] fetches. Taking one completes the field.
pub fn suggestions(name: &str, typed: &str, things: &dyn CandidateSource) -> impl IntoView + use<> {
    let (found, _) = things.find(typed, CHOICES);
    if found.is_empty() {
        let none = if typed.trim().is_empty() { "Type a name" } else { "Nothing of that name" };
        return view! { <p class="combo-none" role="status">{none}</p> }.into_any();
    }
    let options: Vec<_> = (0..)
        .zip(found)
        .map(|(at, thing): (usize, Candidate)| {
            let text = thing.text().to_owned();
            view! {
                <button type="button" role="option" id=format!("{name}-option-{at}") tabindex="-1" aria-selected="false" data-text=text>
                    <Icon icon=thing.icon/>
                    <span>{thing.name}</span>
                    <small>{thing.detail}</small>
                </button>
            }
        })
        .collect();
    view! { <div role="listbox" id=format!("{name}-listbox") aria-label="Suggestions">{options}</div> }.into_any()
}
