//! What `jsonwebtoken` verifies signatures with: `ring`. It never signs here.

use jsonwebtoken::{
    Algorithm, AlgorithmFamily, DecodingKey, DecodingKeyKind,
    crypto::{CryptoProvider, JwtVerifier, KeyUtils},
    errors::{Error, ErrorKind},
    signature::{self, Verifier},
};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512,
    RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use std::sync::Once;

static RING: CryptoProvider = CryptoProvider {
    signer_factory: |_, _| Err(ErrorKind::UnsupportedAlgorithm.into()),
    verifier_factory: |algorithm, key| verifier(*algorithm, key),
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes it what `jsonwebtoken` uses, once for the process.
pub fn install() {
    static ONCE: Once = Once::new();
    // An error means that it is there already.
    ONCE.call_once(|| _ = RING.install_default());
}

/// A key with the algorithm it is used by.
struct Ring {
    algorithm: Algorithm,
    key: DecodingKey,
    scheme: Scheme,
}

/// What `ring` calls it.
#[derive(Clone, Copy)]
enum Scheme {
    Rsa(&'static RsaParameters),
    Curve(&'static dyn VerificationAlgorithm),
}

fn verifier(algorithm: Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    if key.family() != algorithm.family() {
        return Err(ErrorKind::InvalidKeyFormat.into());
    }
    let scheme = scheme(algorithm).ok_or(ErrorKind::UnsupportedAlgorithm)?;
    Ok(Box::new(Ring { algorithm, key: key.clone(), scheme }))
}

/// None for secrets that both sides share: whoever could verify those could make them.
fn scheme(algorithm: Algorithm) -> Option<Scheme> {
    if algorithm.family() == AlgorithmFamily::Hmac {
        return None;
    }
    let named = [
        (Algorithm::RS256, Scheme::Rsa(&RSA_PKCS1_2048_8192_SHA256)),
        (Algorithm::RS384, Scheme::Rsa(&RSA_PKCS1_2048_8192_SHA384)),
        (Algorithm::RS512, Scheme::Rsa(&RSA_PKCS1_2048_8192_SHA512)),
        (Algorithm::PS256, Scheme::Rsa(&RSA_PSS_2048_8192_SHA256)),
        (Algorithm::PS384, Scheme::Rsa(&RSA_PSS_2048_8192_SHA384)),
        (Algorithm::PS512, Scheme::Rsa(&RSA_PSS_2048_8192_SHA512)),
        (Algorithm::ES256, Scheme::Curve(&ECDSA_P256_SHA256_FIXED)),
        (Algorithm::ES384, Scheme::Curve(&ECDSA_P384_SHA384_FIXED)),
        (Algorithm::EdDSA, Scheme::Curve(&ED25519)),
    ];
    named.into_iter().find(|(name, _)| *name == algorithm).map(|(_, scheme)| scheme)
}

impl Verifier<Vec<u8>> for Ring {
    fn verify(&self, message: &[u8], sent: &Vec<u8>) -> Result<(), signature::Error> {
        let verified = match (self.scheme, self.key.kind()) {
            (Scheme::Rsa(scheme), DecodingKeyKind::RsaModulusExponent { n, e }) => {
                RsaPublicKeyComponents { n, e }.verify(scheme, message, sent)
            }
            (Scheme::Curve(scheme), DecodingKeyKind::SecretOrDer(key)) => {
                UnparsedPublicKey::new(scheme, key).verify(message, sent)
            }
            (Scheme::Rsa(_), DecodingKeyKind::SecretOrDer(_))
            | (Scheme::Curve(_), DecodingKeyKind::RsaModulusExponent { .. }) => Err(ring::error::Unspecified),
        };
        verified.map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Ring {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}
