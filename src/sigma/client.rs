//! The handle everything starts from: cheap to clone, one per set of credentials.

use super::account_types::AccountTypes;
use super::clock::Clocks;
use super::config::{ClientConfig, Limits};
use super::connections::Connections;
use super::credentials::{ApiCredentials, Credentials};
use super::datasets::Datasets;
use super::error::{Error, ErrorKind};
use super::files::Files;
use super::http::Network;
use super::inode_grants::Grants;
use super::limiter::{Lane, Limiter, LimiterStatus};
use super::members::Members;
use super::odd::OddRows;
use super::organization::Organization;
use super::request::Request;
use super::retry::Budget;
use super::teams::Teams;
use super::tokens::{NewerCredentials, TokenStatus, Tokens};
use super::user_attributes::UserAttributes;
use super::versioned::{DataModels, Reports};
use super::workbooks::Workbooks;
use super::workspaces::Workspaces;
use crate::domain::Clock;
use crate::domain::{MemberId, OrganizationId};
use jiff::Timestamp;
use reqwest::Method;
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// Shortest wait after a pause of unknown length.
const SHORTEST_PAUSE: Duration = Duration::from_millis(500);
/// Longest wait before Sigma is tried again whatever it asked for, so that a mistaken value stops nothing for a day.
const LONGEST_PAUSE: Duration = Duration::from_mins(5);

/// A client of Sigma's REST API. Clones share connections, token, limits and retry budget, so there is one per set
/// of credentials.
#[derive(Clone)]
pub struct SigmaClient {
    pub(super) shared: Arc<Shared>,
    pub(super) lane: Lane,
    pub(super) odd: OddRows,
    deadline: Option<Instant>,
    meter: Option<Meter>,
    /// Answers every call with [`ErrorKind::NotAsked`].
    pub(super) silent: bool,
}

/// Asked before each call whether it may be made; otherwise how long until it may.
pub type Meter = Arc<dyn Fn() -> Result<(), Duration> + Send + Sync>;

pub(super) struct Shared {
    base_url: Url,
    pub(super) limits: Limits,
    pub(super) network: Network,
    pub(super) limiter: Arc<Limiter>,
    pub(super) tokens: Arc<Tokens>,
    pub(super) budget: Budget,
    clock: Clock,
}

/// A value Sigma answered with, and the id of the request for the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    pub value: T,
    /// `x-request-id` of the answer. That Sigma sends it is inferred (BEHAVIOUR.md section 5).
    pub request_id: Option<String>,
}

/// Whose credentials the client uses (openapi.yaml, `WhoAmI`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WhoAmI {
    /// The member the credentials belong to.
    pub user_id: MemberId,
    pub organization_id: OrganizationId,
}

impl SigmaClient {
    /// Makes a client; nothing is sent yet.
    ///
    /// # Errors
    /// `Invalid` for a base URL that is not plain http or https with a host, or when the machine's certificate
    /// store cannot be used.
    pub fn new(config: ClientConfig) -> Result<Self, Error> {
        let base = &config.base_url;
        let is_plain = matches!(base.scheme(), "http" | "https")
            && base.has_host()
            && base.username().is_empty()
            && base.password().is_none()
            && base.query().is_none()
            && base.fragment().is_none();
        if !is_plain {
            let reason = "the base URL must be http or https with a host, and nothing after the path".to_owned();
            return Err(Error::new("connect", ErrorKind::Invalid(reason)));
        }
        let network = Network::new(&config)?;
        let token_url = Request::new("postToken", Method::POST, base, &["v2", "auth", "token"])?.url;
        let shared = Shared {
            tokens: Arc::new(Tokens::new(&config, token_url, network.clone())),
            limiter: Arc::new(Limiter::new(config.limits.in_flight)),
            budget: Budget::full(),
            network,
            base_url: config.base_url,
            limits: config.limits,
            clock: config.clock,
        };
        Ok(Self {
            shared: Arc::new(shared),
            lane: Lane::Person,
            odd: OddRows::default(),
            deadline: None,
            meter: None,
            silent: false,
        })
    }

