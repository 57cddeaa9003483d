//! Who somebody is, whatever address they have at the moment.

use super::MemberId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who somebody is: what changes, reviews and audit events are kept and found by. An address is none of it: it is given
/// to somebody else one day.
///
/// Each kind has a prefix of its own in the written form, so that keys of two kinds never collide. The subject of a
/// sign-in provider will be a further kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum PersonKey {
    /// A member of the organisation, by Sigma's id.
    Member(MemberId),
    /// Somebody without an account in Sigma whom the configuration names, by address in lower case.
    Configured(String),
}

impl PersonKey {
    /// Somebody without an account, by the address that the configuration names.
    pub fn configured(address: &str) -> Self {
        Self::Configured(address.trim().to_lowercase())
    }
}

/// The written form: `member:` and an id, or `configured:` and an address.
impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => write!(f, "member:{id}"),
            Self::Configured(address) => write!(f, "configured:{address}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_called_like_an_address_is_not_the_person_of_that_address() {
        let member = PersonKey::Member(MemberId::new("ada@example.com"));
        assert_ne!(member.to_string(), PersonKey::configured("ada@example.com").to_string());
        assert_eq!(PersonKey::configured(" Ada@Example.com ").to_string(), "configured:ada@example.com");
    }
}
