//! A part of a page that follows what happens on the server.

use leptos::prelude::*;

/// Listens to server-sent events and, whenever something has moved on, fetches the page again and swaps the element
/// `target`. Closes at the event `end`. Without script the page reloads itself instead.
#[island]
pub fn LiveRegion(
    /// Path of the events.
    events: String,
    /// Id of the element that follows.
    target: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(move || browser::follow(&events, &target));
    #[cfg(not(feature = "hydrate"))]
    {
        _ = (events, target);
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::super::swap::swap;
    use leptos::{prelude::*, task::spawn_local};
    use std::{cell::Cell, rc::Rc};
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{Event, EventSource};

    pub fn follow(events: &str, target: &str) {
        let Ok(source) = EventSource::new(events) else { return };
        let turn = Rc::new(Cell::new(0u32));
        let refresh = {
            let (turn, target) = (turn, target.to_owned());
            move || {
                let Ok(url) = window().location().href() else { return };
                turn.set(turn.get() + 1);
                let (mine, turn, target) = (turn.get(), turn.clone(), target.clone());
                spawn_local(async move {
                    _ = swap(&url, &target, || turn.get() == mine).await;
                });
            }
        };
        let moved = Closure::<dyn Fn(Event)>::new({
            let refresh = refresh.clone();
            move |_| refresh()
        });
        let end = Closure::<dyn Fn(Event)>::new({
            let source = source.clone();
            move |_| {
                source.close();
                refresh();
            }
        });
        _ = source.add_event_listener_with_callback("moved", moved.as_ref().unchecked_ref());
        _ = source.add_event_listener_with_callback("end", end.as_ref().unchecked_ref());
        // The listeners live as long as the page.
        moved.forget();
        end.forget();
    }
}
