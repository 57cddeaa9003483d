//! Signing in, sessions, roles, and what each role may do.
//!
//! Owns who somebody is. Which role they have now is the `directory`'s to say, what a role may do `domain`'s, and whether
//! a change is allowed that of `changes`.

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod assertion;
mod attempts;
mod demo;
mod http;
pub mod oidc;
mod pin;
mod proxy;
mod session;
pub mod tokens;

pub use assertion::{Assertion, AssertionConfig};
pub use attempts::{Attempts, Verdict};
pub use demo::{PERSONAS, Persona};
pub use pin::pin;
pub use proxy::{Claim, ProxyConfig, ProxySays, ProxySecrets, SECRET_HEADER, SHORTEST_SECRET};
pub use session::{
    ProviderSession, SessionLimits, SignIn, facts, provider_session, sign_in, sign_out, take_sign_out, touch,
};

use crate::directory::Authority;
use axum::http::HeaderMap;
use jiff::Timestamp;
use oidc::{Oidc, OidcConfig, StateKey};
use std::net::IpAddr;
use tower_sessions::Session;

/// How people sign in, as the installation is set up.
#[derive(Clone, Debug)]
pub enum AuthConfig {
    /// Anybody picks a persona: only in `demo`, only on loopback.
    Demo,
    /// A reverse proxy has signed them in and says who they are.
    Proxy(Box<ProxyConfig>),
    /// A reverse proxy has signed them in, and signs what it says.
    Assertion(Box<AssertionConfig>),
    /// The portal asks an OpenID provider.
    Oidc(Box<OidcConfig>),
}

/// How people sign in, at work.
pub enum Auth {
    Demo,
    Proxy(Box<ProxyConfig>),
    Assertion(Box<Assertion>),
    Oidc(Box<Oidc>),
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

/// What the proxy claims. Where it claims nothing, a session of somebody is there only by a link made on the server, as when
/// the proxy is out of order.
async fn or_of_session(claim: Claim, session: &Session) -> Claim {
    match claim {
        Claim::Nobody => of_session(session).await,
        claim @ (Claim::Person(_) | Claim::WrongSecret | Claim::WrongPlace | Claim::Ambiguous(_)) => claim,
    }
}

async fn of_session(session: &Session) -> Claim {
    session::identity(session).await.map_or(Claim::Nobody, Claim::Person)
}

impl AuthConfig {
    /// Which roles the people have who sign in so.
    pub fn authority(&self) -> Authority {
        Authority::new(match self {
            Self::Demo => demo::people(),
            Self::Proxy(proxy) => proxy.people.clone(),
            Self::Assertion(assertion) => assertion.people.clone(),
            Self::Oidc(oidc) => oidc.people.clone(),
        })
    }
}

impl Auth {
    /// Sets it to work; asks nobody anything yet.
    ///
    /// # Errors
    /// That the system's certificates cannot be read.
    pub fn new(config: AuthConfig, state_key: StateKey) -> reqwest::Result<Self> {
        Ok(match config {
            AuthConfig::Demo => Self::Demo,
            AuthConfig::Proxy(proxy) => Self::Proxy(proxy),
            AuthConfig::Assertion(config) => Self::Assertion(Box::new(Assertion::new(*config)?)),
            AuthConfig::Oidc(config) => Self::Oidc(Box::new(Oidc::new(*config, state_key)?)),
        })
    }

    /// What a request from this address says about who sent it.
    pub async fn claim(&self, headers: &HeaderMap, peer: Option<IpAddr>, session: &Session, now: Timestamp) -> Claim {
        match self {
            Self::Proxy(proxy) => or_of_session(proxy.claim(headers, peer), session).await,
            Self::Assertion(assertion) => or_of_session(assertion.claim(headers, now).await, session).await,
            Self::Demo | Self::Oidc(_) => of_session(session).await,
        }
    }

    /// How people sign out.
    pub fn sign_out(&self) -> SignOut {
        match self {
            Self::Demo | Self::Oidc(_) => SignOut::Session,
            Self::Proxy(proxy) => proxy.sign_out_url.clone().map_or(SignOut::NotOffered, SignOut::Proxy),
            Self::Assertion(assertion) => {
                assertion.config.sign_out_url.clone().map_or(SignOut::NotOffered, SignOut::Proxy)
            }
        }
    }

    /// The OpenID provider, where people sign in by one.
    pub fn oidc(&self) -> Option<&Oidc> {
        match self {
            Self::Oidc(oidc) => Some(oidc),
            Self::Demo | Self::Proxy(_) | Self::Assertion(_) => None,
        }
    }
}
