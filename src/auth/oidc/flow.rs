//! The way to the provider and back: authorization code with PKCE, state and nonce bound to the browser.

use super::{
    ErrorPanel, Oidc,
    begun::{Begun, BrowserKey, challenge},
    discovery::Provider,
    person,
};
use crate::{
    auth::{
        http::{self, FetchError},
        tokens::{Claims, Refused, SKEW},
    },
    directory::Identity,
};
use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde::Deserialize;
use url::{Url, form_urlencoded::byte_serialize};

/// Longest ID token that is kept for signing out at the provider, in bytes: it goes into a URL.
const LONGEST_HINT: usize = 4_000;

/// What somebody wants of the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// To be signed in, as whoever the provider knows in this browser.
    SignIn,
    /// To choose who they are.
    Choose,
    /// To show anew who they are.
    Fresh,
}

/// What the provider answers through the browser.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProviderAnswer {
    pub code: String,
    pub state: String,
    pub error: String,
    /// Who answers (RFC 9207), where the provider says so.
    pub iss: Option<String>,
}

/// A sign-in that has come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    pub identity: Identity,
    /// Where it leads to: a path of the portal.
    pub next: String,
    /// The provider's id of its own session, where it says one.
    pub sid: Option<String>,
    /// When the person last showed the provider who they are, where it says so.
    pub auth_time: Option<i64>,
    /// The ID token, where it is short enough to be shown to the provider when they sign out.
    pub id_token: Option<String>,
    /// Whether the provider has left the groups out because there are too many.
    pub too_many_groups: bool,
}

/// What the token endpoint answers.
#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<String>,
}

