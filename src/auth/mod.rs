//! Signing in, sessions, roles, and what each role may do.
//!
//! Owns who somebody is. What a role may do is `domain`'s word; whether a change is allowed is the `changes` room's.

mod demo;
mod identity;
mod proxy;

pub use demo::{PERSONAS, Persona};
pub use identity::{Identity, actor};
pub use proxy::ProxyConfig;

use axum::http::HeaderMap;
use tower_sessions::Session;

/// How people sign in.
#[derive(Clone, Debug)]
pub enum AuthConfig {
    /// Anybody picks a persona: only in `demo`, only on loopback.
    Demo,
    /// A reverse proxy has signed them in and says who they are.
    Proxy(ProxyConfig),
}

const KEY: &str = "identity";

impl AuthConfig {
    /// Who sends this request, if anybody has signed in.
    pub async fn identify(&self, headers: &HeaderMap, session: &Session) -> Option<Identity> {
        match self {
            Self::Proxy(proxy) => proxy.identify(headers),
            Self::Demo => session.get(KEY).await.ok().flatten(),
        }
    }
}

/// Begins a signed-in session under a new session id, so that one fixed before sign-in is worth nothing.
///
/// # Errors
/// That the session could not be kept.
pub async fn sign_in(session: &Session, identity: &Identity) -> Result<(), tower_sessions::session::Error> {
    session.cycle_id().await?;
    session.insert(KEY, identity).await
}

/// Ends the session.
///
/// # Errors
/// That the session could not be removed.
pub async fn sign_out(session: &Session) -> Result<(), tower_sessions::session::Error> {
    session.flush().await
}
