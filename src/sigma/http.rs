//! One attempt over the network: send, read within bounds, tell what is known about what happened.
//!
//! Every attempt is a `tracing` span and a measurement. Neither carries bodies, tokens or addresses.

use super::clock::SigmaClock;
use super::config::{ClientConfig, Limits};
use super::error::{Cause, Error, ErrorKind};
use super::refusal::{Refusal, request_id};
use crate::domain::tls::use_ring;
use reqwest::{RequestBuilder, Response};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use tracing::field::{Empty, display};
use tracing::{Instrument, Span, debug, info_span};

/// Most bytes read of an answer that is no success: enough for any explanation.
const REFUSAL_BYTES: usize = 64 << 10;
/// How long an unused connection is kept. Shorter than what servers commonly keep, because a request sent into a
/// connection that is just being closed is lost, and a lost POST has to be looked into.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

const CALLS: &str = "sigma_calls_total";
const DURATION: &str = "sigma_call_duration_seconds";

/// The connection pool with its time-outs.
#[derive(Clone)]
pub(super) struct Network {
    pub http: reqwest::Client,
    pub clock: Arc<SigmaClock>,
    limits: Limits,
}

/// What an attempt is called, how long it may take, and what must not be repeated from its answer.
pub(super) struct Sent<'a> {
    pub operation: &'static str,
    pub attempt: u32,
    pub deadline: Instant,
    pub secrets: &'a [&'a str],
    /// Whether the body of a success is left unread.
    pub streamed: bool,
}

/// An answer with a 2xx status.
#[derive(Debug)]
pub(super) struct Reply {
    pub request_id: Option<String>,
    /// The body; empty when it is left to be read.
    pub body: Vec<u8>,
    /// The body that is left to be read.
    pub rest: Option<Response>,
}

impl Network {
    /// # Errors
    /// `Invalid` when the machine's certificate store cannot be used.
    pub fn new(config: &ClientConfig) -> Result<Self, Error> {
        use_ring();
        let http = reqwest::Client::builder()
            .user_agent(&config.user_agent)
            .connect_timeout(config.limits.connect)
            .pool_idle_timeout(KEEP_ALIVE)
            // A redirected POST would arrive as a GET, and a token must not travel to another host.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| Error::new("connect", ErrorKind::Invalid(format!("no HTTP client can be made: {e}"))))?;
        metrics::describe_counter!(CALLS, "Calls to Sigma, each attempt counted, by operation and status.");
        metrics::describe_histogram!(DURATION, metrics::Unit::Seconds, "Time an attempt took, its body included.");
        Ok(Self { http, clock: Arc::default(), limits: config.limits.clone() })
    }

    /// Sends once and reads the answer.
    pub async fn send(&self, request: RequestBuilder, sent: &Sent<'_>) -> Result<Reply, Error> {
        self.observed(sent, async {
            let head = self.head(request, sent).await?;
            let request_id = request_id(head.headers());
            if sent.streamed {
                return Ok(Reply { request_id, body: Vec::new(), rest: Some(head) });
            }
            let body = self.read(head, sent, self.limits.body_bytes).await?;
            Ok(Reply { request_id, body, rest: None })
        })
        .await
    }

    /// Sends once and waits for the head of a success.
    async fn head(&self, request: RequestBuilder, sent: &Sent<'_>) -> Result<Response, Error> {
        let by = sent.deadline.min(Instant::now() + self.limits.answer);
        let head = match timeout_at(by, request.send()).await {
            Ok(Ok(head)) => head,
            Ok(Err(error)) => return Err(Error::new(sent.operation, failure(error))),
            Err(_) => return Err(lost(sent.operation, "no answer in time")),
        };
        self.clock.read(head.headers());
        if let Some(id) = request_id(head.headers()) {
            Span::current().record("request_id", id);
        }
        if head.status().is_success() { Ok(head) } else { Err(self.refusal(head, sent).await) }
    }

    async fn refusal(&self, head: Response, sent: &Sent<'_>) -> Error {
        let (status, headers) = (head.status().as_u16(), head.headers().clone());
        // The status counts; an explanation that breaks off is none.
        let body = self.read(head, sent, REFUSAL_BYTES).await.unwrap_or_default();
        let refusal = Refusal::read(status, &headers, &body, sent.secrets);
        let kind = match status {
            401 => ErrorKind::Unauthorized(refusal),
            429 => ErrorKind::Throttled(refusal),
            _ => ErrorKind::Refused(refusal),
        };
        Error::new(sent.operation, kind)
    }

