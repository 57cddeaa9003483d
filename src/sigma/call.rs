//! One call: turn, token, attempt, and again as [`super::retry`] decides, until the deadline.

use super::client::{Answer, SigmaClient};
use super::error::{Error, ErrorKind};
use super::http::{Reply, Sent, decode};
use super::request::Request;
use super::retry::{Decision, Outcome, Standing, decide};
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout_at};

/// The answer of operations that only confirm (openapi.yaml, `EmptyObject`): whatever else it holds is ignored, but
/// it has to be JSON, because a web page with status 200 comes from somebody else.
#[derive(Deserialize)]
struct Confirmation {}

/// A failed attempt, and what it means for the next.
struct Failed {
    error: Error,
    outcome: Outcome,
    may_renew: bool,
}

impl SigmaClient {
    /// Calls and reads the answer as `T`.
    pub(super) async fn call<T: DeserializeOwned>(&self, request: &Request) -> Result<Answer<T>, Error> {
        let reply = self.answered(request).await?;
        let value = decode(request.operation, &reply)?;
        Ok(Answer { value, request_id: reply.request_id })
    }

    /// Calls for the effect alone.
    pub(super) async fn tell(&self, request: &Request) -> Result<Answer<()>, Error> {
        let reply = self.answered(request).await?;
        if !reply.body.trim_ascii().is_empty() {
            decode::<Confirmation>(request.operation, &reply)?;
        }
        Ok(Answer { value: (), request_id: reply.request_id })
    }

    async fn answered(&self, request: &Request) -> Result<Reply, Error> {
        let deadline = self.deadline_of_call();
        let (mut attempt, mut renewed, mut maybe_sent) = (0, false, false);
        let mut previous = None;
        loop {
            attempt += 1;
            let Failed { error, outcome, may_renew } = match self.attempt(request, attempt, deadline).await {
                Ok(reply) => {
                    self.shared.budget.earn();
                    return Ok(reply);
                }
                Err(failed) => failed,
            };
            // Time that ran out in the queue says less than the failure that sent the call back there.
            if let (ErrorKind::OutOfTime, Some(previous)) = (error.kind(), previous.take()) {
                return Err(previous);
            }
            maybe_sent |= error.was_sent_maybe();
            let error = error.after(attempt, maybe_sent);
            let standing = Standing {
                attempt,
                left: deadline.saturating_duration_since(Instant::now()),
                may_renew: may_renew && !renewed,
                in_budget: self.shared.budget.has_left(),
            };
            match decide(request.repeat, outcome, standing, &self.shared.limits, rand::random()) {
                Decision::Stop => return Err(error),
                Decision::Renew => renewed = true,
                Decision::After(pause) => {
                    if error.status() != Some(429) {
                        self.shared.budget.spend();
                    }
                    sleep(pause).await;
                }
            }
            previous = Some(error);
        }
    }

    async fn attempt(&self, request: &Request, attempt: u32, deadline: Instant) -> Result<Reply, Failed> {
        let ready = async {
            // The slot comes first: a token must not grow old in the queue.
            let permit = self.shared.limiter.enter(self.lane).await;
            Ok((permit, self.shared.tokens.get().await?))
        };
        let unsent = |error| Failed { error, outcome: Outcome::Final, may_renew: false };
        let (permit, token) = match timeout_at(deadline, ready).await {
            Ok(Ok(ready)) if Instant::now() < deadline => ready,
            // The token was already tried for as often as makes sense.
            Ok(Err(error)) => return Err(unsent(error)),
            Ok(Ok(_)) | Err(_) => return Err(unsent(Error::new(request.operation, ErrorKind::OutOfTime))),
        };
        let mut message = self.shared.network.http.request(request.method.clone(), request.url.clone());
        message = message.bearer_auth(token.expose());
        if let Some(body) = &request.body {
            message = message.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        let sent = Sent { operation: request.operation, attempt, deadline, secrets: &[token.expose()] };
        let result = self.shared.network.send(message, &sent).await;
        let status = result.as_ref().map_or_else(Error::status, |_| Some(200));
        match &result {
            Err(error) if status == Some(429) => permit.refused(error.retry_after()),
            _ if status.is_some() => permit.accepted(),
            _ => {}
        }
        drop(permit);
        if status.is_some_and(|status| status < 500 && status != 401 && status != 429) {
            token.accepted();
        }
        result.map_err(|error| {
            let may_renew = status == Some(401) && self.shared.tokens.reject(&token);
            Failed { outcome: Outcome::of(&error), error, may_renew }
        })
    }
}
