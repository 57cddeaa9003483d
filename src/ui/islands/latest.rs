//! One question at a time, the newest next: typing is answered at once, and never by more than one request in flight.

use leptos::task::spawn_local;
use std::{cell::Cell, future::Future, rc::Rc};

/// Asks a question of the server again and again. While one is under way, asking only notes that there is news; the next
/// question begins as soon as the answer is here, with what is typed by then.
#[derive(Clone, Debug, Default)]
pub struct Latest {
    under_way: Rc<Cell<bool>>,
    again: Rc<Cell<bool>>,
}

impl Latest {
    /// Asks now, or as soon as the question under way is answered. `ask` reads what is typed when it is called.
    pub fn ask<F: Future<Output = ()> + 'static>(&self, ask: impl Fn() -> F + 'static) {
        if self.under_way.replace(true) {
            self.again.set(true);
            return;
        }
        let latest = self.clone();
        spawn_local(async move {
            ask().await;
            while latest.again.take() {
                ask().await;
            }
            latest.under_way.set(false);
        });
    }

    /// Whether the answer that has just come is to something else than what is typed by now.
    pub fn is_outdated(&self) -> bool {
        self.again.get()
    }
}
