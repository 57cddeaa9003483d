//! The person of a page, signed, so that nobody leaves something in another's name.

use crate::domain::{Actor, PersonKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long after a page was shown what is typed into it is kept: over a long weekend.
const LIFE: Duration = Duration::from_hours(7 * 24);

/// Who a page was shown to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageOf {
    /// Who they are.
    pub person: PersonKey,
    /// Their name at the time.
    pub name: String,
    /// Their address at the time.
    pub email: String,
}

impl From<&Actor> for PageOf {
    fn from(actor: &Actor) -> Self {
        Self { person: actor.key(), name: actor.name.clone(), email: actor.email.clone() }
    }
}

/// The key that signs tokens. All processes of an installation derive the same one from a secret that they share.
pub struct FormKey(hmac::Key);

impl FormKey {
    /// The key of an installation with this secret.
    pub fn derived(secret: &SecretString) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
        let derived = hmac::sign(&root, b"sigma-portal: person of a form");
        Self(hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()))
    }

    /// The token of a page that is shown to this person now.
    pub fn token(&self, of: &PageOf, now: Timestamp) -> Token {
        let expires = (now + LIFE).as_second();
        let of = serde_json::to_vec(of).unwrap_or_default();
        let claim = format!("{}.{expires}", URL_SAFE_NO_PAD.encode(of));
        let tag = URL_SAFE_NO_PAD.encode(hmac::sign(&self.0, claim.as_bytes()));
        Token(format!("{claim}.{tag}"))
    }

    /// The person that a token names, if this installation has made it and it has not expired.
    pub fn page_of(&self, token: &str, now: Timestamp) -> Option<PageOf> {
        let (claim, tag) = token.rsplit_once('.')?;
        hmac::verify(&self.0, claim.as_bytes(), &URL_SAFE_NO_PAD.decode(tag).ok()?).ok()?;
        let (of, expires) = claim.split_once('.')?;
        let expires: i64 = expires.parse().ok()?;
        let of = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(of).ok()?).ok()?;
        (now.as_second() < expires).then_some(of)
    }
}

/// What stands in the hidden field.
#[derive(Clone, Debug)]
pub struct Token(String);

impl Token {
    /// The token as text; has no character that HTML or a form escapes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn leo() -> PageOf {
        PageOf {
            person: PersonKey::Member("m-1".into()),
            name: "Leo Martins".into(),
            email: "leo@lumen.example".into(),
        }
    }

    #[test]
    fn names_its_person_to_every_process_of_the_installation_for_a_while() {
        let (key, other) = (FormKey::derived(&"secret".into()), FormKey::derived(&"secret".into()));
        let token = key.token(&leo(), at(1000));
        assert_eq!(other.page_of(token.as_str(), at(2000)), Some(leo()));
        assert_eq!(other.page_of(token.as_str(), at(1000) + LIFE), None, "it has expired");
        assert_eq!(FormKey::derived(&"else".into()).page_of(token.as_str(), at(2000)), None);
    }

    #[test]
    fn cannot_be_made_or_changed_by_hand() {
        let key = FormKey::derived(&"secret".into());
        let token = key.token(&leo(), at(1000)).as_str().to_owned();
        let other = PageOf { person: PersonKey::Member("m-2".into()), ..leo() };
        let encoded = |of: &PageOf| URL_SAFE_NO_PAD.encode(serde_json::to_vec(of).unwrap());
        let forged = token.replacen(&encoded(&leo()), &encoded(&other), 1);
        assert_ne!(forged, token);
        for text in ["", "a.b", "a.b.c", &forged, &token[..token.len() - 2]] {
            assert_eq!(key.page_of(text, at(2000)), None, "{text}");
        }
    }
}
