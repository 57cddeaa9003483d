//! Whether a token is what it has to be.

use super::{Claims, KeyError, Keys};
use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, crypto};
use serde::Deserialize;
use std::collections::BTreeSet;

/// How far the clocks of two machines may be apart, in seconds.
pub const SKEW: i64 = 60;

/// Longest token that is looked at, in bytes: as long as a provider that sends many groups makes them, and more.
const MAX_TOKEN: usize = 64 * 1024;

/// Algorithms that may be allowed, by their names; all of them have a key that is public.
pub const ALGORITHMS: [(&str, Algorithm); 9] = [
    ("RS256", Algorithm::RS256),
    ("RS384", Algorithm::RS384),
    ("RS512", Algorithm::RS512),
    ("PS256", Algorithm::PS256),
    ("PS384", Algorithm::PS384),
    ("PS512", Algorithm::PS512),
    ("ES256", Algorithm::ES256),
    ("ES384", Algorithm::ES384),
    ("EdDSA", Algorithm::EdDSA),
];

/// What tokens must say of themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Who has made it; compared letter by letter.
    pub issuer: String,
    /// Whom it is for: one of these. None are named only where `signer` is.
    pub audiences: BTreeSet<String>,
    /// What its header must say of who signed it, where several share their keys, as AWS load balancers do.
    pub signer: Option<String>,
    /// How it may be signed.
    pub algorithms: Vec<Algorithm>,
}

/// Why a token is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("it has not the form of a signed token")]
    Malformed,
    #[error("it is signed with {0}, which is not allowed")]
    Algorithm(String),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("its signature is not the issuer’s")]
    Signature,
    #[error("it is from another issuer: {0}")]
    Issuer(String),
    #[error("it is for another audience")]
    Audience,
    #[error("it is signed by another load balancer")]
    Signer,
    #[error("it has expired")]
    Expired,
    #[error("it is from the future: the clocks of portal and issuer differ by more than a minute")]
    Early,
    #[error("it says nothing of {0}")]
    Missing(&'static str),
}

/// Verifies the tokens of one issuer.
pub struct Verifier {
    expected: Expected,
    keys: Keys,
}

impl Verifier {
    pub fn new(expected: Expected, keys: Keys) -> Self {
        Self { expected, keys }
    }

    /// What the token says, if it is the issuer's, for this portal, and of this time.
    ///
    /// # Errors
    /// [`Refused`], in words for a log.
    pub async fn claims(&self, token: &str, now: Timestamp) -> Result<Claims, Refused> {
        if token.len() > MAX_TOKEN {
            return Err(Refused::Malformed);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(Refused::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(Refused::Malformed)?;
        let header: Header = part(header)?;
        let algorithm = self.expected.algorithm(&header)?;
        let key = self.keys.find(header.kid.as_deref(), algorithm, now).await?;
        let verified = crypto::verify(signature.trim_end_matches('='), message.as_bytes(), &key, algorithm);
        if !verified.is_ok_and(|is_theirs| is_theirs) {
            return Err(Refused::Signature);
        }
        if self.expected.signer.is_some() && header.signer != self.expected.signer {
            return Err(Refused::Signer);
        }
        let claims: Claims = part(payload)?;
        self.expected.check(&claims)?;
        check_times(&claims, now)?;
        Ok(claims)
    }
}

/// What the header of a token is read for.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Extensions that whoever does not know them must refuse (RFC 7515, section 4.1.11); none is known here.
    crit: Option<serde_json::Value>,
    /// The load balancer's ARN, of AWS.
    signer: Option<String>,
}

/// The letters of tokens. Those of AWS load balancers are padded, all others are not (RFC 7515, section 2).
const LETTERS: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

fn part<T: serde::de::DeserializeOwned>(encoded: &str) -> Result<T, Refused> {
    let text = LETTERS.decode(encoded).map_err(|_| Refused::Malformed)?;
    serde_json::from_slice(&text).map_err(|_| Refused::Malformed)
}

impl Expected {
    /// The algorithm that the header names, if it is allowed.
    fn algorithm(&self, header: &Header) -> Result<Algorithm, Refused> {
        let named = ALGORITHMS.into_iter().find(|(name, _)| *name == header.alg).map(|(_, algorithm)| algorithm);
        let allowed = named.filter(|algorithm| self.algorithms.contains(algorithm));
        match (allowed, &header.crit) {
            (Some(algorithm), None) => Ok(algorithm),
            (Some(_), Some(_)) => Err(Refused::Malformed),
            (None, _) => Err(Refused::Algorithm(header.alg.chars().take(20).collect())),
        }
    }

