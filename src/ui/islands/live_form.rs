//! A form that is answered while it is filled in: a function is asked about it as it is, the newest next.

use super::{Latest, NoAnswer, Parts, Question, ask, parts};
use crate::domain::{FieldError, Invalid};
use leptos::{
    html::Div,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlFormElement, HtmlInputElement, HtmlTextAreaElement},
};
use serde::{Deserialize, Serialize};

/// Id of the sentence that says first what a form comes to.
pub const SAID: &str = "live-said";

/// Id of all else that a form comes to.
pub const TOLD: &str = "live-told";

/// What a form comes to as it is filled in now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveAnswer {
    /// Fields that are filled in wrongly. That is said of a field once somebody has left it.
    pub malformed: Vec<FieldError>,
    /// Fields that are filled in rightly and cannot be carried out, as an address that is taken. That is said at once.
    pub refused: Vec<FieldError>,
    /// What the page says about the form beside its fields.
    pub parts: Parts,
}

impl LiveAnswer {
    /// What is to stand beside the fields now, where `checked` is what the browser can tell by itself and `touched` are the
    /// fields that somebody has left.
    pub fn errors(&self, checked: Invalid, touched: &[String]) -> Invalid {
        let is_left = |error: &FieldError| touched.contains(&error.field);
        let mut shown = Invalid::new();
        let malformed = checked.fields.into_iter().chain(self.malformed.iter().cloned()).filter(is_left);
        for error in malformed.chain(self.refused.iter().cloned()) {
            if shown.of(&error.field).is_none() {
                shown.fields.push(error);
            }
        }
        shown
    }
}

/// What the islands of a form share.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// What stands beside the fields; nothing as long as the page has said it itself.
    pub errors: RwSignal<Option<Invalid>>,
    /// What stands above the form, likewise.
    pub summary: RwSignal<Option<Invalid>>,
    /// How often the summary was called for in the browser: it takes the focus each time.
    pub calls: RwSignal<u32>,
}

impl Shown {
    /// What is shared within an island, where nothing was answered yet.
    pub fn new() -> Self {
        Self { errors: RwSignal::new(None), summary: RwSignal::new(None), calls: RwSignal::new(0) }
    }

    /// What the form around this island shares.
    pub fn here() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// Shows this beside the fields.
    pub fn beside(self, errors: Invalid) {
        let errors = Some(errors);
        if self.errors.with_untracked(|before| *before != errors) {
            self.errors.set(errors);
        }
    }
}

impl Default for Shown {
    fn default() -> Self {
        Self::new()
    }
}

/// A form within an island.
#[derive(Clone, Copy)]
pub struct Live {
    /// The island's own element.
    pub around: NodeRef<Div>,
    question: StoredValue<Question>,
    /// What is said where no answer can be had.
    unavailable: StoredValue<String>,
    latest: StoredValue<Latest, LocalStorage>,
}

impl Live {
    /// A form that `question` is asked about.
    pub fn new(question: Question, unavailable: String) -> Self {
        Self {
            around: NodeRef::new(),
            question: StoredValue::new(question),
            unavailable: StoredValue::new(unavailable),
            latest: StoredValue::new_local(Latest::default()),
        }
    }

    /// The form itself.
    pub fn form(self) -> Option<HtmlFormElement> {
        self.around.get_untracked()?.query_selector("form").ok()??.dyn_into().ok()
    }

    /// Asks about what was typed before there was anybody to answer.
    pub fn wake(self, answered: impl Fn(LiveAnswer) + Copy + 'static) {
        Effect::new(move |_| {
            if self.around.get().is_some() && self.form().is_some_and(|form| is_touched(&form)) {
                self.ask(answered);
            }
        });
    }

    /// Asks at once, or as soon as the question before is answered, and hands the answer on.
    pub fn ask(self, answered: impl Fn(LiveAnswer) + Copy + 'static) {
        let ask = move || async move {
            let Some(fields) = self.form().and_then(|form| ask::fields(&form)) else { return };
            match self.question.get_value().ask::<LiveAnswer>(&fields).await {
                Ok(answer) => {
                    answer.parts.put();
                    answered(answer);
                }
                Err(why) => self.say_unavailable(why),
            }
        };
        self.latest.with_value(|latest| latest.ask(ask));
    }

    /// Says that nothing is known. The form can be sent all the same.
    fn say_unavailable(self, why: NoAnswer) {
        let words = match why {
            NoAnswer::SignedOut => "You are signed out. Reload the page to sign in.".to_owned(),
            NoAnswer::Unknown => self.unavailable.get_value(),
        };
        parts::put(SAID, &words);
        parts::put(TOLD, "");
    }
}

/// Whether somebody has filled in something else than the page did.
fn is_touched(form: &HtmlFormElement) -> bool {
    let fields = form.elements();
    (0..fields.length()).filter_map(|at| fields.item(at)).any(|field| {
        if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
            return input.type_() != "hidden"
                && (input.value() != input.default_value() || input.checked() != input.default_checked());
        }
        field.dyn_ref::<HtmlTextAreaElement>().is_some_and(|area| area.default_value() != Ok(area.value()))
    })
}

/// Wraps a form whose fields are checked by the server alone: asks about it while somebody fills it in.
#[island]
pub fn LiveForm(
    /// What is asked.
    question: Question,
    /// Class of the element around the form.
    class: Option<String>,
    /// What is said where no answer can be had; the markup of the page says where.
    unavailable: String,
    children: Children,
) -> impl IntoView {
    let shown = Shown::new();
    provide_context(shown);
    let live = Live::new(question, unavailable);
    let answered = move |answer: LiveAnswer| shown.beside(Invalid::of_fields(answer.refused));
    live.wake(answered);
    view! { <div class=class node_ref=live.around on:input=move |_| live.ask(answered)>{children()}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_called_wrong_once_it_was_left_and_a_taken_address_at_once() {
        let wrong = Invalid::one("email", "Not an address.");
        let answer = LiveAnswer { malformed: Invalid::one("teams", "Which one?").fields, ..LiveAnswer::default() };
        assert!(answer.errors(wrong.clone(), &[]).is_empty(), "someone is still typing");
        let left = answer.errors(wrong, &["email".into(), "teams".into()]);
        assert_eq!((left.of("email"), left.of("teams")), (Some("Not an address."), Some("Which one?")));
        let taken = LiveAnswer { refused: Invalid::one("email", "Taken.").fields, ..LiveAnswer::default() };
        assert_eq!(taken.errors(Invalid::new(), &[]).of("email"), Some("Taken."));
    }
}
