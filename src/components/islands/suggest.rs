//! Suggestions while one types a name.

use leptos::prelude::*;

/// Wraps a text field and the element, with the path they come from in `data-from`, that its suggestions go into.
/// Taking one presses it: the suggestions are buttons of the field's form. Where the place says `data-fills`, more is to
/// be said before the form is sent, and taking one only completes the field. Without script the form's own button sends
/// what was typed.
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
        listen(&input, "keydown", {
            let close = close.clone();
            move |event| {
                if event.dyn_into::<KeyboardEvent>().is_ok_and(|event| event.key() == "Escape") {
                    close();
                }
            }
        });
        if options.has_attribute("data-fills") {
            listen(&options, "click", {
                let input = input.clone();
                move |event| {
                    let pressed = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                    let option = pressed.and_then(|pressed| pressed.closest("[data-text]").ok().flatten());
                    if let Some(text) = option.and_then(|option| option.get_attribute("data-text")) {
                        event.prevent_default();
                        input.set_value(&text);
                        close();
                    }
                }
            });
        }
        combobox(input, options, url, |option| option.click());
        Some(())
    }
}
