//! The cache of the access token: renewed early, by one request for everybody who waits.
//!
//! Always by client credentials, sent as form fields: Basic was seen refused for fresh keys (BEHAVIOUR.md section 2).
//! The refresh token is not used. It has to travel with the client secret anyway, its lifetime is unknown, clients
//! fall back to the credentials when it fails, and it would be one more secret to keep.

use super::config::{ClientConfig, Limits};
use super::credentials::Credentials;
use super::error::{Error, ErrorKind};
use super::http::{Network, Sent, decode};
use super::request::Repeat;
use super::retry::{Budget, Decision, Outcome, Standing, decide};
use super::token::Token;
use crate::domain::Clock;
use arc_swap::ArcSwap;
use futures::FutureExt;
use futures::future::{BoxFuture, Shared};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use url::Url;

/// The operation's name in errors, logs and metrics.
const OPERATION: &str = "postToken";
/// How long new tokens are not asked for after one was refused that had never been accepted.
const DOUBT: Duration = Duration::from_secs(30);

/// State of the access token, for people; holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenStatus {
    /// When the present token was issued; `None` before the first call and after a rejection.
    pub issued_at: Option<Timestamp>,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// Tokens received since the start.
    pub issued_count: u64,
    /// Why the last request for a token failed; `None` once one succeeded.
    pub last_error: Option<String>,
}

/// Says which credentials have replaced the present ones, where some have: asked when Sigma refuses those. Whoever replaces
/// them is another process.
pub type NewerCredentials = Arc<dyn Fn() -> BoxFuture<'static, Option<Credentials>> + Send + Sync>;

type Renewal = Shared<BoxFuture<'static, Result<Arc<Token>, Error>>>;

/// The cache, and the place that knows the client secret.
pub(super) struct Tokens {
    url: Url,
    /// Replaced when the settings are read anew, and when the portal renews them.
    credentials: ArcSwap<Credentials>,
    newer: Mutex<Option<NewerCredentials>>,
    network: Network,
    clock: Clock,
    limits: Limits,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<Arc<Token>>,
    renewal: Option<Renewal>,
    /// When the last request for a token went out.
    asked: Option<Instant>,
    failure: Option<(Instant, Error)>,
    /// When a token was last refused that had never been accepted.
    doubted: Option<Instant>,
    issued_count: u64,
}

impl Tokens {
    pub fn new(config: &ClientConfig, url: Url, network: Network) -> Self {
        let credentials =
            Credentials { client_id: config.client_id.clone(), client_secret: config.client_secret.clone() };
        Self {
            url,
            credentials: ArcSwap::from_pointee(credentials),
            newer: Mutex::default(),
            network,
            clock: config.clock.clone(),
            limits: config.limits.clone(),
            state: Mutex::default(),
        }
    }

    /// A token to call with: the present one, or a new one when there is none. The renewal runs as a task of its
    /// own, so that a caller who gives up neither stops it for the others nor lets a second one start beside it.
    pub async fn get(self: &Arc<Self>) -> Result<Arc<Token>, Error> {
        let renewal = {
            let mut state = self.state();
            let now = Instant::now();
            let usable = state.token.clone().filter(|token| now < token.ends_at);
            match usable {
                Some(token) if now < token.renew_at => return Ok(token),
                Some(token) => {
                    // Early: this caller need not wait, and one failed try is not repeated by every call.
                    if !state.failed_within(self.limits.token_spacing * 10, now) {
                        drop(self.renew(&mut state));
                    }
                    return Ok(token);
                }
                None => {
                    if state.failed_within(self.limits.token_spacing, now)
                        && let Some((_, error)) = &state.failure
                    {
                        return Err(error.clone());
                    }
                    self.renew(&mut state)
                }
            }
        };
        renewal.await
    }

    /// Notes that Sigma did not take `token`, and says whether another is worth trying. Where new tokens are refused
    /// too, they are not asked for with every call: Sigma answers 401 to good tokens sent to the wrong region
    /// (BEHAVIOUR.md section 1), and more of them would help nobody.
    pub fn reject(&self, token: &Arc<Token>) -> bool {
        let mut state = self.state();
        if state.token.as_ref().is_some_and(|present| !Arc::ptr_eq(present, token)) {
            return true;
        }
        if !token.was_accepted() {
            if state.doubted.is_some_and(|at| at.elapsed() < DOUBT) {
                return false;
            }
            state.doubted = Some(Instant::now());
        }
        state.token = None;
        true
    }

    /// A cache of its own for other credentials, at the same Sigma.
    pub fn of_others(&self, credentials: Credentials) -> Self {
        Self {
            url: self.url.clone(),
            credentials: ArcSwap::from_pointee(credentials),
            newer: Mutex::default(),
            network: self.network.clone(),
            clock: self.clock.clone(),
            limits: self.limits.clone(),
            state: Mutex::default(),
        }
    }

    /// The client id of the present credentials.
    pub fn client_id(&self) -> String {
        self.credentials.load().client_id.clone()
    }

