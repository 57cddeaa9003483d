//! A text field with answers, after the ARIA pattern of a combobox with a list box. Browser only.
//!
//! Owns typing, asking and the keys. What is asked, what the options look like and what taking one does is the caller's.

use super::latest::Latest;
use leptos::{ev, prelude::*};
use std::future::Future;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// Makes a combobox of a field and the element that its options are in. `ask` answers a text: with what shows the options,
/// or with nothing where no answer came. `take` is called with the option that Enter takes. Options can be pressed too:
/// they are links or buttons.
pub fn combobox<Ask, Asked, Show>(
    input: HtmlInputElement,
    options: HtmlElement,
    ask: Ask,
    take: impl Fn(HtmlElement) + 'static,
) where
    Ask: Fn(String) -> Asked + Clone + 'static,
    Asked: Future<Output = Option<Show>> + 'static,
    Show: FnOnce() + 'static,
{
    _ = input.set_attribute("role", "combobox");
    _ = input.set_attribute("aria-autocomplete", "list");
    _ = input.set_attribute("aria-expanded", "false");
    let latest = Latest::default();
    let fetch = {
        let (input, options) = (input.clone(), options.clone());
        move || {
            // Until the answer is here, Enter must not take what answered something else.
            activate(&input, None);
            let (input, options, ask, asked) = (input.clone(), options.clone(), ask.clone(), latest.clone());
            latest.ask(move || {
                let (input, options, asked) = (input.clone(), options.clone(), asked.clone());
                let answer = ask(input.value());
                async move {
                    // An answer that comes when somebody has gone on must not open over what they do now.
                    let is_wanted =
                        || !asked.is_outdated() && input.is_same_node(document().active_element().as_deref());
                    if let Some(show) = answer.await.filter(|_| is_wanted()) {
                        show();
                        offer(&input, &options);
                    }
                }
            });
        }
    };
    // What was typed before the page woke counts now.
    if input.value() != input.default_value() && input.is_same_node(document().active_element().as_deref()) {
        fetch();
    }
    listen(&input, "focus", {
        let (fetch, options) = (fetch.clone(), options.clone());
        move |_| {
            if options.hidden() {
                fetch();
            }
        }
    });
    listen(&input, "input", move |_| fetch());
    listen(&input.clone(), "keydown", move |event| {
        // Filling a form in by itself, a browser sends plain events of that name.
        let Ok(event) = event.dyn_into::<ev::KeyboardEvent>() else { return };
        match event.key().as_str() {
            "ArrowDown" => step(&input, &options, 1),
            "ArrowUp" => step(&input, &options, -1),
            "Enter" => match active(&input) {
                Some(option) => take(option),
                // Nothing to take: the form is sent, as without script.
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
    });
}

/// Opens the list, the first option active. Where nothing was typed and nothing is offered there is nothing to open: it would
/// only hide what is below.
fn offer(input: &HtmlInputElement, options: &HtmlElement) {
    let first = all(options).into_iter().next();
    options.set_hidden(first.is_none() && input.value().trim().is_empty());
    if let Some(list) = options.query_selector("[role=listbox]").ok().flatten() {
        _ = input.set_attribute("aria-controls", &list.id());
    }
    _ = input.set_attribute("aria-expanded", if first.is_some() { "true" } else { "false" });
    activate(input, first.as_ref());
}

/// Listens for as long as the page lives.
pub fn listen(target: &web_sys::EventTarget, name: &str, handler: impl FnMut(web_sys::Event) + 'static) {
    let handler = wasm_bindgen::closure::Closure::<dyn FnMut(web_sys::Event)>::new(handler);
    _ = target.add_event_listener_with_callback(name, handler.as_ref().unchecked_ref());
    handler.forget();
}

fn all(options: &Element) -> Vec<HtmlElement> {
    let found = options.query_selector_all("[role=option]").ok();
    let length = found.as_ref().map_or(0, web_sys::NodeList::length);
    (0..length).filter_map(|at| found.as_ref()?.get(at)?.dyn_into().ok()).collect()
}

fn active(input: &HtmlInputElement) -> Option<HtmlElement> {
    let id = input.get_attribute("aria-activedescendant")?;
    document().get_element_by_id(&id)?.dyn_into().ok()
}

fn activate(input: &HtmlInputElement, option: Option<&HtmlElement>) {
    if let Some(before) = active(input) {
        _ = before.set_attribute("aria-selected", "false");
    }
    match option {
        Some(option) => {
            _ = option.set_attribute("aria-selected", "true");
            _ = input.set_attribute("aria-activedescendant", &option.id());
            let nearest = web_sys::ScrollIntoViewOptions::new();
            nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&nearest);
        }
        None => _ = input.remove_attribute("aria-activedescendant"),
    }
}

fn step(input: &HtmlInputElement, options: &Element, by: isize) {
    let all = all(options);
    let here = active(input).and_then(|option| all.iter().position(|other| *other == option));
    let next = match here {
        Some(here) => here.saturating_add_signed(by).min(all.len().saturating_sub(1)),
        None => 0,
    };
    activate(input, all.get(next));
}
