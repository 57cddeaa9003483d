//! The onboarding form awake: checks while one types, and the plan beside the form.
//!
//! The form itself is the page's own markup and posts itself. What is asked is read from its fields, so what was typed
//! before the island woke counts, and so do rows that the server rendered.

use super::{form::PersonFields, panel, preview::PlanPreview, questions::PreviewOnboarding};
use crate::{
    domain::{AppError, Invalid},
    ui::islands::{Latest, ask_about, filled},
};
use leptos::{
    ev,
    html::Div,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlElement},
};

/// What the islands of the form share.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    /// What stands beside the fields.
    pub errors: RwSignal<Invalid>,
    /// What stands above the form.
    pub summary: RwSignal<Invalid>,
    /// How often the summary was called for in the browser: it takes the focus each time.
    pub calls: RwSignal<u32>,
}

impl Shown {
    /// With the errors that the server has found.
    pub fn new(errors: Invalid) -> Self {
        Self { errors: RwSignal::new(errors.clone()), summary: RwSignal::new(errors), calls: RwSignal::new(0) }
    }

    /// What the form around this island shares.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self::new(Invalid::new()))
    }
}

/// Wraps the form; shows its plan beside it.
#[island]
pub fn OnboardingLive(
    /// The plan of the form as the page shows it, where the server has worked it out.
    preview: Option<PlanPreview>,
    /// What is wrong with the form as the page shows it.
    errors: Invalid,
    children: Children,
) -> impl IntoView {
    let touched = errors.fields.iter().map(|error| error.field.clone()).collect();
    let shown = Shown::new(errors);
    provide_context(shown);
    let live = Live {
        shown,
        around: NodeRef::new(),
        preview: RwSignal::new(preview),
        failed: RwSignal::new(None),
        touched: StoredValue::new(touched),
        latest: StoredValue::new_local(Latest::default()),
    };
    Effect::new(move |_| {
        if live.around.get().is_some() {
            live.ask();
        }
    });
    view! {
        <div class="cols" node_ref=live.around on:input=move |_| live.ask() on:change=move |event| live.leave(&event)
            on:submit=move |event| live.check(&event)>
            {children()}
            {move || panel::view(live.preview.get(), live.failed.get().as_ref())}
        </div>
    }
}

#[derive(Clone, Copy)]
struct Live {
    shown: Shown,
    around: NodeRef<Div>,
    preview: RwSignal<Option<PlanPreview>>,
    failed: RwSignal<Option<AppError>>,
    /// Fields that somebody has left.
    touched: StoredValue<Vec<String>>,
    latest: StoredValue<Latest, LocalStorage>,
}

impl Live {
    /// Who is onboarded, as it is filled in now.
    fn person(self) -> Option<PersonFields> {
        let form = filled(&*self.around.get_untracked()?)?;
        Some(PersonFields::read(|name| form.get(name).as_string().unwrap_or_default()))
    }

    /// Asks what the form comes to, at once or as soon as the question before is answered.
    fn ask(self) {
        ask_about::<PreviewOnboarding>(self.around, self.latest, move |answer| self.answer(answer));
    }

    fn answer(self, answer: Result<PlanPreview, AppError>) {
        let (preview, failed) = match answer {
            Ok(preview) => (Some(preview), None),
            Err(error) => (None, Some(error)),
        };
        if self.preview.with_untracked(|before| *before != preview) {
            self.preview.set(preview);
        }
        if self.failed.with_untracked(|before| *before != failed) {
            self.failed.set(failed);
        }
        self.show_errors();
    }

    /// Shows beside the fields what is wrong with them now.
    fn show_errors(self) {
        let Some(person) = self.person() else { return };
        let preview = self.preview.get_untracked().unwrap_or_default();
        let errors = self.touched.with_value(|touched| preview.errors(&person, touched));
        if self.shown.errors.with_untracked(|before| *before != errors) {
            self.shown.errors.set(errors);
        }
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
