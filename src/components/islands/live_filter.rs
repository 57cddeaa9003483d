//! A filter form that answers while one types.

use leptos::prelude::*;

/// Wraps a GET form: typing fetches the page that the form would lead to and swaps the element `results`. The URL
/// follows, so that reload, Back and sharing work as without script. While it sleeps, the form is an ordinary form.
#[island]
pub fn LiveFilter(
    /// The form.
    children: Children,
) -> impl IntoView {
    let awake = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    let on_input = {
        Effect::new(move || awake.set(true));
        browser::on_input()
    };
    #[cfg(not(feature = "hydrate"))]
    let on_input = |_: leptos::ev::Event| {};
    view! { <div class="live" class:is-awake=awake on:input=on_input>{children()}</div> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::super::{picks, swap::swap};
    use leptos::{ev, prelude::*, task::spawn_local};
    use std::time::Duration;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{FormData, HtmlElement, HtmlFormElement, UrlSearchParams};

    /// Id of the element that the answer replaces.
    const RESULTS: &str = "results";

    /// How long typing must rest before the list is fetched.
    const REST: Duration = Duration::from_millis(150);

    pub fn on_input() -> impl Fn(ev::Event) + Clone + 'static {
        let timer = StoredValue::new(None::<TimeoutHandle>);
        let turn = StoredValue::new(0u32);
        move |event| {
            let Some(form) = form_of(&event) else { return };
            if let Some(waiting) = timer.get_value() {
                waiting.clear();
            }
            let fetch = move || {
                let Some(url) = destination(&form) else { return };
                turn.update_value(|n| *n += 1);
                let mine = turn.get_value();
                spawn_local(async move {
                    let swapped = swap(&url, RESULTS, || turn.get_value() == mine).await;
                    if turn.get_value() != mine {
                        return;
                    }
                    if swapped.is_some() {
                        let history = window().history();
                        _ = history.and_then(|h| h.replace_state_with_url(&JsValue::NULL, "", Some(&url)));
                    } else {
                        _ = window().location().set_href(&url);
                    }
                });
            };
            timer.set_value(set_timeout_with_handle(fetch, REST).ok());
        }
    }

    fn form_of(event: &ev::Event) -> Option<HtmlFormElement> {
        let element = event.target()?.dyn_into::<HtmlElement>().ok()?;
        element.closest("form").ok()??.dyn_into().ok()
    }

    /// Where the form leads to, without fields left empty.
    fn destination(form: &HtmlFormElement) -> Option<String> {
        let data = FormData::new_with_form(form).ok()?;
        let all = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        let text: String = all.to_string().into();
        // What is picked by now goes along, not what was when the page came.
        let is_given = |pair: &&str| !pair.ends_with('=') && !pair.is_empty() && !pair.starts_with("pick=");
        let given = text.split('&').filter(is_given).map(str::to_owned);
        let given: Vec<String> = given.chain(picks::now().into_iter().map(|id| format!("pick={id}"))).collect();
        let path = window().location().pathname().ok()?;
        Some(if given.is_empty() { path } else { format!("{path}?{}", given.join("&")) })
    }
}
