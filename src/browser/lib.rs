//! What the browser loads: the islands of the portal, and the entry that wakes them.

pub use sigma_portal::*;

use leptos::wasm_bindgen::{self, prelude::wasm_bindgen};

/// Wakes the islands of the page. Called by the script that every page with islands carries.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
