//! Copying an id and picking a whole page of rows. Browser only, on every page that has scripts.
//!
//! Owns no markup: it listens on the document, so that it also serves what a live list has swapped in. Its controls stay
//! hidden until it listens (`data-awake` and `data-copies` on the root element; see `style/utilities.css`).

use super::{combobox::listen, picks};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlInputElement};

pub fn wake() -> Option<()> {
    listen(&document(), "change", |event| _ = pick(&event));
    listen(&document(), "click", |event| _ = picks::carry(&event));
    let root = document().document_element()?;
    root.set_attribute("data-awake", "").ok()?;
    // Over plain HTTP a browser gives pages no clipboard; one click on the id still selects all of it.
    if window().is_secure_context() {
        listen(&document(), "click", |event| _ = copy(&event));
        root.set_attribute("data-copies", "").ok()?;
    }
    Some(())
}

/// Copies the id beside the pressed button, and says so.
fn copy(event: &Event) -> Option<()> {
    let id = target(event)?.closest(".copy").ok()??.parent_element()?;
    let text = id.query_selector("code").ok()??.text_content()?;
    let said = id.query_selector("[role=status]").ok()??;
    spawn_local(async move {
        if JsFuture::from(window().navigator().clipboard().write_text(&text)).await.is_ok() {
            said.set_text_content(Some("Copied"));
        }
    });
    Some(())
}

/// Ticks all rows with the box in the table's head, and the box when all rows are ticked.
fn pick(event: &Event) -> Option<()> {
    let pressed = target(event)?;
    let table = pressed.closest(".pick").ok()??.closest("table").ok()??;
    let all: HtmlInputElement = table.query_selector("thead .pick input").ok()??.dyn_into().ok()?;
    let found = table.query_selector_all("tbody .pick input").ok()?;
    let rows = || (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<HtmlInputElement>().ok());
    if pressed.is_same_node(Some(&all)) {
        rows().for_each(|row| row.set_checked(all.checked()));
    } else {
        all.set_checked(rows().all(|row| row.checked()));
    }
    Some(())
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
