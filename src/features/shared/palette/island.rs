//! The keys that work on every page, and the command palette; wakes the small helps of every page, too.

use leptos::prelude::*;

/// Wraps the palette and the help dialog: Ctrl-K or ⌘-K opens the palette, `/` goes to the
/// page's search, `j` and `k` go through the rows of its list, `?` tells all of it. None of them while somebody types.
/// Without script the dialogs are never opened but by their buttons, and the palette's form leads to the find page.
#[island]
pub fn Palette(
    /// The two dialogs.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(move || {
        _ = crate::ui::islands::wake_handy();
        _ = browser::wake();
    });
    children()
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::super::questions::FindAnything;
    use crate::ui::islands::{Parts, Question, combobox, listen, pairs};
    use leptos::{ev, prelude::*};
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlDialogElement, HtmlElement};

    pub fn wake() -> Option<()> {
        let palette: HtmlDialogElement = find("#palette")?;
        let help: HtmlDialogElement = find("#shortcuts")?;
        let input = find("#palette input")?;
        let options: HtmlElement = find("#palette-options")?;
        let ask = {
            let options = options.clone();
            move |typed: String| {
                let options = options.clone();
                async move {
                    let found: Parts = Question::of::<FindAnything>().ask(&pairs(&[("typed", &typed)])?).await.ok()?;
                    Some(move || options.set_inner_html(found.html()))
                }
            }
        };
        combobox(input, options, ask, |option| option.click());
        listen(&document(), "keydown", move |event| {
            let Ok(event) = event.dyn_into::<ev::KeyboardEvent>() else { return };
            if on_key(&event, &palette, &help) {
                event.prevent_default();
            }
        });
        Some(())
    }

    /// Whether the key did something.
    fn on_key(event: &ev::KeyboardEvent, palette: &HtmlDialogElement, help: &HtmlDialogElement) -> bool {
        let key = event.key();
        if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
            show(palette);
            return true;
        }
        let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
        if with_others || is_typing(event) || find::<Element>("dialog[open], :popover-open").is_some() {
            return false;
        }
        match key.as_str() {
            "/" => match find::<HtmlElement>("main input[type=search]") {
                Some(search) => search.focus().is_ok(),
                None => show(palette),
            },
            "?" => show(help),
            "j" => step(1, false),
            "k" => step(-1, false),
            // The arrows scroll the page unless the keys are in the list already.
            "ArrowDown" => step(1, true),
            "ArrowUp" => step(-1, true),
            _ => false,
        }
    }

    fn show(dialog: &HtmlDialogElement) -> bool {
        dialog.open() || dialog.show_modal().is_ok()
    }

    fn is_typing(event: &ev::KeyboardEvent) -> bool {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        // A checkbox takes no text, so keys may leave it.
        let field = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
        target.is_some_and(|target| target.matches(field).unwrap_or(false))
    }

    /// Moves the focus to the main link of the next row, or of the one before.
    fn step(by: isize, only_within: bool) -> bool {
        let links: Vec<HtmlElement> = {
            let found = document().query_selector_all("main .lead a[href], main .rows .row-text a").ok();
            let length = found.as_ref().map_or(0, web_sys::NodeList::length);
            (0..length).filter_map(|at| found.as_ref()?.get(at)?.dyn_into().ok()).collect()
        };
        let focus = document().active_element();
        let row = focus.and_then(|focus| focus.closest("tr, .rows > li").ok().flatten());
        let here = row.and_then(|row| links.iter().position(|link| row.contains(Some(link))));
        let next = match here {
            Some(here) => here.checked_add_signed(by),
            None if only_within => None,
            None => Some(0),
        };
        next.and_then(|next| links.get(next)).is_some_and(|link| link.focus().is_ok())
    }

    fn find<T: JsCast>(selector: &str) -> Option<T> {
        document().query_selector(selector).ok()??.dyn_into().ok()
    }
}
