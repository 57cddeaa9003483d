//! Seals: a keyed hash over what a row holds, by a key that is not in the database. Whoever can write to the database
//! only cannot make the portal take a row for its own, nor alter one unnoticed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{digest, hmac};
use secrecy::{ExposeSecret, SecretString};
use std::fmt;

/// Makes and checks seals. All processes of an installation derive the same key from a secret that they share.
#[derive(Clone)]
pub struct SealKey {
    key: hmac::Key,
    /// Names the key in its seals, so that one made with another key is told from a forged one.
    id: String,
}

/// What a seal says about what it is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// It is as it was when it was sealed.
    Intact,
    /// It has no seal: an earlier version wrote it, or not the portal.
    Unsealed,
    /// The seal was made with another key: the secret has been changed since.
    OtherKey,
    /// It was altered, or sealed by somebody else.
    Altered,
}

impl SealKey {
    /// The key of an installation with this secret.
    pub fn derived(secret: &SecretString) -> Self {
        let root = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
        let derived = hmac::sign(&root, b"sigma-portal: seals of rows");
        let id = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, derived.as_ref()));
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()), id: id.chars().take(8).collect() }
    }

    /// The seal of these parts; `kind` keeps those of one table from being used in another.
    pub fn seal(&self, kind: &str, parts: &[&str]) -> String {
        let tag = hmac::sign(&self.key, &framed(kind, parts));
        format!("{}.{}", self.id, URL_SAFE_NO_PAD.encode(tag))
    }

    /// Whether a seal is on these parts.
    pub fn check(&self, kind: &str, parts: &[&str], seal: Option<&str>) -> Sealed {
        let Some(seal) = seal else { return Sealed::Unsealed };
        let Some((id, tag)) = seal.split_once('.') else { return Sealed::Altered };
        if id != self.id {
            return Sealed::OtherKey;
        }
        let tag = URL_SAFE_NO_PAD.decode(tag).unwrap_or_default();
        match hmac::verify(&self.key, &framed(kind, parts), &tag) {
            Ok(()) => Sealed::Intact,
            Err(_) => Sealed::Altered,
        }
    }
}

impl Default for SealKey {
    /// The key of an empty secret, for what is no installation.
    fn default() -> Self {
        Self::derived(&String::new().into())
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Kind and parts, each with its length before it: no two lists of parts come out alike.
pub(super) fn framed(kind: &str, parts: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in [kind].iter().chain(parts) {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_on_these_parts_in_this_order_and_of_this_key() {
        let (key, other) = (SealKey::derived(&"a".into()), SealKey::derived(&"b".into()));
        let seal = key.seal("change", &["1", "ab", ""]);
        let check = |kind: &str, parts: &[&str]| key.check(kind, parts, Some(&seal));
        assert_eq!(check("change", &["1", "ab", ""]), Sealed::Intact);
        assert_eq!(other.check("change", &["1", "ab", ""], Some(&seal)), Sealed::OtherKey);
        assert_eq!(key.check("change", &["1", "ab", ""], None), Sealed::Unsealed);
        for (kind, parts) in [
            ("change", &["1a", "b", ""][..]),
            ("change", &["ab", "1", ""]),
            ("change", &["1", "ab"]),
            ("event", &["1", "ab", ""]),
        ] {
            assert_eq!(check(kind, parts), Sealed::Altered, "{kind} {parts:?}");
        }
        assert_eq!(key.check("change", &["1"], Some("rubbish")), Sealed::Altered);
    }
}
