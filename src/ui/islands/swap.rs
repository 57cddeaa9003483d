//! Fetching what a page is about, without the frame around it, and taking one element out of it. Browser only.

use super::PART;
use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomParser, RequestInit, Response, SupportedType};

/// Fetches `url` and puts its element `id` in the place of this page's; `None` when that cannot be done and the
/// browser should go there instead. A late answer, for which `current` is false, changes nothing.
pub async fn swap(url: &str, id: &str, current: impl Fn() -> bool) -> Option<()> {
    let init = RequestInit::new();
    init.set_headers(&headers());
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await.ok()?.unchecked_into();
    if !response.ok() || response.redirected() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    if !current() {
        return Some(());
    }
    let page = DomParser::new().ok()?.parse_from_string(&text, SupportedType::TextHtml).ok()?;
    let (fresh, old) = (page.get_element_by_id(id)?, document().get_element_by_id(id)?);
    old.replace_with_with_node_1(&fresh).ok()
}

/// Asks for the page's own part: the frame is on the screen already.
fn headers() -> JsValue {
    Array::of1(&Array::of2(&PART.into(), &"page".into())).into()
}
