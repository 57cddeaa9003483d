//! A form that is answered while it is filled in: a function is asked about it as it is, the newest next.

use super::Latest;
use leptos::{
    form::FromFormData,
    html::Div,
    prelude::*,
    server_fn::ServerFn,
    wasm_bindgen::JsCast,
    web_sys::{Element, FormData, HtmlFormElement},
};

/// The first form within an element as it is filled in now, as the arguments of a function; none where it does not fit
/// them.
pub fn filled<F: FromFormData>(around: &Element) -> Option<F> {
    let form: HtmlFormElement = around.query_selector("form").ok()??.dyn_into().ok()?;
    F::from_form_data(&FormData::new_with_form(&form).ok()?).ok()
}

/// Asks the function `F` about the form within an element, at once or as soon as the question before is answered, and
/// hands its answer on.
pub fn ask_about<F>(
    around: NodeRef<Div>,
    latest: StoredValue<Latest, LocalStorage>,
    answered: impl Fn(Result<F::Output, F::Error>) + Copy + 'static,
) where
    F: FromFormData + ServerFn + 'static,
{
    let ask = move || async move {
        if let Some(fields) = around.get_untracked().and_then(|around| filled::<F>(&around)) {
            answered(fields.run_on_client().await);
        }
    };
    latest.with_value(|latest| latest.ask(ask));
}
