//! A form as it is filled in, as the arguments of the function that is asked about it.

use leptos::{
    form::FromFormData,
    wasm_bindgen::JsCast,
    web_sys::{Element, FormData, HtmlFormElement},
};

/// The first form within an element as it is filled in now; none where it does not fit the function's arguments.
pub fn filled<F: FromFormData>(around: &Element) -> Option<F> {
    let form: HtmlFormElement = around.query_selector("form").ok()??.dyn_into().ok()?;
    F::from_form_data(&FormData::new_with_form(&form).ok()?).ok()
}
