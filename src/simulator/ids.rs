//! Identifiers in Sigma's forms: UUIDs, the base62 form of a UUID used in URLs, and member ids (BEHAVIOUR.md
//! section 4). They are stored as bytes, not text, so that 100,000 members stay small.

use std::fmt;
use std::hash::{Hash, Hasher};

use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const URL_ID_LENGTH: usize = 22;
const MEMBER_ID_LENGTH: usize = 29;

/// A UUID: organisation, team, workspace, connection, grant and whatever else is not a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id(Uuid);

impl Id {
    /// A version 4 UUID from a source of randomness.
    pub fn draw(rng: &mut impl Rng) -> Self {
        Self(uuid::Builder::from_random_bytes(rng.random()).into_uuid())
    }

    /// Reads the hyphenated form, the only one Sigma writes.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 36).then(|| Uuid::try_parse(text).ok().map(Self)).flatten()
    }

    /// A number that follows from the id, to derive things from.
    pub fn number(self) -> u64 {
        self.0.as_u64_pair().1
    }

    /// The base62 form that URLs and the `inodeId` of a grant carry.
    pub fn url(self) -> UrlId {
        let mut rest = self.0.as_u128();
        let mut text = [b'0'; URL_ID_LENGTH];
        for place in text.iter_mut().rev() {
            *place = BASE62[(rest % 62) as usize];
            rest /= 62;
        }
        UrlId(text)
    }
}

// Ids are random, so a part of one spreads as well as the whole.
impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.number());
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.hyphenated(), f)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not a UUID"))
    }
}

/// The base62 form of an [`Id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrlId([u8; URL_ID_LENGTH]);

impl UrlId {
    /// The id as it is sent.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for UrlId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for UrlId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A member id: 29 base62 characters, not a UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberId([u8; MEMBER_ID_LENGTH]);

impl MemberId {
    /// A member id from a source of randomness.
    pub fn draw(rng: &mut impl Rng) -> Self {
        Self(std::array::from_fn(|_| BASE62[rng.random_range(0..BASE62.len())]))
    }

    /// Reads a member id; anything that cannot be one is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; MEMBER_ID_LENGTH] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_alphanumeric).then_some(Self(bytes))
    }

    /// The id as it is sent.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Hash for MemberId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.first_chunk().map_or(0, |first| u64::from_le_bytes(*first)));
    }
}

impl Serialize for MemberId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for MemberId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("not a member id"))
    }
}

/// Where the identifiers of things made while the simulator runs come from: the same calls in the same order
/// give the same identifiers, also across a restart with a state file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mint {
    seed: u64,
    drawn: u64,
}

impl Mint {
    /// A mint for an organisation made from `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    /// Fresh randomness for the next thing.
    pub fn rng(&mut self) -> ChaCha8Rng {
        self.drawn += 1;
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        // Stream 0 made the seed organisation.
        rng.set_stream(self.drawn);
        rng
    }

    /// The next UUID.
    pub fn id(&mut self) -> Id {
        Id::draw(&mut self.rng())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_form_has_22_base62_characters_and_differs_per_id() {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let (one, two) = (Id::draw(&mut rng), Id::draw(&mut rng));
        assert_eq!(one.url().as_str().len(), 22);
        assert!(one.url().as_str().bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_ne!(one.url(), two.url());
    }

    #[test]
    fn only_the_hyphenated_form_is_a_uuid() {
        assert!(Id::parse("88858466-5299-4425-95c0-4b7d93268bae").is_some());
        assert!(Id::parse("8885846652994425-95c04b7d93268bae").is_none());
        assert!(Id::parse("88858466529944259 5c04b7d93268bae").is_none());
    }

    #[test]
    fn member_id_round_trips() {
        let id = MemberId::draw(&mut ChaCha8Rng::seed_from_u64(7));
        assert_eq!(MemberId::parse(id.as_str()), Some(id));
        assert_eq!(MemberId::parse("short"), None);
    }
}
