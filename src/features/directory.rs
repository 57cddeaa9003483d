//! Refreshing the directory, and following its sync.

use crate::{
    directory::{Asked, Collection, SyncState},
    domain::Capability,
    web::{AppError, Kind, Pages, ProgressEvent, RequestContext, Severity, events, get, paths},
};
use axum::response::Response;
use futures::StreamExt;
use leptos::server;
use tokio_stream::wrappers::WatchStream;

/// What a refresh reads: all but what takes a call for each person or workbook, which goes by turns.
const SECTIONS: u32 = 10;
const _: () = assert!(SECTIONS as usize == Collection::ALL.len() - 3);

pub fn routes() -> Pages {
    Pages::new().route(paths::DIRECTORY_EVENTS, get(follow))
}

/// Has the whole directory read from Sigma again.
#[server(endpoint = "directory/refresh")]
pub async fn refresh_directory() -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::RefreshDirectory)?;
    // Whoever asks while it runs asks Sigma for nothing more.
    if !cx.app.directory.is_sync_requested() {
        cx.take(Kind::Refresh, SECTIONS)?;
    }
    let text = match cx.app.directory.request_sync() {
        Asked::Begins => "The directory is being read from Sigma again.",
        Asked::Runs => "The directory is being read from Sigma already.",
    };
    cx.lead_to(cx.back(), Severity::Info, text).await;
    Ok(())
}

async fn follow(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let moves = WatchStream::new(cx.app.directory.watch()).map(|status| match status.state {
        SyncState::Running(_) => ProgressEvent::Updated,
        SyncState::Idle | SyncState::Failed(_) => ProgressEvent::Finished,
    });
    Ok(events(moves))
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::server_fn::ServerFn;

    #[test]
    fn every_page_finds_it() {
        assert_eq!(RefreshDirectory::PATH, paths::REFRESH);
    }
}
