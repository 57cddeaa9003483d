//! Results of exports, passed on as they arrive and never held in memory whole.

use super::client::SigmaClient;
use super::error::{Error, ErrorKind};
use super::http::{self, Reply};
use crate::domain::QueryId;
use bytes::Bytes;
use futures::stream::{Stream, try_unfold};
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use std::fmt;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

const OPERATION: &str = "downloadQuery";

/// What a download gives.
#[derive(Debug)]
pub enum Download {
    /// The export still runs: ask again later.
    Pending,
    /// It is done.
    Ready(Body),
}

/// The bytes of an export, not read yet.
pub struct Body {
    first: Bytes,
    rest: Response,
    idle: Duration,
    deadline: Option<Instant>,
}

impl SigmaClient {
    /// The result of an export. Sigma answers 204 while it runs; any other success without a body is taken for the
    /// same (BEHAVIOUR.md section 13).
    ///
    /// Only the wait for the beginning is bounded by the call's time limit. After that every piece has to come within
    /// the limit for silence, and the whole by the caller's own deadline, where there is one. The slot among the calls
    /// in flight is given back at the beginning, so that slow readers do not hold up the portal.
    ///
    /// # Errors
    /// When the call fails; status 404 for a result that is unknown or has expired.
    pub async fn download(&self, id: &QueryId) -> Result<Download, Error> {
        let request = self.get(OPERATION, &["v2", "query", id.as_str(), "download"])?.streamed();
        let Reply { rest: Some(rest), .. } = self.answered(&request).await? else { return Ok(Download::Pending) };
        let (idle, deadline) = (self.shared.limits.idle, self.deadline());
        let mut body = Body { first: Bytes::new(), rest, idle, deadline };
        Ok(match body.piece().await? {
            Some(first) => Download::Ready(Body { first, ..body }),
            None => Download::Pending,
        })
    }
}

impl Body {
    /// What Sigma says the bytes are.
    pub fn content_type(&self) -> Option<&str> {
        self.rest.headers().get(CONTENT_TYPE)?.to_str().ok()
    }

    /// How many bytes there are, when Sigma says so.
    pub fn length(&self) -> Option<u64> {
        // What was announced, less what has been read: the HTTP library counts down.
        Some(self.rest.content_length()? + self.first.len() as u64)
    }

    /// The bytes, piece by piece. An error ends the stream: what came before it is not the whole.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, Error>> + Send + use<> {
        try_unfold(self, |mut body| async move {
            let piece = match std::mem::take(&mut body.first) {
                first if first.is_empty() => body.piece().await?,
                first => Some(first),
            };
            Ok(piece.map(|piece| (piece, body)))
        })
    }

    async fn piece(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let idle = Instant::now() + self.idle;
            let by = self.deadline.map_or(idle, |deadline| deadline.min(idle));
            return match timeout_at(by, self.rest.chunk()).await {
                Ok(Ok(Some(piece))) if piece.is_empty() => continue,
                Ok(Ok(piece)) => Ok(piece),
                Ok(Err(error)) => Err(Error::new(OPERATION, ErrorKind::Lost(http::cause(error)))),
                Err(_) => Err(http::lost(OPERATION, "the download came too slowly")),
            };
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("content_type", &self.content_type())
            .field("length", &self.length())
            .finish_non_exhaustive()
    }
}