    /// Where Sigma is.
    pub fn base_url(&self) -> &Url {
        &self.shared.base_url
    }

    /// The client id of the credentials in use.
    pub fn client_id(&self) -> String {
        self.shared.tokens.client_id()
    }

    /// From now on asks for access tokens with these credentials.
    pub fn replace_credentials(&self, credentials: Credentials) {
        self.shared.tokens.replace(credentials);
    }

    /// From now on asks this, when Sigma refuses the credentials, whether others have replaced them.
    pub fn ask_for_newer(&self, newer: NewerCredentials) {
        self.shared.tokens.ask_for_newer(newer);
    }

    /// A client of the same Sigma with other credentials, to try them: with a token of its own, and within the same pace.
    #[must_use]
    pub fn with_credentials(&self, credentials: Credentials) -> Self {
        let shared = Shared {
            base_url: self.shared.base_url.clone(),
            limits: self.shared.limits.clone(),
            network: self.shared.network.clone(),
            limiter: self.shared.limiter.clone(),
            tokens: Arc::new(self.shared.tokens.of_others(credentials)),
            budget: Budget::full(),
            clock: self.shared.clock.clone(),
        };
        Self { shared: Arc::new(shared), ..self.clone() }
    }

    /// State of the access token, for the settings page.
    pub fn token_status(&self) -> TokenStatus {
        self.shared.tokens.status()
    }

    /// State of the limiter, for the settings page.
    pub fn limiter_status(&self) -> LimiterStatus {
        self.shared.limiter.status()
    }

    /// The portal's own clock.
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// What Sigma's own clock shows, as its last answer told it; early by up to a second. `None` before the first answer.
    pub fn sigma_time(&self) -> Option<Timestamp> {
        self.shared.network.clock.now()
    }

    /// Both clocks, to see whether they agree. `None` before the first answer.
    pub fn clocks(&self) -> Option<Clocks> {
        self.sigma_time().map(|sigma| Clocks { own: self.clock().of_machine(), sigma })
    }

    /// How long to wait before the same is tried again, when a call failed only because Sigma wants no calls for now:
    /// it asked for a pause, or too many calls wait. `None` for every other failure.
    pub fn pause_after(&self, error: &Error) -> Option<Duration> {
        let is_pause = match error.kind() {
            ErrorKind::Throttled(_) | ErrorKind::OutOfTime => true,
            ErrorKind::Refused(refusal) => refusal.retry_after.is_some(),
            ErrorKind::Unreachable(_)
            | ErrorKind::NotAsked
            | ErrorKind::HeldBack(_)
            | ErrorKind::Lost(_)
            | ErrorKind::Unauthorized(_)
            | ErrorKind::Decode { .. }
            | ErrorKind::TooLarge { .. }
            | ErrorKind::CursorRepeated
            | ErrorKind::TooManyPages { .. }
            | ErrorKind::TooManyRows { .. }
            | ErrorKind::Invalid(_) => false,
        };
        let limiter = self.shared.limiter.status().pause;
        let asked = error.retry_after().max(limiter).unwrap_or_default();
        is_pause.then(|| asked.clamp(SHORTEST_PAUSE, LONGEST_PAUSE))
    }

    /// The same client for the steps of changes: its calls let people's calls go first and leave a slot free for
    /// them. Their time limit counts from their turn.
    #[must_use]
    pub fn for_changes(&self) -> Self {
        Self { lane: Lane::Change, ..self.clone() }
    }

    /// The same client for reading the directory: its calls let those of people and of changes go first, but for one
    /// in ten. Their time limit counts from their turn.
    #[must_use]
    pub fn for_sync(&self) -> Self {
        Self { lane: Lane::Sync, ..self.clone() }
    }

    /// The same client, which counts in `odd` the rows of its lists that are not as promised.
    #[must_use]
    pub fn counting(&self, odd: &OddRows) -> Self {
        Self { odd: odd.clone(), ..self.clone() }
    }

    /// The same client, each of whose calls ends by `deadline` if not by its own time limit.
    #[must_use]
    pub fn until(&self, deadline: Instant) -> Self {
        Self { deadline: Some(deadline), ..self.clone() }
    }