    async fn read(&self, mut head: Response, sent: &Sent<'_>, most: usize) -> Result<Vec<u8>, Error> {
        let too_large = || Error::new(sent.operation, ErrorKind::TooLarge { limit_bytes: most });
        let announced = head.content_length().unwrap_or(0);
        if announced > most as u64 {
            return Err(too_large());
        }
        let mut body = Vec::with_capacity(usize::try_from(announced).unwrap_or(0));
        loop {
            let by = sent.deadline.min(Instant::now() + self.limits.idle);
            match timeout_at(by, head.chunk()).await {
                Ok(Ok(Some(chunk))) if body.len() + chunk.len() > most => return Err(too_large()),
                Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
                Ok(Ok(None)) => return Ok(body),
                Ok(Err(error)) => return Err(Error::new(sent.operation, ErrorKind::Lost(cause(error)))),
                Err(_) => return Err(lost(sent.operation, "the answer came too slowly")),
            }
        }
    }

    /// Runs an attempt in its span, and measures it.
    async fn observed<T>(&self, sent: &Sent<'_>, attempt: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let Sent { operation, attempt: number, .. } = *sent;
        let span = info_span!(
            "sigma.call",
            sigma.op = operation,
            attempt = number,
            status = Empty,
            duration_ms = Empty,
            request_id = Empty
        );
        let begin = Instant::now();
        async {
            let result = attempt.await;
            let took = begin.elapsed();
            let status = result.as_ref().map_or_else(Error::label, |_| "200".to_owned());
            let span = Span::current();
            span.record("status", &status);
            span.record("duration_ms", u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
            if let Some(id) = result.as_ref().err().and_then(Error::request_id) {
                span.record("request_id", display(id));
            }
            debug!("Sigma call {operation} ended with {status}");
            metrics::counter!(CALLS, "operation" => operation, "status" => status.clone()).increment(1);
            metrics::histogram!(DURATION, "operation" => operation, "status" => status).record(took.as_secs_f64());
            result
        }
        .instrument(span)
        .await
    }
}

/// Reads a success as JSON, naming the place where it is not what was promised.
pub(super) fn decode<T: DeserializeOwned>(operation: &'static str, reply: &Reply) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_slice(&reply.body);
    serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let kind = ErrorKind::Decode {
            path: error.path().to_string(),
            reason: without_values(&error.inner().to_string()),
            request_id: reply.request_id.clone(),
        };
        Error::new(operation, kind)
    })
}

/// Takes quoted values out of a message of serde's: they are people's data.
fn without_values(message: &str) -> String {
    message.split('"').enumerate().map(|(n, part)| if n % 2 == 0 { part } else { "…" }).collect()
}

/// Whether a failure came before anything was sent: only a connection that was never made says so for certain.
fn failure(error: reqwest::Error) -> ErrorKind {
    if error.is_connect() {
        ErrorKind::Unreachable(cause(error))
    } else if error.is_builder() {
        ErrorKind::Invalid("the request cannot be written as HTTP".to_owned())
    } else {
        ErrorKind::Lost(cause(error))
    }
}

/// The failure without its URL, which may hold an e-mail address.
pub(super) fn cause(error: reqwest::Error) -> Cause {
    Arc::new(error.without_url())
}

/// An answer that did not come in time.
pub(super) fn lost(operation: &'static str, why: &'static str) -> Error {
    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct TimedOut(&'static str);
    Error::new(operation, ErrorKind::Lost(Arc::new(TimedOut(why))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct List {
        #[expect(dead_code, reason = "only its decoding is of interest")]
        entries: Vec<u32>,
    }

    #[test]
    fn decoding_names_the_place_and_keeps_values_out() {
        let reply = Reply {
            request_id: Some("r-1".into()),
            body: br#"{"entries":[1,"ada@example.com"]}"#.to_vec(),
            rest: None,
        };
        let error = decode::<List>("listMembers", &reply).unwrap_err();
        assert_eq!(error.request_id(), Some("r-1"));
        let text = format!("{error} {error:?}");
        assert!(text.contains("entries[1]") && text.contains("expected u32"), "{text}");
        assert!(!text.contains("ada@"), "{text}");
    }
}
