//! What the session of somebody signed in holds.

use crate::{directory::Identity, store::SessionFacts};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use tower_sessions::{Session, session::Error};

const IDENTITY: &str = "identity";

const PROVIDER: &str = "provider";

const SIGN_OUT: &str = "provider sign-out";

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// How long after its last use a session ends.
    pub idle: Duration,
    /// How long after its beginning it ends, however much it is used.
    pub longest: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { idle: Duration::from_hours(12), longest: Duration::from_hours(24) }
    }
}

/// How long a session is used at most before that is written down again: a twelfth of what it may stand idle, so that
/// nobody who goes on loses it.
const TOUCH: SignedDuration = SignedDuration::from_mins(5);

impl SessionLimits {
    fn touch(self) -> SignedDuration {
        SignedDuration::try_from(self.idle / 12).unwrap_or(TOUCH).min(TOUCH)
    }
}

/// Somebody who signs in.
pub struct SignIn {
    pub identity: Identity,
    pub facts: SessionFacts,
    pub provider: ProviderSession,
}

/// What is kept of the session at an OpenID provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProviderSession {
    /// When the person last showed the provider who they are, in seconds since 1970 UTC, where it says so.
    pub auth_time: Option<i64>,
    /// The ID token, which the provider wants to see when they sign out. It opens nothing: the portal takes one only with
    /// the nonce of a sign-in under way.
    pub id_token: Option<String>,
}

/// Begins a signed-in session under a new session id, so that one fixed before sign-in is worth nothing; nothing of what
/// the browser's session held before goes over into it.
///
/// # Errors
/// That the session could not be kept.
pub async fn sign_in(session: &Session, new: &SignIn) -> Result<(), Error> {
    session.clear().await;
    session.cycle_id().await?;
    session.insert(IDENTITY, &new.identity).await?;
    session.insert(SessionFacts::KEY, &new.facts).await?;
    session.insert(PROVIDER, &new.provider).await
}

/// Who is signed in in this session.
pub(super) async fn identity(session: &Session) -> Option<Identity> {
    session.get(IDENTITY).await.ok().flatten()
}

/// Whose session it is and how it came about.
pub async fn facts(session: &Session) -> Option<SessionFacts> {
    session.get(SessionFacts::KEY).await.ok().flatten()
}

/// What is kept of the session at the provider.
pub async fn provider_session(session: &Session) -> Option<ProviderSession> {
    session.get(PROVIDER).await.ok().flatten()
}

/// Writes down that a session is used, now and then: kept anew, it lasts anew (`web::session_layer`).
pub async fn touch(session: &Session, limits: SessionLimits, now: Timestamp) {
    let Some(mut facts) = facts(session).await else { return };
    if now.duration_since(facts.used_at) < limits.touch() {
        return;
    }
    facts.used_at = now;
    if let Err(error) = session.insert(SessionFacts::KEY, &facts).await {
        tracing::warn!(%error, "That a session is used could not be written down");
    }
}

/// Ends the session. `then` is where the browser is to be signed out too, kept for the page that leads there.
///
/// # Errors
/// That the session could not be removed.
pub async fn sign_out(session: &Session, then: Option<&str>) -> Result<(), Error> {
    let Some(then) = then else { return session.flush().await };
    // Under another id: whoever has the old one is not told where the provider signs people out.
    session.clear().await;
    session.cycle_id().await?;
    session.insert(SIGN_OUT, then).await
}

/// Where the browser is to be signed out too; told once.
///
/// # Errors
/// That the session could not be read.
pub async fn take_sign_out(session: &Session) -> Result<Option<String>, Error> {
    match session.get::<String>(SIGN_OUT).await? {
        Some(_) => session.remove(SIGN_OUT).await,
        None => Ok(None),
    }
}
