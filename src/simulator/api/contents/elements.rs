//! Pages and elements.

use axum::response::Response;
use serde::Serialize;

use crate::simulator::call::{Answer, Call};
use crate::simulator::content::{self, Element, Page};
use crate::simulator::failure::Failure;
use crate::simulator::page::Window;
use crate::simulator::state::document::Document;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageWire {
    page_id: String,
    name: &'static str,
    hidden: bool,
}

/// `Element` of the contract; the spelling of its last field is Sigma's.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    element_id: String,
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    columns: &'static [&'static str],
    vizualization_type: &'static str,
}

fn page(page: Page) -> PageWire {
    PageWire { page_id: page.id, name: page.name, hidden: false }
}

fn element(element: Element) -> Wire {
    Wire {
        element_id: element.id,
        name: element.name,
        kind: element.kind,
        columns: element.columns,
        vizualization_type: element.visualization,
    }
}

/// The pages of a document.
pub fn pages(document: &Document, window: Window) -> Response {
    window.cut(content::pages(document.contents()).into_iter(), page).counted()
}

/// The elements of the page in the path.
pub fn elements_of_page(document: &Document, call: &Call, window: Window) -> Answer {
    let id = call.path("pageId");
    let page = content::pages(document.contents()).into_iter().find(|page| page.id == id);
    let page = page.ok_or_else(|| Failure::not_found("Page not found"))?;
    Ok(window.cut(page.elements.into_iter(), element).counted())
}

/// All elements of a document.
pub fn elements(document: &Document, window: Window) -> Response {
    window.cut(content::elements(document.contents()).into_iter(), element).counted()
}
