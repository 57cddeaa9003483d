//! Whose turn it is: people's requests are answered on threads of their own, as many at once as each may have.
//!
//! Whatever walks through the organisation or renders a page would hold up everybody whose connection is served by the
//! same thread, health checks and changes under way included. So no request of a person's is answered on those
//! threads. A request whose sender has gone is dropped at its next `await`, or where a long loop asks whether somebody still
//! waits ([`wanted`]).

use super::{Kind, slots::Slot};
use crate::{
    domain::wanted,
    web::{AppError, AppState, PREVIEW, context::who, paths, request_log::RequestSpan},
};
use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    http::{Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures::StreamExt;
use std::{
    future::pending,
    panic::resume_unwind,
    sync::{Arc, LazyLock},
    thread,
};
use tokio::{runtime::Handle, sync::Semaphore, task::spawn_blocking};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument, Span};
use url::form_urlencoded;

/// Middleware: answers a request when it is its sender's turn.
pub async fn take_turns(State(app): State<AppState>, request: Request, next: Next) -> Response {
    turn(&app, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn turn(app: &AppState, request: Request, next: Next) -> Result<Response, AppError> {
    let (parts, body) = request.into_parts();
    let who = who(&parts);
    let kind = kind(&parts.method, &parts.uri);
    if let Some(kind) = kind {
        app.limits.take(kind, &who, 1)?;
    }
    let download = if kind == Some(Kind::Export) { Some(app.limits.downloads.take(&who)?) } else { None };
    let slot = app.limits.requests.wait(&who).await?;
    // On another thread nobody has entered the request's span, and the spans of other crates within it lead to it for the log
    // alone: what is traced would belong to no request.
    let span = parts.extensions.get().map_or_else(Span::current, |RequestSpan(span)| span.clone());
    let response = answer(slot, next.run(Request::from_parts(parts, body)).instrument(span)).await?;
    match download {
        Some(download) => Ok(hold(download, response)),
        None if is_followed(&response) => Ok(hold(app.limits.followed.take(&who)?, response)),
        None => Ok(response),
    }
}

/// Has the answer made on a thread of its own; drops it when nobody waits for it any more.
async fn answer(slot: Slot, making: impl Future<Output = Response> + Send + 'static) -> Result<Response, AppError> {
    let left = CancellationToken::new();
    let _leaving = left.clone().drop_guard();
    let (runtime, making) = (Handle::current(), making.in_current_span());
    let made = spawn_blocking(move || {
        let _slot = slot;
        let has_left = left.clone();
        let make = || runtime.block_on(left.run_until_cancelled(making));
        wanted::for_somebody(move || has_left.is_cancelled(), make)
    });
    made.await.ok().flatten().ok_or(AppError::Broken)
}

/// What a request counts as, besides being one.
fn kind(method: &Method, uri: &Uri) -> Option<Kind> {
    let path = uri.path();
    if !method.is_safe() {
        let is_question = path.starts_with(paths::QUESTIONS) || uri.query() == Some(PREVIEW);
        return Some(if is_question { Kind::Search } else { Kind::Write });
    }
    if path.ends_with(paths::CSV)
        || path.ends_with(paths::JSON_LINES)
        || (path.starts_with(paths::EXPORTS) && path.ends_with(paths::FILE))
    {
        return Some(Kind::Export);
    }
    if [paths::SIGN_IN_START, paths::SIGN_IN_CALLBACK, paths::SIGN_IN_LINK].contains(&path) {
        return Some(Kind::SignIn);
    }
    let asked = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    let is_search = path == paths::FIND || asked.into_iter().any(|(name, value)| name == "q" && !value.is_empty());
    is_search.then_some(Kind::Search)
}

/// Whether the answer is a stream of events.
fn is_followed(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"))
}

/// Keeps the slot until the body has been sent or given up.
fn hold(slot: Slot, response: Response) -> Response {
    if response.body().size_hint().exact().is_some() {
        return response;
    }
    response.map(|body| {
        Body::from_stream(body.into_data_stream().map(move |chunk| {
            let _held = &slot;
            chunk
        }))
    })
}

/// How many batches of downloads are made at once: one for each processor, however many downloads there are.
static BATCHES: LazyLock<Arc<Semaphore>> =
    LazyLock::new(|| Arc::new(Semaphore::new(thread::available_parallelism().map_or(2, Into::into))));

/// Makes one batch of a download on a thread of its own. A download that is given up makes no further one.
pub async fn batch<T, F>(make: impl FnOnce() -> F + Send + 'static) -> T
where
    T: Send + 'static,
    F: Future<Output = T>,
{
    // The semaphore is never closed.
    let place = BATCHES.clone().acquire_owned().await.ok();
    let runtime = Handle::current();
    let batch = spawn_blocking(move || {
        let _place = place;
        runtime.block_on(make())
    });
    match batch.await {
        Ok(batch) => batch,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The process stops, and with it whoever waits.
            Err(_) => pending().await,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Share, slots::Slots},
        *,
    };

    #[tokio::test]
    async fn a_download_counts_until_it_is_taken_or_left() {
        let slots = Slots::new(Share { of_one: 1, of_all: 1 });
        let chunks = futures::stream::iter(["a", "b"].map(Ok::<_, std::io::Error>));
        let response = hold(slots.take("ada").unwrap(), Body::from_stream(chunks).into_response());
        let mut body = response.into_body().into_data_stream();
        assert_eq!(body.next().await.unwrap().unwrap(), "a");
        assert!(slots.take("ada").is_err(), "a second download beside one that runs");
        drop(body);
        let whole = hold(slots.take("ada").unwrap(), "a page".into_response());
        assert!(slots.take("ada").is_ok(), "what is whole has been made");
        drop(whole);
    }

    #[tokio::test]
    async fn whoever_leaves_is_not_answered_any_more() {
        let slots = Slots::new(Share { of_one: 1, of_all: 1 });
        let (begun, begins) = tokio::sync::oneshot::channel();
        let slot = slots.take("ada").unwrap();
        let hanging = tokio::spawn(answer(slot, async move {
            begun.send(thread::current().id()).unwrap();
            pending().await
        }));
        assert_ne!(begins.await.unwrap(), thread::current().id(), "answered where everyone is served");
        hanging.abort();
        slots.wait("ada").await.unwrap();
    }

    #[tokio::test]
    async fn whoever_leaves_ends_a_loop_that_never_waits() {
        let slots = Slots::new(Share { of_one: 1, of_all: 1 });
        let (begun, begins) = tokio::sync::oneshot::channel();
        let slot = slots.take("ada").unwrap();
        let looping = tokio::spawn(answer(slot, async move {
            begun.send(()).unwrap();
            wanted::while_wanted(std::iter::repeat(())).for_each(drop);
            "a page".into_response()
        }));
        begins.await.unwrap();
        looping.abort();
        slots.wait("ada").await.unwrap();
    }

    #[test]
    fn requests_count_as_what_they_ask_for() {
        let kind = |method, uri: &str| kind(&method, &uri.parse().unwrap());
        assert_eq!(kind(Method::POST, "/members/x/edit"), Some(Kind::Write));
        assert_eq!(kind(Method::from_bytes(b"INVENTED").unwrap(), "/"), Some(Kind::Write));
        assert_eq!(kind(Method::GET, "/access/export.csv"), Some(Kind::Export));
        assert_eq!(kind(Method::GET, "/audit/export.jsonl"), Some(Kind::Export));
        assert_eq!(kind(Method::GET, "/exports/x/file"), Some(Kind::Export));
        assert_eq!(kind(Method::GET, "/sign-in/callback?code=x&q=y"), Some(Kind::SignIn));
        assert_eq!(kind(Method::GET, "/find?view=people"), Some(Kind::Search));
        assert_eq!(kind(Method::GET, "/members?q=ann"), Some(Kind::Search));
        assert_eq!(kind(Method::GET, "/members?q=&page=2"), None);
    }
}