    /// From now on asks for tokens with these. The present token stays in use for as long as Sigma takes it where only the
    /// secret is another: a token of other credentials ends with them.
    pub fn replace(&self, credentials: Credentials) {
        let before = self.credentials.swap(Arc::new(credentials));
        let is_other = before.client_id != self.credentials.load().client_id;
        let mut state = self.state();
        if is_other {
            state.token = None;
        }
        // What those before were refused for says nothing of these.
        state.failure = None;
        state.doubted = None;
    }

    /// From now on asks this, when Sigma refuses the present credentials, whether others have replaced them.
    pub fn ask_for_newer(&self, newer: NewerCredentials) {
        *self.newer.lock().unwrap_or_else(PoisonError::into_inner) = Some(newer);
    }

    /// Takes the credentials that have replaced the present ones. Whether there were any.
    async fn take_newer(&self) -> bool {
        let newer = self.newer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(newer) = newer else { return false };
        let Some(found) = newer().await else { return false };
        let is_other = found.client_id != self.client_id();
        if is_other {
            tracing::info!("Sigma no longer takes the credentials; others have replaced them");
            self.replace(found);
        }
        is_other
    }

    /// How it stands, for people.
    pub fn status(&self) -> TokenStatus {
        let state = self.state();
        let token = state.token.as_deref();
        TokenStatus {
            issued_at: token.map(|t| t.issued_at),
            expires_at: token.and_then(|t| t.issued_at.checked_add(t.lifetime).ok()),
            issued_count: state.issued_count,
            last_error: state.failure.as_ref().map(|(_, error)| error.to_string()),
        }
    }

    /// The renewal under way, or a new one.
    fn renew(self: &Arc<Self>, state: &mut State) -> Renewal {
        if let Some(renewal) = &state.renewal {
            return renewal.clone();
        }
        let (tokens, waiter) = (self.clone(), self.clone());
        let task = tokio::spawn(async move {
            let result = tokens.obtain().await;
            let mut state = tokens.state();
            state.renewal = None;
            match &result {
                Ok(token) => {
                    state.token = Some(token.clone());
                    state.issued_count += 1;
                    state.failure = None;
                }
                Err(error) => state.failure = Some((Instant::now(), error.clone())),
            }
            result
        });
        let renewal = async move {
            task.await.unwrap_or_else(|_| {
                // Only a panic or the end of the runtime keeps the task from clearing this itself.
                waiter.state().renewal = None;
                Err(Error::new(OPERATION, ErrorKind::OutOfTime))
            })
        };
        let renewal = renewal.boxed().shared();
        state.renewal = Some(renewal.clone());
        renewal
    }

    async fn obtain(&self) -> Result<Arc<Token>, Error> {
        let deadline = Instant::now() + self.limits.call;
        let budget = Budget::full();
        let mut attempt = 0;
        loop {
            attempt += 1;
            self.take_turn().await;
            let error = match self.ask(attempt, deadline).await {
                Ok(token) => return Ok(Arc::new(token)),
                Err(error) => error.before_sending().after(attempt, false),
            };
            if matches!(error.kind(), ErrorKind::Unauthorized(_)) && self.take_newer().await {
                continue;
            }
            let standing = Standing {
                attempt,
                left: deadline.saturating_duration_since(Instant::now()),
                may_renew: false,
                in_budget: budget.has_left(),
            };
            match decide(Repeat::Safe, Outcome::of(&error), standing, &self.limits, rand::random()) {
                Decision::After(pause) => tokio::time::sleep(pause).await,
                Decision::Stop | Decision::Renew => return Err(error),
            }
        }
    }

    /// Waits until a request for a token is allowed again, and books it.
    async fn take_turn(&self) {
        let last = self.state().asked;
        if let Some(last) = last {
            sleep_until(last + self.limits.token_spacing).await;
        }
        self.state().asked = Some(Instant::now());
    }

    async fn ask(&self, attempt: u32, deadline: Instant) -> Result<Token, Error> {
        let credentials = self.credentials.load_full();
        let secret = credentials.client_secret.expose_secret();
        let id = credentials.client_id.as_str();
        let form = [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret)];
        let sent = Sent { operation: OPERATION, attempt, deadline, secrets: &[secret], streamed: false };
        let asked = Instant::now();
        let request = self.network.http.post(self.url.clone()).form(&form);
        let answer = self.network.send(request, &sent).await.map_err(as_credentials)?;
        Ok(Token::new(decode(OPERATION, &answer)?, asked, self.clock.now(), rand::random()))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn failed_within(&self, time: Duration, now: Instant) -> bool {
        self.failure.as_ref().is_some_and(|(at, _)| now.saturating_duration_since(*at) < time)
    }
}

/// Bad keys are answered with 400 or 401 (BEHAVIOUR.md section 2).
fn as_credentials(error: Error) -> Error {
    if let ErrorKind::Refused(refusal) = error.kind()
        && refusal.status == 400
    {
        return Error::new(OPERATION, ErrorKind::Unauthorized(refusal.clone()));
    }
    error
}
