//! Public keys of whoever signs, fetched when they are needed and kept.

use super::crypto;
use crate::auth::http::{self, FetchError};
use arc_swap::ArcSwap;
use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{JwkSet, PublicKeyUse},
};
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use tokio::sync::Mutex;
use url::Url;

/// How often keys are fetched at most, however many tokens name keys that are not known.
const PAUSE: Duration = Duration::from_mins(1);

/// After how long they are fetched anew without being asked for: so that a key that was withdrawn goes.
const AGE: Duration = Duration::from_hours(1);

/// Keys kept at most.
const MAX_KEYS: usize = 100;

/// Beginning of the DER form of a public key on the curve P-256 (RFC 5480): what follows is the point.
const P256: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// Where keys come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// A JSON Web Key Set with all of them (RFC 7517).
    Set(Url),
    /// A PEM file for each, at this address followed by the key's id, as AWS load balancers have them.
    PemPerKey(Url),
}

/// Why there is no key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The signer has no such key.
    #[error("the token is signed with a key that the issuer does not publish")]
    Unknown,
    /// The keys could not be fetched.
    #[error("the keys of the issuer could not be fetched: {0}")]
    Unreachable(FetchError),
}

/// The keys of one signer.
pub struct Keys {
    source: KeySource,
    http: reqwest::Client,
    known: ArcSwap<Known>,
    /// When they were asked for last. Whoever holds it fetches; the others wait for what it brings.
    asked: Mutex<Option<Timestamp>>,
}

#[derive(Default)]
struct Known {
    keys: BTreeMap<String, Key>,
    as_of: Option<Timestamp>,
}

#[derive(Clone)]
struct Key {
    key: DecodingKey,
    /// The only algorithm it may be used with, where its owner says one.
    only: Option<Algorithm>,
}

impl Known {
    /// The key of this id; where the token names none, the only one that fits.
    fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<&DecodingKey> {
        let fits = |key: &&Key| key.key.family() == algorithm.family() && key.only.is_none_or(|only| only == algorithm);
        if let Some(id) = id {
            return self.keys.get(id).filter(fits).map(|key| &key.key);
        }
        let mut fitting = self.keys.values().filter(fits);
        fitting.next().filter(|_| fitting.next().is_none()).map(|key| &key.key)
    }

    fn is_fresh(&self, now: Timestamp) -> bool {
        self.as_of.is_some_and(|at| now < at + AGE)
    }
}

impl Keys {
    /// The keys that are at this place; nothing is fetched yet.
    pub fn new(source: KeySource, http: reqwest::Client) -> Self {
        crypto::install();
        Self { source, http, known: ArcSwap::default(), asked: Mutex::default() }
    }

    /// The key of this id for this algorithm. Fetches when it is not known or old, once for all that wait and at most once
    /// a minute; an old key serves as long as no newer ones can be had.
    ///
    /// # Errors
    /// [`KeyError`].
    pub async fn find(&self, id: Option<&str>, algorithm: Algorithm, now: Timestamp) -> Result<DecodingKey, KeyError> {
        let known = self.known.load_full();
        if let Some(key) = known.find(id, algorithm).filter(|_| known.is_fresh(now)) {
            return Ok(key.clone());
        }
        let failed = self.refresh(id, &known, now).await.err();
        let known = self.known.load();
        match (known.find(id, algorithm), failed) {
            (Some(key), failed) => {
                if let Some(error) = failed {
                    tracing::warn!(%error, "The issuer's keys could not be fetched anew; those known go on to serve");
                }
                Ok(key.clone())
            }
            (None, Some(error)) => Err(KeyError::Unreachable(error)),
            (None, None) => Err(KeyError::Unknown),
        }
    }

    /// Fetches, unless that was done a moment ago or somebody else has done it meanwhile.
    async fn refresh(&self, id: Option<&str>, seen: &Arc<Known>, now: Timestamp) -> Result<(), FetchError> {
        let mut asked = self.asked.lock().await;
        if !Arc::ptr_eq(seen, &self.known.load()) || asked.is_some_and(|at| now < at + PAUSE && at <= now) {
            return Ok(());
        }
        *asked = Some(now);
        let keys = match &self.source {
            KeySource::Set(url) => read_set(&http::text(self.http.get(url.clone())).await?)?,
            KeySource::PemPerKey(url) => {
                let Some(id) = id.filter(|id| is_plain(id)) else { return Ok(()) };
                let pem = http::text(self.http.get(format!("{url}{id}"))).await?;
                let mut keys = seen.keys.clone();
                if keys.len() >= MAX_KEYS {
                    keys.clear();
                }
                keys.insert(id.to_owned(), read_pem(&pem)?);
                keys
            }
        };
        self.known.store(Arc::new(Known { keys, as_of: Some(now) }));
        Ok(())
    }
}

/// The keys of a set that verify signatures; those of kinds that are not known here are left out.
fn read_set(text: &str) -> Result<BTreeMap<String, Key>, FetchError> {
    let set: JwkSet = serde_json::from_str(text).map_err(|_| FetchError::Unreadable)?;
    let usable = set.keys.iter().take(MAX_KEYS).enumerate().filter_map(|(nth, jwk)| {
        if jwk.common.public_key_use.as_ref().is_some_and(|used| *used != PublicKeyUse::Signature) {
            return None;
        }
        let key = DecodingKey::from_jwk(jwk).ok()?;
        let only = jwk.common.key_algorithm.and_then(|algorithm| algorithm.to_string().parse().ok());
        Some((jwk.common.key_id.clone().unwrap_or_else(|| format!("#{nth}")), Key { key, only }))
    });
    Ok(usable.collect())
}

/// The key in a PEM file: one on the curve P-256.
fn read_pem(text: &str) -> Result<Key, FetchError> {
    let body: String = text.lines().map(str::trim).filter(|line| !line.starts_with("-----")).collect();
    let der = STANDARD.decode(body).map_err(|_| FetchError::Unreadable)?;
    let point = der.strip_prefix(&P256).filter(|point| point.len() == 65).ok_or(FetchError::Unreadable)?;
    Ok(Key { key: DecodingKey::from_ec_der(point), only: Some(Algorithm::ES256) })
}

/// Whether an id can stand at the end of an address and leads nowhere else.
fn is_plain(id: &str) -> bool {
    (1..=100).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
