//! What a sign-in under way is remembered by. Nothing is kept on the server for it: whoever is not signed in could
//! otherwise fill the database. The state that travels through the provider is signed, together with a secret that only
//! the browser has that began; nonce and PKCE verifier are derived from both. Any number of tabs sign in side by side.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use rand::RngCore;
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How long somebody may take at the provider.
const LIFE: Duration = Duration::from_mins(10);

/// Longest path that is kept over a sign-in; beyond that it leads to the start page.
const LONGEST_PATH: usize = 1_000;

/// The key that signs states. All processes of an installation derive the same one from a secret that they share.
#[derive(Clone)]
pub struct StateKey(hmac::Key);

/// The secret of a browser that is about to sign in: its cookie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserKey(String);

/// A sign-in under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    /// What no other has.
    pub id: String,
    /// When it began, in seconds since 1970 UTC.
    pub at: i64,
    /// Where it leads to afterwards: a path of the portal.
    pub next: String,
    /// Whether somebody signed in already shows anew who they are.
    pub fresh: bool,
}

impl BrowserKey {
    /// A new one.
    pub fn fresh() -> Self {
        Self(random())
    }

    /// The one that a cookie holds, if it has the form of one.
    pub fn of_cookie(text: &str) -> Option<Self> {
        let is_one = URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() == 32);
        is_one.then(|| Self(text.to_owned()))
    }

    /// What the cookie holds.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Begun {
    pub fn new(next: &str, fresh: bool, now: Timestamp) -> Self {
        let next = if next.len() > LONGEST_PATH { "/" } else { next };
        Self { id: random(), at: now.as_second(), next: next.to_owned(), fresh }
    }

    /// When its state is refused for its age.
    pub fn ends_at(&self) -> Timestamp {
        Timestamp::from_second(self.at).unwrap_or(Timestamp::MIN).saturating_add(LIFE).unwrap_or(Timestamp::MAX)
    }
}

impl StateKey {
    /// The key of an installation with this secret.
    pub fn derived(secret: &SecretString) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
        let derived = hmac::sign(&root, b"sigma-portal: state of a sign-in");
        Self(hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()))
    }

    fn tag(&self, use_of_it: &str, browser: &BrowserKey, text: &str) -> hmac::Tag {
        hmac::sign(&self.0, format!("{use_of_it}\0{}\0{text}", browser.0).as_bytes())
    }

    /// The state of a sign-in that this browser begins.
    pub fn state(&self, begun: &Begun, browser: &BrowserKey) -> String {
        let claim = URL_SAFE_NO_PAD.encode(serde_json::to_vec(begun).unwrap_or_default());
        let tag = URL_SAFE_NO_PAD.encode(self.tag("state", browser, &claim));
        format!("{claim}.{tag}")
    }

    /// The sign-in that a state belongs to, if this browser began it and not too long ago.
    pub fn begun(&self, state: &str, browser: &BrowserKey, now: Timestamp) -> Option<Begun> {
        let (claim, tag) = state.split_once('.')?;
        let sent = URL_SAFE_NO_PAD.decode(tag).ok()?;
        let signed = format!("state\0{}\0{claim}", browser.0);
        hmac::verify(&self.0, signed.as_bytes(), &sent).ok()?;
        let begun: Begun = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claim).ok()?).ok()?;
        (now < begun.ends_at()).then_some(begun)
    }

    /// What the ID token must repeat.
    pub fn nonce(&self, begun: &Begun, browser: &BrowserKey) -> String {
        URL_SAFE_NO_PAD.encode(self.tag("nonce", browser, &begun.id))
    }

    /// The PKCE verifier (RFC 7636): 43 characters that cannot be guessed.
    pub fn verifier(&self, begun: &Begun, browser: &BrowserKey) -> String {
        URL_SAFE_NO_PAD.encode(self.tag("verifier", browser, &begun.id))
    }
}

/// What is sent of a verifier ahead of it: the challenge of the method S256.
pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

fn random() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_state_is_of_one_browser_one_installation_and_ten_minutes() {
        let (key, other) = (StateKey::derived(&"secret".into()), StateKey::derived(&"else".into()));
        let (browser, stranger) = (BrowserKey::fresh(), BrowserKey::fresh());
        let begun = Begun::new("/members", false, at(1_000));
        let state = key.state(&begun, &browser);
        assert_eq!(StateKey::derived(&"secret".into()).begun(&state, &browser, at(1_599)), Some(begun.clone()));
        assert_eq!(key.begun(&state, &browser, at(1_600)), None, "it has expired");
        assert_eq!(key.begun(&state, &stranger, at(1_001)), None, "another browser began it");
        assert_eq!(other.begun(&state, &browser, at(1_001)), None, "another installation signed it");
        let forged = Begun { next: "/audit".into(), ..begun.clone() };
        let forged = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&forged).unwrap());
        let forged = format!("{forged}.{}", state.split_once('.').unwrap().1);
        for text in ["", ".", "a.b", &forged, &state[..state.len() - 2]] {
            assert_eq!(key.begun(text, &browser, at(1_001)), None, "{text}");
        }
    }

    #[test]
    fn nonce_and_verifier_differ_by_sign_in_browser_and_use() {
        let key = StateKey::derived(&"secret".into());
        let (one, two) = (Begun::new("/", false, at(1)), Begun::new("/", false, at(1)));
        let (browser, stranger) = (BrowserKey::fresh(), BrowserKey::fresh());
        let all = [
            key.nonce(&one, &browser),
            key.verifier(&one, &browser),
            key.nonce(&two, &browser),
            key.verifier(&two, &browser),
            key.nonce(&one, &stranger),
            key.verifier(&one, &stranger),
        ];
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
        assert!(all.iter().all(|text| text.len() == 43));
        assert_eq!(key.nonce(&one, &browser), all[0], "it cannot be derived again");
    }

    #[test]
    fn the_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn a_path_without_end_is_not_carried_along() {
        assert_eq!(Begun::new(&format!("/{}", "a".repeat(LONGEST_PATH)), false, at(1)).next, "/");
    }
}
