//! What the portal must know of an OpenID provider.

use crate::directory::PeopleRules;
use jsonwebtoken::Algorithm;
use secrecy::SecretString;
use std::time::Duration;

/// What the portal must know of an OpenID provider.
#[derive(Clone, Debug)]
pub struct OidcConfig {
    /// The provider's issuer, letter by letter as its tokens name it.
    pub issuer: String,
    /// The portal's id at the provider.
    pub client_id: String,
    /// The portal's secret there; none for a public client, which PKCE alone protects.
    pub client_secret: Option<SecretString>,
    /// What is asked for, `openid` among it.
    pub scopes: Vec<String>,
    /// How tokens may be signed.
    pub algorithms: Vec<Algorithm>,
    /// What the claims are called.
    pub claims: ClaimNames,
    /// Whether an address counts that the provider has not verified, or does not say so of.
    pub trust_unverified_email: bool,
    /// What the provider is called on pages: “Sign in with …”.
    pub name: String,
    /// How old a sign-in may be for deleting things and for very large changes; `None` for any age.
    pub fresh_within: Option<Duration>,
    /// Who is what in the portal.
    pub people: PeopleRules,
}

/// What claims are called; a name with dots leads into objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    pub email: String,
    pub name: String,
    pub groups: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self { email: "email".to_owned(), name: "name".to_owned(), groups: "groups".to_owned() }
    }
}
