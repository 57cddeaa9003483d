//! The command palette and the list of keys: dialogs in the frame of every page that may find things.

pub mod island;
pub mod questions;

#[cfg(feature = "ssr")]
mod deeds;
#[cfg(feature = "ssr")]
mod options;
#[cfg(feature = "ssr")]
pub mod results;

#[cfg(feature = "ssr")]
use crate::{ui::icon::Icon, web::paths};
#[cfg(feature = "ssr")]
use icondata_lu as lu;
#[cfg(feature = "ssr")]
use island::Palette;
#[cfg(feature = "ssr")]
use leptos::prelude::*;

/// Keys and what they do.
#[cfg(feature = "ssr")]
const KEYS: [(&str, &str); 7] = [
    ("Ctrl K", "Find anything"),
    ("/", "Go to the page's search"),
    ("j", "Next row"),
    ("k", "Row before"),
    ("x", "Tick the row"),
    ("Esc", "From the search to the list"),
    ("?", "This list"),
];

/// The palette and the list of keys.
#[cfg(feature = "ssr")]
pub fn view() -> AnyView {
    let keys: Vec<_> =
        KEYS.into_iter().map(|(key, does)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> }).collect();
    view! {
        <Palette>
            <dialog class="dialog palette" id="palette" aria-label="Find anything" closedby="any">
                <form class="search" role="search" action=paths::FIND aria-label="Palette">
                    <Icon icon=lu::LuSearch/>
                    <input type="search" name="q" aria-label="Find a page, action, member or team" placeholder="Page, action, member, team" autocomplete="off" autofocus=true/>
                </form>
                <div id="palette-options" hidden=true></div>
                <form class="palette-end" method="dialog"><button class="btn btn-quiet btn-sm">"Close"</button></form>
            </dialog>
            <dialog class="dialog" id="shortcuts" aria-labelledby="shortcuts-h" closedby="any">
                <h2 id="shortcuts-h">"Keys"</h2>
                <dl class="shortcuts">{keys}</dl>
                <form class="dialog-end" method="dialog"><button class="btn" autofocus=true>"Close"</button></form>
            </dialog>
        </Palette>
    }
    .into_any()
}
