//! Suggestions while one types a name.

use super::questions::PickFrom;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What taking a suggestion does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Taking {
    /// It completes the text: more is to be said before the form is sent.
    Fills,
    /// It completes the text and presses the button beside it, as somebody does without script.
    Presses,
}

/// Wraps a text field; shows suggestions below it.
#[island]
pub fn Suggest(
    /// The field's name, which its list's ids begin with.
    name: String,
    /// What is suggested.
    from: PickFrom,
    /// What taking one does.
    taking: Taking,
    /// The text field alone.
    children: Children,
) -> impl IntoView {
    let around = NodeRef::<leptos::html::Div>::new();
    let list = format!("{name}-options");
    #[cfg(feature = "hydrate")]
    Effect::new(move || {
        if let Some(around) = around.get() {
            _ = browser::wake(&around, &name, from, taking);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (from, taking);
    view! {
        <div class="suggest" node_ref=around>
            <div class="combo">
                {children()}
                <div class="combo-list" id=list hidden=true></div>
            </div>
        </div>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::{
        super::questions::{PickFrom, Suggest as Suggestions},
        Taking,
    };
    use crate::ui::islands::{Parts, Question, combobox, listen, pairs};
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

    pub fn wake(around: &Element, name: &str, from: PickFrom, taking: Taking) -> Option<()> {
        let input: HtmlInputElement = around.query_selector("input").ok()??.dyn_into().ok()?;
        let options: HtmlElement = around.query_selector(".combo-list").ok()??.dyn_into().ok()?;
        // Pressing an option must not take the focus, which would close the list before the press counts.
        listen(&options, "mousedown", |event| event.prevent_default());
        let close = {
            let (input, options) = (input.clone(), options.clone());
            move || {
                options.set_hidden(true);
                _ = input.set_attribute("aria-expanded", "false");
                _ = input.remove_attribute("aria-activedescendant");
            }
        };
        listen(&input, "blur", {
            let close = close.clone();
            move |_| close()
        });
        let button = if taking == Taking::Presses { beside(&options) } else { None };
        listen(&input, "keydown", {
            let (close, input, button) = (close.clone(), input.clone(), button.clone());
            move |event| {
                let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
                match (event.key().as_str(), &button) {
                    ("Escape", _) => close(),
                    // Nothing is offered that could be taken: Enter is for the button beside, not for the whole form.
                    ("Enter", Some(button)) if has_nothing_to_take(&input) => {
                        event.prevent_default();
                        close();
                        button.click();
                    }
                    _ => {}
                }
            }
        });
        listen(&options, "click", {
            let input = input.clone();
            move |event| {
                let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let option = pressed.and_then(|pressed| pressed.closest("[data-text]").ok().flatten());
                if let Some(text) = option.and_then(|option| option.get_attribute("data-text")) {
                    input.set_value(&text);
                    close();
                    if let Some(button) = &button {
                        button.click();
                    }
                }
            }
        });
        let ask = {
            let (options, name) = (options.clone(), name.to_owned());
            move |typed: String| {
                let (options, fields) =
                    (options.clone(), pairs(&[("from", from.slug()), ("typed", &typed), ("field", &name)]));
                async move {
                    let found: Parts = Question::of::<Suggestions>().ask(&fields?).await.ok()?;
                    Some(move || options.set_inner_html(found.html()))
                }
            }
        };
        combobox(input, options, ask, |option| option.click());
        Some(())
    }

    fn has_nothing_to_take(input: &HtmlInputElement) -> bool {
        !input.value().trim().is_empty() && !input.has_attribute("aria-activedescendant")
    }

    /// The button that does something with what was typed.
    fn beside(options: &Element) -> Option<HtmlElement> {
        let group = options.closest(".adder, .grant-new").ok().flatten()?;
        group.query_selector("button.btn").ok().flatten()?.dyn_into().ok()
    }
}
