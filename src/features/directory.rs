//! Refreshing the directory, and following its sync.

use crate::{
    directory::SyncState,
    domain::Capability,
    web::{App, Cx, Fault, Moved, Tone, events, paths},
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
    cx.app.directory.request_sync();
    let back = cx.back().to_owned();
    Ok(cx.leave(&back, Tone::Info, "The directory is being read from Sigma again.").await)
}

async fn follow(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let moves = WatchStream::new(cx.app.directory.watch()).map(|status| match status.state {
        SyncState::Running(_) => Moved::On,
        SyncState::Idle | SyncState::Failed(_) => Moved::End,
    });
    Ok(events(moves))
}
