//! Server-sent events that say only “it has moved on”: the page then fetches itself again. One format for all live
//! regions, and nothing in it that a page would not show.

use axum::response::{IntoResponse, Response, sse};
use futures::{Stream, StreamExt};
use std::convert::Infallible;

/// What a live region is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// There is something new; more may come.
    On,
    /// There is something new; nothing more comes.
    End,
}

/// Sends each move until the end.
pub fn events(moves: impl Stream<Item = Moved> + Send + 'static) -> Response {
    let mut over = false;
    let named = moves.take_while(move |moved| {
        let more = !over;
        over = *moved == Moved::End;
        std::future::ready(more)
    });
    let frames = named.map(|moved| {
        let name = if moved == Moved::End { "end" } else { "moved" };
        // A browser drops an event without data.
        Ok::<_, Infallible>(sse::Event::default().event(name).data("."))
    });
    sse::Sse::new(frames).keep_alive(sse::KeepAlive::default()).into_response()
}
