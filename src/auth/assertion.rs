//! Sign-in by a proxy that signs what it says of each request: a token in a header, verified against the proxy's public keys.
//! Unlike a shared secret, nothing that the portal knows could forge one.

use super::{
    http,
    oidc::ClaimNames,
    proxy::Claim,
    tokens::{Claims, Expected, KeySource, Keys, Verifier},
};
use crate::{
    directory::{Identity, PeopleRules},
    domain::{EmailAddress, ProviderSubject, text},
};
use axum::http::HeaderMap;
use jiff::Timestamp;

/// What the portal must know of a proxy that signs.
#[derive(Clone, Debug)]
pub struct AssertionConfig {
    /// Header with the token, in lower case.
    pub header: String,
    /// What the token must say.
    pub expected: Expected,
    /// Where the proxy's public keys are.
    pub keys: KeySource,
    /// What the claims are called.
    pub claims: ClaimNames,
    /// Where the proxy signs people out: a path of this host or an `https` URL. Without one, signing out is not offered.
    pub sign_out_url: Option<String>,
    /// Who is what in the portal.
    pub people: PeopleRules,
}

/// The portal's side of such a proxy.
pub struct Assertion {
    pub config: AssertionConfig,
    verifier: Verifier,
}

impl Assertion {
    /// The portal's side; asks nothing yet.
    ///
    /// # Errors
    /// That the system's certificates cannot be read.
    pub fn new(config: AssertionConfig) -> reqwest::Result<Self> {
        let keys = Keys::new(config.keys.clone(), http::client()?);
        Ok(Self { verifier: Verifier::new(config.expected.clone(), keys), config })
    }

    /// Who the proxy says is there.
    pub async fn claim(&self, headers: &HeaderMap, now: Timestamp) -> Claim {
        let mut sent = headers.get_all(&self.config.header).iter();
        let (Some(token), None) = (sent.next(), sent.next()) else {
            let came = headers.get_all(&self.config.header).iter().count();
            return if came > 1 { Claim::Ambiguous(self.config.header.clone()) } else { Claim::Nobody };
        };
        let token = token.to_str().unwrap_or_default().trim();
        let token = token.strip_prefix("Bearer ").unwrap_or(token);
        match self.verifier.claims(token, now).await {
            Ok(claims) => self.person(&claims).map_or(Claim::Nobody, Claim::Person),
            Err(refused) => {
                tracing::warn!(%refused, header = self.config.header, "An assertion was refused: {refused}");
                Claim::Nobody
            }
        }
    }

    /// Who the claims say it is; nobody without an address.
    fn person(&self, claims: &Claims) -> Option<Identity> {
        let names = &self.config.claims;
        let email = EmailAddress::parse(claims.text(&names.email)?).ok()?;
        let issuer = self.config.expected.issuer.clone();
        let subject = claims.text("sub").map(|id| ProviderSubject { issuer, subject: id.to_owned() });
        Some(Identity {
            email: email.folded(),
            // A name that misleads is no name: the address is shown instead.
            name: claims.text(&names.name).and_then(|name| text::person_name(name, "name").ok()),
            member_id: None,
            subject,
            groups: claims.list(&names.groups),
        })
    }
}
