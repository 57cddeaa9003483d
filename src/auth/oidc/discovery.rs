//! What a provider says of itself (OpenID Connect Discovery), fetched when it is needed and kept for an hour; what is
//! known goes on to serve while the provider does not answer.

use super::{ErrorPanel, Oidc};
use crate::auth::{
    http,
    tokens::{Expected, KeySource, Keys, Verifier},
};
use arc_swap::ArcSwapOption;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, de::Error as _};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use tokio::sync::Mutex;
use url::Url;

/// After how long it is fetched anew.
const AGE: Duration = Duration::from_hours(1);

/// How long a provider is left alone that has not answered.
const PAUSE: Duration = Duration::from_secs(5);

/// What is known of the provider.
#[derive(Default)]
pub struct Discovery {
    known: ArcSwapOption<Provider>,
    /// When it failed last, and why. Whoever holds it fetches; the others wait for what it brings.
    failed: Mutex<Option<(Timestamp, String)>>,
}

/// A provider as it describes itself.
pub struct Provider {
    pub said: Metadata,
    pub verifier: Arc<Verifier>,
    as_of: Timestamp,
}

/// What is used of the provider's description.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Metadata {
    pub issuer: String,
    #[serde(deserialize_with = "url")]
    pub authorization_endpoint: Url,
    #[serde(deserialize_with = "url")]
    pub token_endpoint: Url,
    #[serde(deserialize_with = "url")]
    pub jwks_uri: Url,
    #[serde(default, deserialize_with = "optional_url")]
    pub userinfo_endpoint: Option<Url>,
    #[serde(default, deserialize_with = "optional_url")]
    pub end_session_endpoint: Option<Url>,
    #[serde(default)]
    pub token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

fn url<'de, D: Deserializer<'de>>(from: D) -> Result<Url, D::Error> {
    Url::parse(&String::deserialize(from)?).map_err(D::Error::custom)
}

fn optional_url<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Url>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| Url::parse(&text).map_err(D::Error::custom)).transpose()
}

impl Oidc {
    /// The provider as it describes itself.
    ///
    /// # Errors
    /// [`ErrorPanel::Down`].
    pub(super) async fn provider(&self, now: Timestamp) -> Result<Arc<Provider>, ErrorPanel> {
        let known = self.discovery.known.load_full();
        let is_fresh = |known: &Arc<Provider>| now < known.as_of + AGE;
        if let Some(known) = known.clone().filter(is_fresh) {
            return Ok(known);
        }
        let mut failed = self.discovery.failed.lock().await;
        if let Some(known) = self.discovery.known.load_full().filter(is_fresh) {
            return Ok(known);
        }
        let lately = failed.clone().filter(|(at, _)| *at <= now && now < *at + PAUSE);
        let fetched = match lately {
            Some((_, why)) => Err(why),
            None => self.discover(known.as_ref(), now).await,
        };
        match (fetched, known) {
            (Ok(provider), _) => {
                *failed = None;
                let provider = Arc::new(provider);
                self.discovery.known.store(Some(provider.clone()));
                Ok(provider)
            }
            (Err(error), known) => {
                *failed = Some((now, error.clone()));
                tracing::warn!(
                    error,
                    issuer = self.config.issuer,
                    "The identity provider’s description cannot be read"
                );
                known.ok_or(ErrorPanel::Down(error))
            }
        }
    }

    /// Asks the provider to describe itself, for whoever sets the portal up.
    ///
    /// # Errors
    /// [`ErrorPanel::Down`].
    pub async fn describe(&self, now: Timestamp) -> Result<Metadata, ErrorPanel> {
        self.provider(now).await.map(|provider| provider.said.clone())
    }

    async fn discover(&self, known: Option<&Arc<Provider>>, now: Timestamp) -> Result<Provider, String> {
        let url = format!("{}/.well-known/openid-configuration", self.config.issuer.trim_end_matches('/'));
        let text = http::text(self.http.get(url)).await.map_err(|error| error.to_string())?;
        let said: Metadata = serde_json::from_str(&text).map_err(|_| "its description cannot be read".to_owned())?;
        said.check(&self.config.issuer)?;
        let verifier = match known {
            Some(known) if known.said.jwks_uri == said.jwks_uri => known.verifier.clone(),
            Some(_) | None => Arc::new(self.verifier(&said)),
        };
        Ok(Provider { said, verifier, as_of: now })
    }

    fn verifier(&self, said: &Metadata) -> Verifier {
        let expected = Expected {
            issuer: self.config.issuer.clone(),
            audiences: BTreeSet::from([self.config.client_id.clone()]),
            signer: None,
            algorithms: self.config.algorithms.clone(),
        };
        Verifier::new(expected, Keys::new(KeySource::Set(said.jwks_uri.clone()), self.http.clone()))
    }
}

impl Metadata {
    /// Whether it is the description of this issuer, and leads nowhere in the clear.
    fn check(&self, issuer: &str) -> Result<(), String> {
        // A description that names another issuer could send the portal’s secret to that one.
        if self.issuer != issuer {
            return Err(format!("its description is of another issuer: {}", self.issuer));
        }
        let all = [Some(&self.authorization_endpoint), Some(&self.token_endpoint), Some(&self.jwks_uri)];
        let all = all.into_iter().chain([self.userinfo_endpoint.as_ref(), self.end_session_endpoint.as_ref()]);
        match all.flatten().find(|url| !is_private(url)) {
            Some(url) => Err(format!("its description leads to {url}, which is not https")),
            None => Ok(()),
        }
    }

    /// Whether the secret goes into a header, as the standard has it unless the provider says otherwise.
    pub(super) fn takes_basic(&self) -> bool {
        let methods = self.token_endpoint_auth_methods_supported.as_ref();
        methods.is_none_or(|methods| methods.iter().any(|method| method == "client_secret_basic"))
    }
}

/// Whether nobody on the way reads what is sent there.
fn is_private(url: &Url) -> bool {
    let is_here = match url.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_description_is_of_the_issuer_and_leads_nowhere_in_the_clear() {
        let said = |issuer: &str, token: &str| -> Metadata {
            serde_json::from_value(json!({
                "issuer": issuer, "authorization_endpoint": "https://id.example/auth", "token_endpoint": token,
                "jwks_uri": "https://id.example/keys",
            }))
            .unwrap()
        };
        let (id, token) = ("https://id.example", "https://id.example/token");
        assert_eq!(said(id, token).check(id), Ok(()));
        assert_eq!(said(id, "http://127.0.0.1:9000/token").check(id), Ok(()));
        for (issuer, token) in [
            ("https://id.example/", token),
            ("https://evil.example", token),
            (id, "http://id.example/token"),
            (id, "ftp://id.example/token"),
        ] {
            assert!(said(issuer, token).check(id).is_err(), "{issuer} {token}");
        }
    }
}
