//! A filter form that answers while one types.

use leptos::prelude::*;

/// Wraps a GET form: typing fetches the page that the form would lead to and swaps the element `results`. The URL
/// follows, so that reload, Back and sharing work as without script. While it sleeps, the form is an ordinary form.
#[island]
pub fn LiveFilter(children: Children) -> impl IntoView {
    let awake = RwSignal::new(false);
    let within = NodeRef::<leptos::html::Div>::new();
    #[cfg(feature = "hydrate")]
    let on_input = {
        Effect::new(move || awake.set(true));
        browser::on_input(within)
    };
    #[cfg(not(feature = "hydrate"))]
    let on_input = |_: leptos::ev::Event| {};
    view! { <div class="live" class:is-awake=awake node_ref=within on:input=on_input>{children()}</div> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::super::{RESULTS, latest::Latest, picks, swap::swap};
    use leptos::{ev, prelude::*};
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Element, FormData, HtmlElement, HtmlFormElement, HtmlInputElement, UrlSearchParams};

    /// Answers what is typed into the filter's form; what was typed before there was anybody to answer, at once.
    pub fn on_input(within: NodeRef<leptos::html::Div>) -> impl Fn(ev::Event) + Clone + 'static {
        let latest = Latest::default();
        Effect::new({
            let latest = latest.clone();
            move || {
                let form = within.get().and_then(|within| within.query_selector("form").ok().flatten());
                if let Some(form) = form.filter(is_typed_into).and_then(|form| form.dyn_into().ok()) {
                    fetch(&latest, form);
                }
            }
        });
        move |event| {
            if let Some(form) = form_of(&event) {
                fetch(&latest, form);
            }
        }
    }

    fn fetch(latest: &Latest, form: HtmlFormElement) {
        let asked = latest.clone();
        latest.ask(move || {
            let (asked, url) = (asked.clone(), destination(&form));
            async move {
                let Some(url) = url else { return };
                let swapped = swap(&url, RESULTS, || !asked.is_outdated()).await;
                if asked.is_outdated() {
                    return;
                }
                if swapped.is_some() {
                    let history = window().history();
                    _ = history.and_then(|h| h.replace_state_with_url(&JsValue::NULL, "", Some(&url)));
                } else {
                    _ = window().location().set_href(&url);
                }
            }
        });
    }

    /// Whether a text field has something else than the page put into it.
    fn is_typed_into(form: &Element) -> bool {
        let Ok(fields) = form.query_selector_all("input:not([type=hidden])") else { return false };
        let mut fields = (0..fields.length()).filter_map(|at| fields.get(at)?.dyn_into::<HtmlInputElement>().ok());
        fields.any(|field| field.value() != field.default_value())
    }

    fn form_of(event: &ev::Event) -> Option<HtmlFormElement> {
        let element = event.target()?.dyn_into::<HtmlElement>().ok()?;
        element.closest("form").ok()??.dyn_into().ok()
    }

    /// Where the form leads to, without fields left empty; `None` also while more is picked than goes along.
    fn destination(form: &HtmlFormElement) -> Option<String> {
        let data = FormData::new_with_form(form).ok()?;
        let all = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
        let text: String = all.to_string().into();
        // What is picked by now goes along, not what was when the page came.
        let is_given = |pair: &&str| !pair.ends_with('=') && !pair.is_empty() && !pair.starts_with("pick=");
        let given = text.split('&').filter(is_given).map(str::to_owned);
        let given: Vec<String> =
            given.chain(picks::going_along()?.into_iter().map(|id| format!("pick={id}"))).collect();
        let path = window().location().pathname().ok()?;
        Some(if given.is_empty() { path } else { format!("{path}?{}", given.join("&")) })
    }
}
