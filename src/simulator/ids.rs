//! Identifiers in Sigma's forms: UUIDs, the base62 form of a UUID used in URLs, and member ids (BEHAVIOUR.md
//! section 4). They are stored as bytes, not text, so that 100,000 members stay small.

use std::fmt;
use std::hash::{Hash, Hasher};

use rand::Rng;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

/// The digits of a URL id, least first.
const BASE62: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// The characters of a member id, in the order in which the seed draws them.
const MEMBER_ID: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Most characters of a URL id: 16 bytes in base62.
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

    /// Reads either form of an id: the hyphenated one or the URL id.
    pub fn parse_either(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| Self::parse_url(text))
    }

    /// Reads a URL id: `0` for each leading byte that is zero, then the number that the other bytes are. Anything that
    /// [`Id::url`] does not write names nothing.
    fn parse_url(text: &str) -> Option<Self> {
        let digits = text.trim_start_matches('0');
        let number = digits.bytes().try_fold(0_u128, |number, letter| {
            let digit = BASE62.iter().position(|other| *other == letter)?;
            number.checked_mul(62)?.checked_add(digit as u128)
        })?;
        let zeros = text.len() - digits.len();
        (zeros == number.leading_zeros() as usize / 8).then(|| Self(Uuid::from_u128(number)))
    }

    /// A number that follows from the id, to derive things from.
    pub fn number(self) -> u64 {
        self.0.as_u64_pair().1
    }

    /// Another id that follows from this one: one per `part`.
    pub fn derived(self, part: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(self.number());
        // Streams from 0 up make the contents of workbooks.
        rng.set_stream(u64::MAX - part);
        Self::draw(&mut rng)
    }

    /// The base62 form that URLs and the `inodeId` of a grant carry, not padded (BEHAVIOUR.md section 4).
    pub fn url(self) -> UrlId {
        let number = self.0.as_u128();
        let mut text = [b'0'; URL_ID_LENGTH];
        let mut start = URL_ID_LENGTH;
        let mut rest = number;
        while rest > 0 {
            start -= 1;
            text[start] = BASE62[(rest % 62) as usize];
            rest /= 62;
        }
        UrlId { text, start: start - number.leading_zeros() as usize / 8 }
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

/// The base62 form of an [`Id`]: what stands from `start` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrlId {
    text: [u8; URL_ID_LENGTH],
    start: usize,
}

impl UrlId {
    /// The id as it is sent.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.text[self.start..]).unwrap_or_default()
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
        Self(std::array::from_fn(|_| MEMBER_ID[rng.random_range(0..MEMBER_ID.len())]))
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
    fn url_ids_are_those_that_sigma_published() {
        for (uuid, url) in [
            ("4ea60fe9-f487-43b0-aa7a-3ef43ca3a90e", "2opi6VLEne4BaPyj00US50"),
            ("8891fd40-5470-4ff2-a74f-6e61ee44d3fc", "49HFLTr6xytgrPly3PFsNC"),
            ("1b47afdb-db4e-4a2c-9fa4-fc1332f4a097", "Ptyl1jrKEO18RDX9y1d4P"),
        ] {
            let id = Id::parse(uuid).unwrap();
            assert_eq!(id.url().as_str(), url);
            assert_eq!(Id::parse_either(url), Some(id));
        }
    }

    #[test]
    fn a_leading_zero_byte_is_one_zero() {
        for uuid in ["00a60fe9-f487-43b0-aa7a-3ef43ca3a90e", "00000000-0000-0000-0000-000000000000"] {
            let id = Id::parse(uuid).unwrap();
            let zeros = uuid.replace('-', "").as_bytes().chunks(2).take_while(|byte| *byte == b"00").count();
            let url = id.url();
            assert_eq!(url.as_str().bytes().take_while(|letter| *letter == b'0').count(), zeros, "{url}");
            assert_eq!(Id::parse_either(url.as_str()), Some(id));
        }
        assert_eq!(Id::parse_either("02opi6VLEne4BaPyj00US50"), None, "one zero too many");
        assert_eq!(Id::parse_either("zzzzzzzzzzzzzzzzzzzzzzzz"), None, "too large");
        assert_eq!(Id::parse_either(""), None);
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