impl Oidc {
    /// Where the browser goes to sign in, and the sign-in that thereby begins. `back` is where the provider sends it
    /// afterwards.
    ///
    /// # Errors
    /// [`ErrorPanel::Down`].
    pub async fn begin(
        &self,
        browser: &BrowserKey,
        back: &Url,
        (next, wanted): (&str, Wanted),
        now: Timestamp,
    ) -> Result<Url, ErrorPanel> {
        let provider = self.provider(now).await?;
        let begun = Begun::new(next, wanted == Wanted::Fresh, now);
        let mut url = provider.said.authorization_endpoint.clone();
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("response_type", "code")
                .append_pair("client_id", &self.config.client_id)
                .append_pair("redirect_uri", back.as_str())
                .append_pair("scope", &self.config.scopes.join(" "))
                .append_pair("state", &self.state_key.state(&begun, browser))
                .append_pair("nonce", &self.state_key.nonce(&begun, browser))
                .append_pair("code_challenge", &challenge(&self.state_key.verifier(&begun, browser)))
                .append_pair("code_challenge_method", "S256");
            match wanted {
                Wanted::SignIn => {}
                Wanted::Choose => drop(query.append_pair("prompt", "select_account")),
                // Both: providers differ in which of the two they follow.
                Wanted::Fresh => drop(query.append_pair("prompt", "login").append_pair("max_age", "0")),
            }
        }
        Ok(url)
    }

    /// The sign-in that an answer belongs to: one that this browser began lately. The caller sees to it that it is used
    /// once.
    ///
    /// # Errors
    /// [`ErrorPanel::NotBegun`] and [`ErrorPanel::Declined`].
    pub fn recognise(
        &self,
        browser: Option<&BrowserKey>,
        answer: &ProviderAnswer,
        now: Timestamp,
    ) -> Result<Begun, ErrorPanel> {
        let begun = browser.and_then(|browser| self.state_key.begun(&answer.state, browser, now));
        let begun = begun.ok_or(ErrorPanel::NotBegun)?;
        if !answer.error.is_empty() {
            let is_word = answer.error.len() <= 40 && answer.error.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            return Err(ErrorPanel::Declined(if is_word {
                answer.error.clone()
            } else {
                "an unknown error".to_owned()
            }));
        }
        if answer.code.is_empty() { Err(ErrorPanel::NotBegun) } else { Ok(begun) }
    }

    /// Exchanges the code for who somebody is.
    ///
    /// # Errors
    /// [`ErrorPanel`].
    pub async fn exchange(
        &self,
        begun: &Begun,
        browser: &BrowserKey,
        back: &Url,
        answer: &ProviderAnswer,
        now: Timestamp,
    ) -> Result<Finished, ErrorPanel> {
        let provider = self.provider(now).await?;
        let says_issuer = provider.said.authorization_response_iss_parameter_supported;
        match &answer.iss {
            Some(issuer) if *issuer != self.config.issuer => {
                return Err(ErrorPanel::Token(Refused::Issuer(issuer.clone())));
            }
            None if says_issuer => return Err(ErrorPanel::Token(Refused::Missing("its issuer (iss)"))),
            Some(_) | None => {}
        }
        let verifier = self.state_key.verifier(begun, browser);
        let tokens = self.tokens(&provider, &answer.code, &verifier, back).await?;
        let mut claims = provider.verifier.claims(&tokens.id_token, now).await.map_err(ErrorPanel::Token)?;
        if claims.text("nonce") != Some(&self.state_key.nonce(begun, browser)) {
            return Err(ErrorPanel::Nonce);
        }
        let auth_time = claims.seconds("auth_time");
        if begun.fresh && auth_time.is_none_or(|at| at < begun.at - SKEW) {
            return Err(ErrorPanel::NotFresh);
        }
        self.complete(&provider, tokens.access_token.as_deref(), &mut claims).await?;
        Ok(Finished {
            identity: person::read(&self.config, &claims)?,
            next: begun.next.clone(),
            sid: claims.text("sid").map(str::to_owned),
            auth_time,
            id_token: Some(tokens.id_token).filter(|token| token.len() <= LONGEST_HINT),
            too_many_groups: person::has_too_many_groups(&self.config, &claims),
        })
    }

    async fn tokens(&self, provider: &Provider, code: &str, verifier: &str, back: &Url) -> Result<Tokens, ErrorPanel> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back.as_str()),
            ("code_verifier", verifier),
        ];
        let mut request = self.http.post(provider.said.token_endpoint.clone());
        let secret = self.client_secret.load_full();
        match secret.as_deref() {
            Some(secret) if provider.said.takes_basic() => {
                // Both are encoded as in a form first (RFC 6749, section 2.3.1).
                let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
                let secret = encoded(secret.expose_secret());
                request = request.basic_auth(encoded(&self.config.client_id), Some(secret));
            }
            Some(secret) => {
                form.extend([("client_id", &*self.config.client_id), ("client_secret", secret.expose_secret())]);
            }
            None => form.push(("client_id", &self.config.client_id)),
        }
        let text = http::text(request.form(&form)).await.map_err(|error| match error {
            FetchError::Status(_, Some(word)) => ErrorPanel::Code(word),
            FetchError::Silent | FetchError::Status(_, None) | FetchError::Unreadable => {
                ErrorPanel::Down(error.to_string())
            }
        })?;
        serde_json::from_str(&text).map_err(|_| ErrorPanel::Down("it sends no ID token for the code".to_owned()))
    }

    /// Adds what the ID token leaves out and the provider tells when it is asked: many keep ID tokens short.
    async fn complete(&self, provider: &Provider, token: Option<&str>, claims: &mut Claims) -> Result<(), ErrorPanel> {
        if claims.text(&self.config.claims.email).is_some() {
            return Ok(());
        }
        let (Some(url), Some(token)) = (&provider.said.userinfo_endpoint, token) else { return Ok(()) };
        let answer = http::text(self.http.get(url.clone()).bearer_auth(token)).await;
        let text = answer.map_err(|error| ErrorPanel::Down(error.to_string()))?;
        let said: Claims =
            serde_json::from_str(&text).map_err(|_| ErrorPanel::Down("its userinfo cannot be read".to_owned()))?;
        // Of whom it is the ID token says, which is signed (OpenID Connect Core, section 5.3.2).
        if said.text("sub") != claims.text("sub") {
            return Err(ErrorPanel::Down("its userinfo is about someone else".to_owned()));
        }
        for (name, value) in said.0 {
            claims.0.entry(name).or_insert(value);
        }
        Ok(())
    }
}
