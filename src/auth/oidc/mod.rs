//! Sign-in by OpenID Connect: the portal asks the company's identity provider itself.
//!
//! | file | owns |
//! |---|---|
//! | `config` | what the portal must know of the provider |
//! | `discovery` | what the provider says of itself, kept for a while |
//! | `begun` | what a sign-in under way is remembered by: nothing on the server, a signed state in the URL, bound to the browser |
//! | `flow` | the way to the provider and back: code, PKCE, nonce |
//! | `person` | who that is, from configurable claims |
//! | `logout` | signing out here, and being told that somebody has signed out there |

mod begun;
mod config;
mod discovery;
mod flow;
mod logout;
mod person;

pub use begun::{BrowserKey, StateKey};
pub use config::{ClaimNames, OidcConfig};
pub use discovery::Metadata;
pub use flow::{Finished, ProviderAnswer, Wanted};
pub use logout::LoggedOut;

use crate::auth::{http, tokens::Refused};
use arc_swap::ArcSwapOption;
use discovery::Discovery;
use secrecy::SecretString;
use std::sync::Arc;

/// The portal's side of one provider.
pub struct Oidc {
    pub config: OidcConfig,
    /// The portal's secret there; replaced when the settings are read anew.
    client_secret: ArcSwapOption<SecretString>,
    state_key: StateKey,
    http: reqwest::Client,
    discovery: Discovery,
}

/// Why somebody could not be signed in, to be said on a page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ErrorPanel {
    /// The provider cannot be reached, or does not answer as it should.
    #[error("the identity provider cannot be asked: {0}")]
    Down(String),
    /// The answer does not belong to a sign-in that this browser began lately.
    #[error("the answer belongs to no sign-in that was begun in this browser a moment ago")]
    NotBegun,
    /// The answer was used before.
    #[error("the answer was used before")]
    Replayed,
    /// The person or the provider has called it off; with the provider's word for why.
    #[error("the identity provider did not sign anybody in: {0}")]
    Declined(String),
    /// The code was not taken.
    #[error("the identity provider does not accept the code: {0}")]
    Code(String),
    /// What came for the code is not to be believed.
    #[error("the ID token is not accepted: {0}")]
    Token(Refused),
    /// The token is of another sign-in.
    #[error("the ID token belongs to another sign-in (nonce)")]
    Nonce,
    /// A fresh sign-in was wanted, and this one is older or does not say.
    #[error("the sign-in is not fresh (auth_time)")]
    NotFresh,
    /// The provider says no address.
    #[error("the identity provider says no e-mail address")]
    NoEmail,
    /// The provider has not checked the address.
    #[error("the identity provider has not verified the e-mail address")]
    Unverified,
    /// The address belongs to a member whom the provider has known under another id so far.
    #[error("the address belongs to an account of someone else at the identity provider")]
    OtherPerson,
}

impl Oidc {
    /// The portal's side; asks nothing yet.
    ///
    /// # Errors
    /// That the system's certificates cannot be read.
    pub fn new(config: OidcConfig, state_key: StateKey) -> reqwest::Result<Self> {
        let http = http::client()?;
        let client_secret = ArcSwapOption::new(config.client_secret.clone().map(Arc::new));
        Ok(Self { discovery: Discovery::default(), config, client_secret, state_key, http })
    }

    /// From now on shows the provider this secret.
    pub fn replace_secret(&self, secret: Option<SecretString>) {
        self.client_secret.store(secret.map(Arc::new));
    }
}
