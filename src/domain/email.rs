//! E-mail addresses: the rule the portal applies before it asks Sigma to invite somebody.

use super::text;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An address: either one that was entered, checked by [`Self::parse`], or one that Sigma holds already
/// ([`Self::held`]). Read back from the portal's own records without a check: it has been through one of the two.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Checks and normalises what a person typed: trimmed, with its domain in lower case.
    ///
    /// The rule is deliberately looser than the standard: one `@`, a non-empty local part, a dotted domain, nothing that
    /// cannot be seen, at most 254 characters. Whether the mailbox exists only the invitation can tell.
    ///
    /// # Errors
    /// A sentence for the person who typed it.
    pub fn parse(typed: &str) -> Result<Self, String> {
        let text = text::address(typed)?;
        if text.is_empty() {
            return Err(MISSING.into());
        }
        let refused = || malformed(&text::isolated(&text));
        let (local, domain) = text.rsplit_once('@').ok_or_else(refused)?;
        let domain = domain.to_lowercase();
        if !(is_local(local, char::is_whitespace) && is_domain(&domain, char::is_alphanumeric)) {
            return Err(refused());
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// The address that a member has in Sigma, letter by letter, whatever the portal would say to it today.
    pub fn held(address: impl Into<String>) -> Self {
        Self(address.into())
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

/// What is said of an empty field.
pub(super) const MISSING: &str = "Enter an e-mail address.";

/// What is said of a text that is no address.
pub(super) fn malformed(text: &str) -> String {
    format!("“{text}” is not an e-mail address: it needs the form name@company.com.")
}

/// Whether the part before the `@` has an ordinary form.
pub(super) fn is_local(local: &str, is_space: impl Fn(char) -> bool) -> bool {
    !local.is_empty() && !local.chars().any(|c| is_space(c) || "@<>()[],;:\\\"".contains(c))
}

/// Whether the part after the `@` is a dotted name.
pub(super) fn is_domain(domain: &str, is_alphanumeric: impl Fn(char) -> bool) -> bool {
    domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
        && domain.chars().all(|c| is_alphanumeric(c) || c == '.' || c == '-')
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
