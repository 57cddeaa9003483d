//! Refreshing the directory, and following its sync.

use crate::{
    directory::{Asked, Section, SyncState},
    domain::Capability,
    web::{AppError, AppState, Kind, ProgressEvent, RequestContext, Severity, events, paths},
};
use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use futures::StreamExt;
use tokio_stream::wrappers::WatchStream;

/// What a refresh reads.
const SECTIONS: u32 = 8;
const _: () = assert!(SECTIONS as usize == Section::ALL.len());

pub fn routes() -> Router<AppState> {
    Router::new().route(paths::REFRESH, post(refresh)).route(paths::DIRECTORY_EVENTS, get(follow))
}

async fn refresh(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::RefreshDirectory)?;
    let back = cx.back().to_owned();
    // Whoever asks while it runs asks Sigma for nothing more.
    if !cx.app.directory.is_sync_requested() {
        cx.take(Kind::Refresh, SECTIONS)?;
    }
    let text = match cx.app.directory.request_sync() {
        Asked::Begins => "The directory is being read from Sigma again.",
        Asked::Runs => "The directory is being read from Sigma already.",
    };
    Ok(cx.leave(&back, Severity::Info, text).await)
}

async fn follow(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let moves = WatchStream::new(cx.app.directory.watch()).map(|status| match status.state {
        SyncState::Running(_) => ProgressEvent::Updated,
        SyncState::Idle | SyncState::Failed(_) => ProgressEvent::Finished,
    });
    Ok(events(moves))
}
