//! Who somebody is, whatever address they have at the moment.

use super::MemberId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Who somebody is: what changes, reviews and audit events are kept and found by. An address is none of it: it is given
/// to somebody else one day.
///
/// Each kind has a prefix of its own in the written form, so that keys of two kinds never collide.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum PersonKey {
    /// A member of the organization, by Sigma's id.
    Member(MemberId),
    /// Somebody without an account in Sigma, as the sign-in provider knows them.
    Provider(ProviderSubject),
    /// Somebody without an account in Sigma of whom the sign-in provider says an address only, in lower case.
    Configured(String),
}

/// A sign-in provider's own id of a person: it stays theirs when names and addresses change hands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProviderSubject {
    /// The provider: its issuer URL, which has no fragment (`OpenID` Connect Core, section 2), or `proxy` for a header.
    pub issuer: String,
    /// The person, unique at that provider and case-sensitive.
    pub subject: String,
}

impl PersonKey {
    /// Somebody without an account, by the address that the configuration names.
    pub fn configured(address: &str) -> Self {
        Self::Configured(address.trim().to_lowercase())
    }

    /// Reads the written form back.
    pub fn from_written(text: &str) -> Option<Self> {
        match text.split_once(':')? {
            ("member", id) => Some(Self::Member(MemberId::new(id))),
            // An issuer has no fragment, so the first mark ends it.
            ("provider", rest) => rest.split_once('#').map(|(issuer, subject)| {
                Self::Provider(ProviderSubject { issuer: issuer.to_owned(), subject: subject.to_owned() })
            }),
            ("configured", address) => Some(Self::Configured(address.to_owned())),
            _ => None,
        }
    }
}

/// The written form: `member:` and an id, `provider:` with issuer, `#` and subject, or `configured:` and an address.
impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => write!(f, "member:{id}"),
            Self::Provider(ProviderSubject { issuer, subject }) => write!(f, "provider:{issuer}#{subject}"),
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
        let provider =
            PersonKey::Provider(ProviderSubject { issuer: "https://id.example".into(), subject: "#1".into() });
        assert_eq!(provider.to_string(), "provider:https://id.example##1");
        assert_eq!(PersonKey::configured(" Ada@Example.com ").to_string(), "configured:ada@example.com");
        for key in [member, provider, PersonKey::configured("ada@example.com")] {
            assert_eq!(PersonKey::from_written(&key.to_string()), Some(key));
        }
        assert_eq!(PersonKey::from_written("someone:else"), None);
    }
}
