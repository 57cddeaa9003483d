//! Signing in, sessions, roles, and what each role may do.
//!
//! Owns who somebody is. Which role they have now is the `directory`'s to say, what a role may do `domain`'s, and whether
//! a change is allowed that of `changes`.

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod attempts;
mod demo;
mod http;
pub mod oidc;
mod pin;
mod proxy;
mod session;
pub mod tokens;

pub use attempts::{Attempts, Verdict};
pub use demo::{PERSONAS, Persona};
pub use pin::pin;
pub use proxy::{Claim, ProxyConfig, ProxySays, SECRET_HEADER, SHORTEST_SECRET};
pub use session::{
    IDLE as SESSION_IDLE, ProviderSession, SignIn, facts, provider_session, sign_in, sign_out, take_sign_out, touch,
};

use crate::directory::Authority;
use axum::http::HeaderMap;
use oidc::{Oidc, OidcConfig, StateKey};
use tower_sessions::Session;

/// How people sign in, as the installation is set up.
#[derive(Clone, Debug)]
pub enum AuthConfig {
    /// Anybody picks a persona: only in `demo`, only on loopback.
    Demo,
    /// A reverse proxy has signed them in and says who they are.
    Proxy(Box<ProxyConfig>),
    /// The portal asks an OpenID provider.
    Oidc(Box<OidcConfig>),
}

/// How people sign in, at work.
pub enum Auth {
    Demo,
    Proxy(Box<ProxyConfig>),
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

async fn of_session(session: &Session) -> Claim {
    session::identity(session).await.map_or(Claim::Nobody, Claim::Person)
}

impl AuthConfig {
    /// Which roles the people have who sign in so.
    pub fn authority(&self) -> Authority {
        Authority::new(match self {
            Self::Demo => demo::people(),
            Self::Proxy(proxy) => proxy.people.clone(),
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
            AuthConfig::Oidc(config) => Self::Oidc(Box::new(Oidc::new(*config, state_key)?)),
        })
    }

    /// What a request says about who sent it.
    pub async fn claim(&self, headers: &HeaderMap, session: &Session) -> Claim {
        match self {
            Self::Proxy(proxy) => match proxy.claim(headers) {
                // A session of somebody is there only by a link made on the server, as when the proxy is out of order.
                Claim::Nobody => of_session(session).await,
                claim @ (Claim::Person(_) | Claim::WrongSecret | Claim::Ambiguous(_)) => claim,
            },
            Self::Demo | Self::Oidc(_) => of_session(session).await,
        }
    }

    /// How people sign out.
    pub fn sign_out(&self) -> SignOut {
        match self {
            Self::Demo | Self::Oidc(_) => SignOut::Session,
            Self::Proxy(proxy) => proxy.sign_out_url.clone().map_or(SignOut::NotOffered, SignOut::Proxy),
        }
    }

    /// The OpenID provider, where people sign in by one.
    pub fn oidc(&self) -> Option<&Oidc> {
        match self {
            Self::Oidc(oidc) => Some(oidc),
            Self::Demo | Self::Proxy(_) => None,
        }
    }
}
