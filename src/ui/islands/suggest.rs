//! Suggestions while one types a name.

use leptos::prelude::*;

/// Wraps a text field and the element, with the path they come from in `data-from`, that its suggestions go into.
/// Taking one completes the field and presses the button beside it, as somebody does without script. Where the place says
/// `data-fills`, more is to be said before the form is sent, and nothing is pressed.
#[island]
pub fn Suggest(
    /// Field and place of the suggestions.
    children: Children,
) -> impl IntoView {
    let within = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move || {
        if let Some(within) = within.get() {
            _ = browser::wake(&within);
        }
    });
    view! { <div class="suggest" node_ref=within>{children()}</div> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::super::combobox::{combobox, listen};
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};

    pub fn wake(within: &Element) -> Option<()> {
        let input: HtmlInputElement = within.query_selector("input").ok()??.dyn_into().ok()?;
        let options: HtmlElement = within.query_selector("[data-from]").ok()??.dyn_into().ok()?;
        let from = options.get_attribute("data-from")?;
        let url = move |typed: &str| format!("{from}{}", String::from(js_sys::encode_uri_component(typed)));
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
        let button = (!options.has_attribute("data-fills")).then(|| beside(&options)).flatten();
        listen(&input, "keydown", {
            let (close, input, button) = (close.clone(), input.clone(), button.clone());
            move |event| {
                let Ok(event) = event.dyn_into::<KeyboardEvent>() else { return };
                match (event.key().as_str(), &button) {
                    ("Escape", _) => close(),
                    // Nothing is offered that could be taken: Enter is for the button beside, not for the whole form.
                    ("Enter", Some(button)) if has_nothing_to_take(&input) => {
                        event.prevent_default();
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
        combobox(input, options, url, |option| option.click());
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
