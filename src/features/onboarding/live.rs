//! The onboarding form awake: checks while one types, and the plan beside the form.
//!
//! The form itself is the page's own markup and posts itself. What is asked is read from its fields, so what was typed
//! before the island woke counts, and so do rows that the server rendered.

use super::form::PersonFields;
use crate::ui::islands::{Live, LiveAnswer, Question, Shown};
use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, FormData, HtmlElement},
};

/// Wraps the form and the plan beside it.
#[island]
pub fn OnboardingLive(
    /// What the form comes to.
    question: Question,
    /// What is said where that cannot be told now.
    unavailable: String,
    /// Fields that are wrong as the page shows them.
    wrong: Vec<String>,
    children: Children,
) -> impl IntoView {
    let shown = Shown::new();
    provide_context(shown);
    let form = Onboarding {
        shown,
        live: Live::new(question, unavailable),
        touched: StoredValue::new(wrong),
        answer: StoredValue::new(LiveAnswer::default()),
    };
    form.live.wake(move |answer| form.answer(answer));
    view! {
        <div class="cols" node_ref=form.live.around on:input=move |_| form.ask() on:change=move |event| form.leave(&event)
            on:submit=move |event| form.check(&event)>
            {children()}
        </div>
    }
}

#[derive(Clone, Copy)]
struct Onboarding {
    shown: Shown,
    live: Live,
    /// Fields that somebody has left.
    touched: StoredValue<Vec<String>>,
    /// What the form came to when it was asked about last.
    answer: StoredValue<LiveAnswer>,
}

impl Onboarding {
    /// Who is onboarded, as it is filled in now.
    fn person(self) -> Option<PersonFields> {
        let form = FormData::new_with_form(&self.live.form()?).ok()?;
        Some(PersonFields::read(|name| form.get(name).as_string().unwrap_or_default()))
    }

    fn ask(self) {
        self.live.ask(move |answer| self.answer(answer));
    }

    fn answer(self, answer: LiveAnswer) {
        self.answer.set_value(answer);
        self.show_errors();
    }

    /// Shows beside the fields what is wrong with them now.
    fn show_errors(self) {
        let Some(person) = self.person() else { return };
        let errors =
            self.answer.with_value(|answer| self.touched.with_value(|touched| answer.errors(person.check(), touched)));
        self.shown.beside(errors);
    }

    /// A field was left with another value.
    fn leave(self, event: &Event) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let name = target.and_then(|target| target.get_attribute("name")).unwrap_or_default();
        // A name that is typed into a row is not wrong before it is added.
        if !name.contains('[') {
            self.touch([name.as_str()]);
            self.show_errors();
        }
        self.ask();
    }

    fn touch<'a>(self, fields: impl IntoIterator<Item = &'a str>) {
        self.touched.update_value(|touched| {
            for field in fields {
                if !touched.iter().any(|known| known == field) {
                    touched.push(field.to_owned());
                }
            }
        });
    }

    /// Lets the form post itself if nothing is wrong that can be told here; otherwise says what.
    fn check(self, event: &ev::SubmitEvent) {
        let leads_elsewhere = |button: &HtmlElement| button.has_attribute("formaction");
        if event.submitter().and_then(|button| button.dyn_into().ok()).is_some_and(|button| leads_elsewhere(&button)) {
            return;
        }
        let Some(person) = self.person() else { return };
        let wrong = person.check();
        if wrong.is_empty() {
            return;
        }
        event.prevent_default();
        self.touch(wrong.fields.iter().map(|error| error.field.as_str()));
        self.show_errors();
        self.shown.summary.set(self.shown.errors.get_untracked());
        self.shown.calls.update(|calls| *calls += 1);
    }
}
