//! The command palette and the list of keys: dialogs in the frame of every page that may find things.

use super::{icon::Icon, islands::Keyboard};
use icondata_lu as lu;
use leptos::prelude::*;

/// Keys and what they do.
const KEYS: [(&str, &str); 5] = [
    ("Ctrl K", "Find anything"),
    ("/", "Go to the page's search"),
    ("j", "Next row"),
    ("k", "Row before"),
    ("?", "This list"),
];

/// The palette and the list of keys. `find` is the path of the page that finds, which is also the source of the
/// palette's options.
pub fn palette(find: &'static str) -> impl IntoView {
    let from = format!("{find}?view=options&q=");
    let keys: Vec<_> =
        KEYS.into_iter().map(|(key, does)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{does}</dd></div> }).collect();
    view! {
        <Keyboard>
            <dialog class="dialog palette" id="palette" aria-label="Find anything" closedby="any">
                <form class="search" role="search" action=find aria-label="Palette">
                    <Icon icon=lu::LuSearch/>
                    <input type="search" name="q" aria-label="Find a page, action, member or team" placeholder="Page, action, member, team" autocomplete="off" autofocus=true/>
                </form>
                <div id="palette-options" data-from=from hidden=true></div>
                <form class="palette-end" method="dialog"><button class="btn btn-quiet btn-sm">"Close"</button></form>
            </dialog>
            <dialog class="dialog" id="shortcuts" aria-labelledby="shortcuts-h" closedby="any">
                <h2 id="shortcuts-h">"Keys"</h2>
                <dl class="shortcuts">{keys}</dl>
                <form class="dialog-end" method="dialog"><button class="btn" autofocus=true>"Close"</button></form>
            </dialog>
        </Keyboard>
    }
}

/// The button in the top bar that opens the palette.
pub fn opener() -> impl IntoView {
    view! {
        <button class="palette-open" type="button" command="show-modal" commandfor="palette" aria-label="Open the command palette">
            <kbd>"Ctrl K"</kbd>
        </button>
    }
}
