//! Refreshing the directory, and following its sync.

use crate::{
    directory::{Asked, Section, SyncState},
    domain::Capability,
    web::{App, Cx, Fault, Kind, Moved, Tone, events, paths},
};
use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use futures::StreamExt;
use tokio_stream::wrappers::WatchStream;

pub fn routes() -> Router<App> {
    Router::new().route(paths::REFRESH, post(refresh)).route(paths::DIRECTORY_EVENTS, get(follow))
}

async fn refresh(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::RefreshDirectory)?;
    let back = cx.back().to_owned();
    cx.take(Kind::Refresh, u32::try_from(Section::ALL.len()).unwrap_or(u32::MAX))?;
    let text = match cx.app.directory.request_sync() {
        Asked::Begins => "The directory is being read from Sigma again.",
        Asked::Runs => "The directory is being read from Sigma already.",
    };
    Ok(cx.leave(&back, Tone::Info, text).await)
}

async fn follow(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let moves = WatchStream::new(cx.app.directory.watch()).map(|status| match status.state {
        SyncState::Running(_) => Moved::On,
        SyncState::Idle | SyncState::Failed(_) => Moved::End,
    });
    Ok(events(moves))
}
