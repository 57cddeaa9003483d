//! One call: turn, token, attempt, and again as [`super::retry`] decides, until the deadline.

use super::client::{Answer, SigmaClient};
use super::error::{Error, ErrorKind};
use super::http::{Reply, Sent, decode};
use super::limiter::{Lane, Permit};
use super::request::Request;
use super::retry::{Decision, Outcome, Standing, decide};
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// The answer of operations that only confirm (openapi.yaml, `EmptyObject`): whatever else it holds is ignored, but
/// it has to be JSON, because a web page with status 200 comes from somebody else.
#[derive(Deserialize)]
struct Confirmation {}

/// How long a change's call stands in line before it looks again whether Sigma wants a pause.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

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

    /// Reads one thing by its id; what is not as promised as far as it can be, like a row of a list.
    pub(super) async fn one<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        segments: &[&str],
    ) -> Result<T, Error> {
        let reply = self.answered(&self.get(operation, segments)?).await?;
        decode(operation, &reply).or_else(|error| self.odd.one(&reply.body).ok_or(error))
    }

    /// Calls for the effect alone.
    pub(super) async fn tell(&self, request: &Request) -> Result<Answer<()>, Error> {
        let reply = self.answered(request).await?;
        if !reply.body.trim_ascii().is_empty() {
            decode::<Confirmation>(request.operation, &reply)?;
        }
        Ok(Answer { value: (), request_id: reply.request_id })
    }

    /// Calls, as often as it takes and is allowed.
    pub(super) async fn answered(&self, request: &Request) -> Result<Reply, Error> {
        if self.silent {
            return Err(Error::new(request.operation, ErrorKind::NotAsked));
        }
        self.count(request.operation)?;
        let mut deadline = self.deadline_of_call();
        let (mut attempt, mut renewed, mut maybe_sent) = (0, false, false);
        let mut previous = None;
        loop {
            attempt += 1;
            let Failed { error, outcome, may_renew } = match self.attempt(request, attempt, &mut deadline).await {
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

    /// Waits for a slot; `None` when the deadline comes first. People's calls count the wait, because somebody sits
    /// through it. Those of changes and of the sync do not, or a long run of people's calls would fail them: their deadline
    /// moves with the wait, up to the caller's own.
    async fn turn(&self, deadline: &mut Instant) -> Option<Permit> {
        let begin = Instant::now();
        let latest = if self.lane.has_audience() { Some(*deadline) } else { self.deadline() };
        let permit = loop {
            let until = match self.lane {
                // A change says that it waits, and hears what is ordered meanwhile: it is not kept here for a long pause.
                Lane::Change => Some(Instant::now() + self.shared.limits.call),
                Lane::Person | Lane::Sync => latest,
            };
            let pause = self.shared.limiter.paused_until();
            if until.zip(pause).is_some_and(|(until, pause)| until < pause) {
                // Nobody is helped by finding out at the end of the wait that it was too long.
                return None;
            }
            let enter = self.shared.limiter.enter(self.lane);
            match (self.lane, latest) {
                // Looked at again now and then: a pause may have begun while the call stood in line.
                (Lane::Change, None) => {
                    if let Ok(permit) = timeout(LOOK_AGAIN, enter).await {
                        break permit;
                    }
                }
                (_, Some(latest)) => break timeout_at(latest, enter).await.ok()?,
                (Lane::Person | Lane::Sync, None) => break enter.await,
            }
        };
        if !self.lane.has_audience() {
            let moved = *deadline + begin.elapsed();
            *deadline = latest.map_or(moved, |latest| moved.min(latest));
        }
        Some(permit)
    }

    async fn attempt(&self, request: &Request, attempt: u32, deadline: &mut Instant) -> Result<Reply, Failed> {
        let unsent = |error| Failed { error, outcome: Outcome::Final, may_renew: false };
        let out_of_time = || unsent(Error::new(request.operation, ErrorKind::OutOfTime));
        // The slot comes first: a token must not grow old in the queue.
        let permit = self.turn(deadline).await.ok_or_else(out_of_time)?;
        let deadline = *deadline;
        let token = match timeout_at(deadline, self.shared.tokens.get()).await {
            Ok(Ok(token)) if Instant::now() < deadline => token,
            // It was already asked for as often as makes sense.
            Ok(Err(error)) => return Err(unsent(error)),
            Ok(Ok(_)) | Err(_) => return Err(out_of_time()),
        };
        let mut message = self.shared.network.http.request(request.method.clone(), request.url.clone());
        message = message.bearer_auth(token.expose());
        if let Some(body) = &request.body {
            message = message.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        let sent = Sent {
            operation: request.operation,
            attempt,
            deadline,
            secrets: &[token.expose()],
            streamed: request.streamed,
        };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sigma::config::ClientConfig;

    /// A client of a port nobody listens on, and the only slot it has.
    async fn busy() -> (SigmaClient, Permit) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mut config = ClientConfig::new(url.parse().unwrap(), "id", "secret".into());
        config.limits.in_flight = 1;
        let client = SigmaClient::new(config).unwrap();
        let slot = client.shared.limiter.enter(Lane::Person).await;
        (client, slot)
    }

    async fn wait_an_hour(client: SigmaClient, slot: Permit) -> Error {
        let call = tokio::spawn(async move { client.whoami().await });
        tokio::task::yield_now().await;
        tokio::time::advance(Duration::from_hours(1)).await;
        drop(slot);
        call.await.unwrap().unwrap_err()
    }

    #[tokio::test(start_paused = true)]
    async fn people_do_not_wait_for_ever() {
        let (client, slot) = busy().await;
        let error = wait_an_hour(client, slot).await;
        assert!(matches!(error.kind(), ErrorKind::OutOfTime), "{error:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn calls_nobody_sits_through_wait_for_their_turn_however_long_it_takes() {
        let (client, slot) = busy().await;
        let error = wait_an_hour(client.for_sync(), slot).await;
        assert!(matches!(error.kind(), ErrorKind::Unreachable(_)), "{error:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn calls_nobody_sits_through_keep_to_their_callers_deadline() {
        let (client, slot) = busy().await;
        let soon = Instant::now() + Duration::from_mins(5);
        let error = wait_an_hour(client.for_sync().until(soon), slot).await;
        assert!(matches!(error.kind(), ErrorKind::OutOfTime), "{error:?}");
    }
}
