//! Parts of a page that the server renders anew while somebody types.
//!
//! They travel as HTML and not as values: drawing the same views in the browser too, and reading the values they are drawn
//! from, was a third of all that a first visit loads.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// HTML of parts of a page: one element after the other, each with the id of the one whose content it has anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Parts(String);

impl Parts {
    /// Parts as the server has rendered them. Foreign text in it is escaped by whatever rendered it.
    pub fn new(html: String) -> Self {
        Self(html)
    }

    /// The HTML itself, for a part that a caller puts where it belongs.
    pub fn html(&self) -> &str {
        &self.0
    }

    /// Puts each part in its place on the page. One that is there as it is stays untouched, so that nothing is read out
    /// again that somebody has heard.
    pub fn put(&self) {
        let Ok(fresh) = document().create_element("div") else { return };
        fresh.set_inner_html(&self.0);
        let mut next = fresh.first_element_child();
        while let Some(part) = next {
            put(&part.id(), &part.inner_html());
            next = part.next_element_sibling();
        }
    }
}

/// Gives an element other content, if it is not the same.
pub fn put(id: &str, html: &str) {
    if let Some(shown) = document().get_element_by_id(id)
        && shown.inner_html() != html
    {
        shown.set_inner_html(html);
    }
}