    fn check(&self, claims: &Claims) -> Result<(), Refused> {
        let issuer = claims.text("iss").ok_or(Refused::Missing("its issuer (iss)"))?;
        if issuer != self.issuer {
            return Err(Refused::Issuer(issuer.to_owned()));
        }
        let audiences = claims.list("aud");
        if self.audiences.is_empty() && self.signer.is_some() {
            return Ok(());
        }
        if audiences.is_disjoint(&self.audiences) {
            return Err(Refused::Audience);
        }
        // Made for several, it must say for whom above all (OpenID Connect Core, section 3.1.3.7).
        match claims.text("azp") {
            Some(party) if audiences.len() > 1 && !self.audiences.contains(party) => Err(Refused::Audience),
            None if audiences.len() > 1 && !audiences.is_subset(&self.audiences) => Err(Refused::Audience),
            Some(_) | None => Ok(()),
        }
    }
}

fn check_times(claims: &Claims, now: Timestamp) -> Result<(), Refused> {
    let now = now.as_second();
    let ends = claims.seconds("exp").ok_or(Refused::Missing("when it expires (exp)"))?;
    if ends <= now - SKEW {
        return Err(Refused::Expired);
    }
    let begins = claims.seconds("iat").into_iter().chain(claims.seconds("nbf")).max();
    if begins.is_some_and(|begins| begins > now + SKEW) {
        return Err(Refused::Early);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn claims(value: serde_json::Value) -> Claims {
        serde_json::from_value(value).unwrap()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn clocks_may_differ_by_a_minute() {
        let checked = |exp: i64, iat: i64| check_times(&claims(json!({"exp": exp, "iat": iat})), at(1_000));
        assert_eq!(checked(941, 1_060), Ok(()));
        assert_eq!(checked(940, 900), Err(Refused::Expired));
        assert_eq!(checked(2_000, 1_061), Err(Refused::Early));
        assert_eq!(check_times(&claims(json!({"iat": 1})), at(1)), Err(Refused::Missing("when it expires (exp)")));
        let later = claims(json!({"exp": 9_000, "nbf": 1_061}));
        assert_eq!(check_times(&later, at(1_000)), Err(Refused::Early));
    }

    #[test]
    fn issuer_and_audience_are_the_portals_and_nobody_elses() {
        let expected = Expected {
            issuer: "https://id.example".into(),
            audiences: BTreeSet::from(["portal".to_owned()]),
            signer: None,
            algorithms: vec![Algorithm::ES256],
        };
        let checked = |value| expected.check(&claims(value));
        assert_eq!(checked(json!({"iss": "https://id.example", "aud": "portal"})), Ok(()));
        assert_eq!(checked(json!({"iss": "https://id.example", "aud": ["portal", "x"], "azp": "portal"})), Ok(()));
        for wrong in [json!("https://id.example/"), json!("http://id.example")] {
            assert!(matches!(checked(json!({"iss": wrong, "aud": "portal"})), Err(Refused::Issuer(_))));
        }
        assert!(matches!(checked(json!({"iss": ["https://id.example"], "aud": "portal"})), Err(Refused::Missing(_))));
        for value in [
            json!({"iss": "https://id.example", "aud": "x"}),
            json!({"iss": "https://id.example"}),
            json!({"iss": "https://id.example", "aud": ["portal", "x"]}),
            json!({"iss": "https://id.example", "aud": ["portal", "x"], "azp": "x"}),
        ] {
            assert_eq!(checked(value.clone()), Err(Refused::Audience), "{value}");
        }
    }

    mod anything {
        use super::*;
        use crate::auth::{http, tokens::KeySource};
        use proptest::prelude::*;

        /// What a token may look like: rubbish, parts of rubbish, and parts that say almost the right thing.
        fn token() -> impl Strategy<Value = String> {
            let json = prop_oneof![
                "\\PC{0,40}",
                "\\{\"(alg|kid|crit|iss|aud|exp)\":(\"[A-Za-z0-9]{0,8}\"|-?[0-9]{1,20}|null|\\[\\]|\\{\\})\\}",
                Just(r#"{"alg":"ES256","kid":"k"}"#.to_owned()),
                Just(r#"{"alg":"none"}"#.to_owned()),
                Just(r#"{"iss":"https://id.example","aud":"portal","exp":99999999999}"#.to_owned()),
            ];
            let part = json.prop_map(|text| LETTERS.encode(text));
            prop_oneof![
                "\\PC{0,80}",
                "[A-Za-z0-9._=-]{0,120}",
                proptest::collection::vec(part, 0..5).prop_map(|parts| parts.join("."))
            ]
        }

        proptest! {
            #[test]
            fn is_never_believed_and_breaks_nothing(token in token()) {
                let expected = Expected {
                    issuer: "https://id.example".into(),
                    audiences: BTreeSet::from(["portal".to_owned()]),
                    signer: None,
                    algorithms: vec![Algorithm::ES256],
                };
                // Nobody listens there, so that no key is known.
                let keys = Keys::new(KeySource::Set("http://127.0.0.1:1/".parse().unwrap()), http::client().unwrap());
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                let refused = runtime.block_on(Verifier::new(expected, keys).claims(&token, at(1_000)));
                prop_assert!(refused.is_err());
            }
        }
    }
}
