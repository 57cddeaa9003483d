//! Signing in, sessions, roles, and what each role may do.
//!
//! Owns who somebody is. Which role they have now is the `directory`'s to say, what a role may do `domain`'s, and whether
//! a change is allowed that of `changes`.

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod attempts;
mod demo;
mod proxy;

pub use attempts::{Attempts, Verdict};
pub use demo::{PERSONAS, Persona};
pub use proxy::{Claim, ProxyConfig, SECRET_HEADER, SHORTEST_SECRET};

use crate::directory::{Authority, Identity};
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

/// How people sign out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignOut {
    /// By ending the portal's own session.
    Session,
    /// Where the reverse proxy signs them out: the portal alone cannot, as the proxy would sign them in again.
    Proxy(String),
    /// Not from here.
    NotOffered,
}

const KEY: &str = "identity";

impl AuthConfig {
    /// What a request says about who sent it.
    pub async fn claim(&self, headers: &HeaderMap, session: &Session) -> Claim {
        match self {
            Self::Proxy(proxy) => proxy.claim(headers),
            Self::Demo => session.get(KEY).await.ok().flatten().map_or(Claim::Nobody, Claim::Person),
        }
    }

    /// Which roles the people have who sign in so.
    pub fn authority(&self) -> Authority {
        match self {
            Self::Proxy(proxy) => proxy.authority(),
            Self::Demo => demo::authority(),
        }
    }

    /// How people sign out.
    pub fn sign_out(&self) -> SignOut {
        match self {
            Self::Demo => SignOut::Session,
            Self::Proxy(proxy) => proxy.sign_out_url.clone().map_or(SignOut::NotOffered, SignOut::Proxy),
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
