//! Requests to the portal itself. Browser only.

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, Response};

/// Fetches with one header of its own.
pub async fn get(url: &str, header: &str, value: &str) -> Option<Response> {
    send(url, &RequestInit::new(), &[(header, value)]).await
}

/// Posts fields that are escaped as in a URL.
pub async fn post(url: &str, fields: &str) -> Option<Response> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&fields.into());
    let form = ("content-type", "application/x-www-form-urlencoded");
    send(url, &init, &[form, ("accept", "application/json")]).await
}

/// What a response says.
pub async fn text(response: &Response) -> Option<String> {
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

async fn send(url: &str, init: &RequestInit, headers: &[(&str, &str)]) -> Option<Response> {
    let pairs: Array = headers.iter().map(|(name, value)| Array::of2(&(*name).into(), &(*value).into())).collect();
    init.set_headers(&JsValue::from(pairs));
    JsFuture::from(window().fetch_with_str_and_init(url, init)).await.ok()?.dyn_into().ok()
}
