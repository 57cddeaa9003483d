//! A part of a page that follows what happens on the server.

use leptos::prelude::*;

/// Makes an element of the page follow server-sent events: whenever something has moved on, the page is fetched again and
/// the element swapped. Closes at the event `end`. Without script the page reloads itself instead.
#[island]
pub fn LiveRegion(
    /// Id of the element.
    region: String,
    /// Path of the events.
    events: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(move || _ = browser::follow(&region, &events));
    #[cfg(not(feature = "hydrate"))]
    let _ = (region, events);
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::super::swap::swap;
    use leptos::{prelude::*, task::spawn_local};
    use std::{cell::Cell, rc::Rc};
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::{Event, EventSource};

    pub fn follow(region: &str, events: &str) -> Option<()> {
        let target = region.to_owned();
        let source = EventSource::new(events).ok()?;
        let turn = Rc::new(Cell::new(0u32));
        let refresh = {
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
        Some(())
    }
}