    /// The same client, whose calls are counted against somebody: each is made only if `meter` allows it.
    #[must_use]
    pub fn metered(&self, meter: Meter) -> Self {
        Self { meter: Some(meter), ..self.clone() }
    }

    /// The same client, which sends nothing: each of its calls fails with [`ErrorKind::NotAsked`]. For whoever must not
    /// make the portal ask.
    #[must_use]
    pub fn silent(&self) -> Self {
        Self { silent: true, ..self.clone() }
    }

    /// Whose credentials these are.
    ///
    /// # Errors
    /// When the call fails; `Unauthorized` for credentials that Sigma does not accept.
    pub async fn whoami(&self) -> Result<WhoAmI, Error> {
        Ok(self.call(&self.get("whoAmI", &["v2", "whoami"])?).await?.value)
    }

    /// Members: the people of the organisation.
    pub fn members(&self) -> Members<'_> {
        Members { client: self }
    }

    /// Teams and who is in them.
    pub fn teams(&self) -> Teams<'_> {
        Teams { client: self }
    }

    /// Workspaces and their grants.
    pub fn workspaces(&self) -> Workspaces<'_> {
        Workspaces { client: self }
    }

    /// Connections and their grants.
    pub fn connections(&self) -> Connections<'_> {
        Connections { client: self }
    }

    /// Calls about account types.
    pub fn account_types(&self) -> AccountTypes<'_> {
        AccountTypes { client: self }
    }

    /// Calls about workbooks.
    pub fn workbooks(&self) -> Workbooks<'_> {
        Workbooks { client: self }
    }

    /// Calls about data models.
    pub fn data_models(&self) -> DataModels<'_> {
        DataModels { client: self }
    }

    /// Calls about reports.
    pub fn reports(&self) -> Reports<'_> {
        Reports { client: self }
    }

    /// Calls about datasets.
    pub fn datasets(&self) -> Datasets<'_> {
        Datasets { client: self }
    }

    /// Files: documents, folders and workspaces.
    pub fn files(&self) -> Files<'_> {
        Files { client: self }
    }

    /// Grants on any object.
    pub fn grants(&self) -> Grants<'_> {
        Grants { client: self }
    }

    /// Switches of the whole organization.
    pub fn organization(&self) -> Organization<'_> {
        Organization { client: self }
    }

    /// Makes and deletes credentials of Sigma's API.
    pub fn api_credentials(&self) -> ApiCredentials<'_> {
        ApiCredentials { client: self }
    }

    /// Calls about user attributes.
    pub fn user_attributes(&self) -> UserAttributes<'_> {
        UserAttributes { client: self }
    }

    /// Counts a call.
    pub(super) fn count(&self, operation: &'static str) -> Result<(), Error> {
        let allowed = self.meter.as_ref().map_or(Ok(()), |meter| meter());
        allowed.map_err(|wait| Error::new(operation, ErrorKind::HeldBack(wait)))
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    pub(super) fn deadline_of_call(&self) -> Instant {
        let own = Instant::now() + self.shared.limits.call;
        self.deadline.map_or(own, |deadline| own.min(deadline))
    }

    pub(super) fn get(&self, operation: &'static str, path: &[&str]) -> Result<Request, Error> {
        Request::new(operation, Method::GET, &self.shared.base_url, path)
    }

    pub(super) fn post(&self, operation: &'static str, path: &[&str]) -> Result<Request, Error> {
        Request::new(operation, Method::POST, &self.shared.base_url, path)
    }

    pub(super) fn patch(&self, operation: &'static str, path: &[&str]) -> Result<Request, Error> {
        Request::new(operation, Method::PATCH, &self.shared.base_url, path)
    }

    pub(super) fn delete(&self, operation: &'static str, path: &[&str]) -> Result<Request, Error> {
        Request::new(operation, Method::DELETE, &self.shared.base_url, path)
    }
}

impl fmt::Debug for SigmaClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigmaClient")
            .field("base_url", &self.shared.base_url.as_str())
            .field("lane", &self.lane)
            .finish_non_exhaustive()
    }
}
