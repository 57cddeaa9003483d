//! Secrets that the portal keeps: encrypted by a key that is not in the database, so that whoever reads the database or a
//! copy of it only has none.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    error::Unspecified,
    hmac,
    rand::{SecureRandom, SystemRandom},
};
use secrecy::{ExposeSecret, SecretString};
use std::{fmt, sync::Arc};

/// Encrypts and decrypts. All processes of an installation derive the same key from a secret that they share.
#[derive(Clone)]
pub struct Vault(Arc<LessSafeKey>);

impl Vault {
    /// The vault of an installation with this secret. It must not follow from what it keeps.
    ///
    /// # Errors
    /// None in practice: the key has the length that the cipher wants.
    pub fn derived(secret: &SecretString) -> Result<Self, Unspecified> {
        let root = hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret().as_bytes());
        let derived = hmac::sign(&root, b"sigma-portal: secrets that are kept");
        Ok(Self(Arc::new(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, derived.as_ref())?))))
    }

    /// The secret for the database; `of` is what it belongs to, and the same is needed to read it.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn lock(&self, of: &str, secret: &SecretString) -> Result<String, Unspecified> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce)?;
        let mut bytes = secret.expose_secret().as_bytes().to_vec();
        self.0.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(of.as_bytes()), &mut bytes)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &bytes].concat()))
    }

    /// The secret that was kept; `None` where it was locked with another key, for something else, or altered.
    pub fn unlock(&self, of: &str, kept: &str) -> Option<SecretString> {
        let mut bytes = URL_SAFE_NO_PAD.decode(kept).ok()?;
        let (nonce, locked) = bytes.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let secret = self.0.open_in_place(nonce, Aad::from(of.as_bytes()), locked).ok()?;
        Some(str::from_utf8(secret).ok()?.to_owned().into())
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_key_reads_it_and_only_for_what_it_belongs_to() {
        let (vault, other) = (Vault::derived(&"a".into()).unwrap(), Vault::derived(&"b".into()).unwrap());
        let kept = vault.lock("id", &"s3cret".into()).unwrap();
        assert!(!kept.contains("s3cret") && kept != vault.lock("id", &"s3cret".into()).unwrap());
        assert_eq!(vault.unlock("id", &kept).unwrap().expose_secret(), "s3cret");
        let mut bytes = URL_SAFE_NO_PAD.decode(&kept).unwrap();
        bytes[NONCE_LEN] ^= 1;
        let altered = URL_SAFE_NO_PAD.encode(bytes);
        for (vault, of, kept) in
            [(&other, "id", &kept), (&vault, "other", &kept), (&vault, "id", &String::new()), (&vault, "id", &altered)]
        {
            assert!(vault.unlock(of, kept).is_none(), "{of} {kept}");
        }
    }
}
