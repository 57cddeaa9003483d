//! Server-sent events that say only “it has moved on”: the page then fetches itself again. One format for all live
//! regions, and nothing in it that a page would not show.

use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response, sse},
};
use futures::{Stream, StreamExt, stream};
use std::{convert::Infallible, time::Duration};

/// What a live region is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProgressEvent {
    /// There is something new; more may come.
    Updated,
    /// There is something new; nothing more comes.
    Finished,
}

/// Tells a reverse proxy to pass on what it gets as it gets it: nginx holds answers back until a buffer is full.
const UNBUFFERED: (HeaderName, HeaderValue) =
    (HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));

/// Nobody on the way may keep events, nor compress them: that would gather them first.
const AS_IT_IS: (HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform"));

/// Sends each move until the end.
pub fn events(moves: impl Stream<Item = ProgressEvent> + Send + 'static) -> Response {
    let mut over = false;
    let named = moves.take_while(move |moved| {
        let more = !over;
        over = *moved == ProgressEvent::Finished;
        std::future::ready(more)
    });
    let frames = named.map(|moved| {
        let name = if moved == ProgressEvent::Finished { "end" } else { "moved" };
        // A browser drops an event without data.
        Ok::<_, Infallible>(sse::Event::default().event(name).data("."))
    });
    let stream = sse::Sse::new(frames).keep_alive(sse::KeepAlive::default());
    ([UNBUFFERED, AS_IT_IS], stream).into_response()
}

/// Asks again and again, `every` so often, and ends when what was waited for is there or after `longest`: a page that
/// follows it then says how it stands. For what no other part of the portal tells of, such as work of Sigma's.
pub fn until<F>(every: Duration, longest: Duration, mut is_there: impl FnMut() -> F + Send + 'static) -> Response
where
    F: Future<Output = bool> + Send,
{
    let end = async move {
        let wait = async {
            while !is_there().await {
                tokio::time::sleep(every).await;
            }
        };
        _ = tokio::time::timeout(longest, wait).await;
        ProgressEvent::Finished
    };
    events(stream::once(end))
}
