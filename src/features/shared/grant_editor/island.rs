//! The editor awake: its buttons are answered in place.
//!
//! It has no state but the fields themselves, so what was chosen before the island woke counts.

use super::questions::SettleRows;
use crate::ui::islands::{Latest, NoAnswer, Parts, Question, fields, pairs};
use leptos::{
    ev::MouseEvent,
    html::Div,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement},
};

/// Wraps rows with a level each, and a field that adds one by its name.
#[island]
pub fn GrantEditorIsland(
    /// Name in the form, and id.
    name: String,
    /// What the rows are: “Teams”.
    label: String,
    /// What the rows are, as [`EditorSubject`](super::EditorSubject) is posted.
    subject: String,
    /// Where its buttons lead the whole form without script.
    again: String,
    children: Children,
) -> impl IntoView {
    let editor = Editor {
        around: NodeRef::new(),
        name: StoredValue::new(name.clone()),
        subject: StoredValue::new(subject),
        again: StoredValue::new(again),
        pressed: StoredValue::new_local(None),
        is_plain: StoredValue::new(false),
        latest: StoredValue::new_local(Latest::default()),
    };
    view! {
        <div class="field" id=name role="group" aria-label=label node_ref=editor.around
            on:change=move |event| editor.level_chosen(&event) on:click=move |event| editor.press(&event)>
            {children()}
        </div>
    }
}

#[derive(Clone, Copy)]
struct Editor {
    around: NodeRef<Div>,
    name: StoredValue<String>,
    subject: StoredValue<String>,
    again: StoredValue<String>,
    /// The button that was pressed and is not answered yet.
    pressed: StoredValue<Option<HtmlElement>, LocalStorage>,
    /// Whether the server could not be asked: buttons do what they do without script.
    is_plain: StoredValue<bool>,
    latest: StoredValue<Latest, LocalStorage>,
}

impl Editor {
    /// “Add”, a choice, or “Remove”.
    fn press(self, event: &MouseEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let button = target.and_then(|target| target.closest("button:not([type=button])").ok().flatten());
        let Some(button) = button else { return };
        if self.is_plain.get_value() {
            // One that came with an answer does not know the way yet.
            _ = button.set_attribute("formaction", &self.again.get_value());
            return;
        }
        event.prevent_default();
        match button.closest(".grant").ok().flatten() {
            Some(row) if button.has_attribute("name") => self.remove(&row, &button),
            Some(_) | None => {
                self.pressed.set_value(button.dyn_into().ok());
                self.settle();
            }
        }
    }

    /// Takes a row away at once, whatever is under way.
    fn remove(self, row: &Element, button: &Element) {
        row.remove();
        let name = button.get_attribute("data-what").unwrap_or_default();
        if let Some(said) = self.find(".grant-said") {
            said.set_text_content(Some(&format!("{name} removed")));
        }
        self.focus();
        self.tell_form();
        // An answer that is under way still has the row.
        self.settle();
    }

    /// What is to be known about a row may be another at another level.
    fn level_chosen(self, event: &Event) {
        let chosen = event.target().is_some_and(|target| target.dyn_into::<HtmlSelectElement>().is_ok());
        if chosen {
            self.settle();
        }
    }

    /// The fields of the editor among those of its form, as the question has them.
    fn fields(self) -> Option<String> {
        let form = self.around.get_untracked()?.closest("form").ok()??.dyn_into().ok()?;
        let name = self.name.get_value();
        let ours = format!("{name}%5B");
        let new = format!("{ours}new%5D%5Bid%5D");
        let mut asked = vec![pairs(&[("name", &name), ("subject", &self.subject.get_value())])?];
        for field in fields(&form)?.split('&') {
            // A name that is typed becomes a row when somebody says so.
            let is_typed = self.pressed.with_value(Option::is_none) && field.starts_with(&new);
            if let Some(rest) = field.strip_prefix(&ours).filter(|_| !is_typed) {
                asked.push(format!("grants%5B{rest}"));
            } else if let Some(shown) = field.strip_prefix("base%5B") {
                asked.push(shown.replacen("%5D", "", 1));
            }
        }
        if let Some(button) = self.pressed.get_value() {
            let key = button.get_attribute("value").unwrap_or_default();
            asked.push(pairs(&[("is_pressed", "true"), ("grants[pick]", &key)])?);
        }
        Some(asked.join("&"))
    }

    /// Asks what the editor comes to. Where there is no answer, the button that was pressed does it with the whole form.
    fn settle(self) {
        let ask = move || async move {
            let Some(fields) = self.fields() else { return };
            let typed = self.input().map(|input| input.value());
            let answer: Result<Parts, NoAnswer> = Question::of::<SettleRows>().ask(&fields).await;
            match (answer, self.pressed.get_value()) {
                // The next answer is to what is chosen by now.
                (Ok(_), _) if self.latest.with_value(Latest::is_outdated) => {}
                (Ok(parts), None) => parts.put(),
                (Ok(parts), Some(_)) => {
                    parts.put();
                    self.pressed.set_value(None);
                    self.added(typed);
                }
                (Err(_), Some(button)) => {
                    self.is_plain.set_value(true);
                    button.click();
                }
                (Err(_), None) => {}
            }
        };
        self.latest.with_value(|latest| latest.ask(ask));
    }

    /// A row was added, or it is asked which is meant by what was `typed`.
    fn added(self, typed: Option<String>) {
        // A question is answered by one of its buttons; the field's own suggestions would cover it.
        if self.find(".grant-which").is_some() {
            return;
        }
        if let Some(input) = self.input() {
            // What was typed since is the next name.
            if Some(input.value()) == typed {
                input.set_value("");
            }
        }
        self.focus();
        self.tell_form();
    }

    fn find(self, selector: &str) -> Option<Element> {
        self.around.get_untracked()?.query_selector(selector).ok()?
    }

    /// The field that a name is typed into.
    fn input(self) -> Option<HtmlInputElement> {
        self.find(".grant-new input")?.dyn_into().ok()
    }

    fn focus(self) {
        if let Some(input) = self.input() {
            _ = input.focus();
        }
    }

    /// Lets the form around hear that it is filled in otherwise.
    fn tell_form(self) {
        if let (Some(around), Ok(event)) = (self.around.get_untracked(), Event::new("input")) {
            event.init_event_with_bubbles("input", true);
            _ = around.dispatch_event(&event);
        }
    }
}
