//! Rows that are ticked go along when the list is searched, sorted or leafed through. Browser only.
//!
//! The list's URL holds them as `pick=ID`, so that the server ticks them again; this adds what has been ticked since.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, Url};

/// Boxes of the list that stand for a row.
const BOXES: &str = "#results tbody .pick input, #results .elsewhere-id";

/// The note that says how many go along. Its `data-most` is that number.
const LIMIT: &str = "pick-limit";

/// The ids that are ticked now, escaped for a URL. `None` when they are more than go along: the page then stays as it
/// is, with all that is ticked, and says so.
pub fn going_along() -> Option<Vec<String>> {
    let ids = now();
    let Some(note) = document().get_element_by_id(LIMIT) else { return Some(ids) };
    let most: Option<usize> = note.get_attribute("data-most").and_then(|most| most.parse().ok());
    let is_too_much = most.is_some_and(|most| ids.len() > most);
    _ = note.toggle_attribute_with_force("hidden", !is_too_much);
    (!is_too_much).then_some(ids)
}

fn now() -> Vec<String> {
    let Ok(found) = document().query_selector_all(BOXES) else { return Vec::new() };
    let boxes = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<HtmlInputElement>().ok());
    // A row that this page does not show is picked as long as it is there.
    boxes
        .filter(|row| row.checked() || row.type_() == "hidden")
        .map(|row| js_sys::encode_uri_component(&row.value()).into())
        .collect()
}

/// A link to another page of the same list takes along what is ticked.
pub fn carry(event: &Event) -> Option<()> {
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    // The way to nothing being ticked, and files, take nothing along.
    if link.has_attribute("data-picks") || link.has_attribute("download") || !has_boxes() {
        return None;
    }
    let here = window().location().href().ok()?;
    let to = Url::new_with_base(&link.get_attribute("href")?, &here).ok()?;
    if to.pathname() != window().location().pathname().ok()? || to.origin() != window().location().origin().ok()? {
        return None;
    }
    let Some(picked) = going_along() else {
        event.prevent_default();
        return None;
    };
    let text = to.search();
    let others = text.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("pick="));
    let pairs: Vec<String> =
        others.map(str::to_owned).chain(picked.into_iter().map(|id| format!("pick={id}"))).collect();
    let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    link.set_attribute("href", &format!("{}{query}{}", to.pathname(), to.hash())).ok()
}

fn has_boxes() -> bool {
    document().query_selector(BOXES).is_ok_and(|found| found.is_some())
}
