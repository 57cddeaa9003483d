//! A form that is answered while it is filled in: a function is asked about it as it is, the newest next.
//!
//! Its fields go as the form itself would send them. What reads them into the function's arguments is on the server alone, and
//! one piece of code sends them for all forms: both would otherwise be a seventh of what the browser loads.

use super::{FORM_PERSON, Latest};
use crate::domain::AppError;
use leptos::{
    html::Div,
    prelude::*,
    server_fn::{
        Protocol, ServerFn,
        client::{Client, browser::BrowserClient},
        request::{ClientReq, browser::BrowserRequest},
        response::{ClientRes, browser::BrowserResponse},
    },
    wasm_bindgen::JsCast,
    web_sys::{Element, FormData, HtmlFormElement, UrlSearchParams},
};
use serde::de::DeserializeOwned;

/// The fields of the first form within an element as they are filled in now.
pub fn filled(around: &Element) -> Option<FormData> {
    let form: HtmlFormElement = around.query_selector("form").ok()??.dyn_into().ok()?;
    FormData::new_with_form(&form).ok()
}

/// Asks the function `F` about the form within an element, at once or as soon as the question before is answered, and
/// hands its answer on.
pub fn ask_about<F>(
    around: NodeRef<Div>,
    latest: StoredValue<Latest, LocalStorage>,
    answered: impl Fn(Result<F::Output, AppError>) + Copy + 'static,
) where
    F: ServerFn<Error = AppError> + 'static,
    F::Output: DeserializeOwned,
{
    let is_posted = is_posted::<F>();
    let ask = move || async move {
        let Some(form) = around.get_untracked().and_then(|around| filled(&around)) else { return };
        let answer = send(F::PATH, is_posted, form).await;
        answered(answer.and_then(|text| serde_json::from_str(&text).map_err(|_| AppError::Broken)));
    };
    latest.with_value(|latest| latest.ask(ask));
}

/// Whether a function takes its arguments in the body and not in the URL.
fn is_posted<F: ServerFn>() -> bool {
    type Way<F> = <F as ServerFn>::Protocol;
    let method = <Way<F> as Protocol<
        F,
        F::Output,
        F::Client,
        F::Server,
        F::Error,
        F::InputStreamError,
        F::OutputStreamError,
    >>::METHOD;
    method == "POST"
}

/// The answer of a function to these fields, as JSON.
async fn send(path: &'static str, is_posted: bool, form: FormData) -> Result<String, AppError> {
    const FORM: &str = "application/x-www-form-urlencoded";
    const JSON: &str = "application/json";
    // A question changes nothing: it does not matter whose page it comes from.
    form.delete(FORM_PERSON);
    let request: Result<BrowserRequest, AppError> = if is_posted {
        BrowserRequest::try_new_post_form_data(path, JSON, FORM, form.into())
    } else {
        let fields = UrlSearchParams::new_with_str_sequence_sequence(&form).map_err(|_| AppError::Broken)?;
        BrowserRequest::try_new_get(path, FORM, JSON, &String::from(fields.to_string()))
    };
    let response: BrowserResponse = <BrowserClient as Client<AppError>>::send(request?).await?;
    let is_error = <BrowserResponse as ClientRes<AppError>>::status(&response) >= 400;
    let text = <BrowserResponse as ClientRes<AppError>>::try_into_string(response).await?;
    if is_error { Err(serde_json::from_str(&text).unwrap_or(AppError::Broken)) } else { Ok(text) }
}
