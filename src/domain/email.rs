//! E-mail addresses: the rule the portal applies before it asks Sigma to invite somebody.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A syntactically plausible address, trimmed and with its domain in lower case.
///
/// The rule is deliberately looser than the standard: one `@`, a non-empty local part, a dotted domain, no spaces
/// or control characters, at most 254 bytes. Whether the mailbox exists only the invitation can tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Checks and normalises what a person typed.
    ///
    /// # Errors
    /// A sentence for the person who typed it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("Enter an e-mail address.".into());
        }
        if text.len() > 254 {
            return Err("This address is longer than the 254 characters e-mail allows.".into());
        }
        let malformed = || format!("“{text}” is not an e-mail address: it needs the form name@company.com.");
        let (local, domain) = text.rsplit_once('@').ok_or_else(malformed)?;
        let labels_fit = domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
            && domain.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
        let local_fits = !local.is_empty()
            && !local.contains('@')
            && !local.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"".contains(c));
        if !(labels_fit && local_fits) {
            return Err(malformed());
        }
        Ok(Self(format!("{local}@{}", domain.to_lowercase())))
    }

    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form used to compare two addresses: Sigma treats addresses without case.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_and_normalises_ordinary_addresses() {
        for (typed, kept) in [
            (" ada@example.com ", "ada@example.com"),
            ("Ada.Okafor+x@Example.COM", "Ada.Okafor+x@example.com"),
            ("o'neil@sub.example.co.uk", "o'neil@sub.example.co.uk"),
        ] {
            assert_eq!(EmailAddress::parse(typed).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn refuses_what_cannot_be_an_address() {
        for typed in ["", "ada", "@example.com", "ada@", "ada@example", "a b@example.com", "ada@ex..com", "a@b@c.com"] {
            assert!(EmailAddress::parse(typed).is_err(), "{typed:?} was accepted");
        }
        assert!(EmailAddress::parse(&format!("{}@example.com", "a".repeat(250))).is_err());
    }
}
