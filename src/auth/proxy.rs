//! Sign-in by a trusted reverse proxy: it authenticates people against the company's identity provider and passes
//! their address on in a header, together with a secret that only it and the portal know.

use super::Identity;
use crate::domain::Role;
use axum::http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeSet;
use subtle::ConstantTimeEq;

/// Header in which the proxy proves that it is the proxy.
pub const SECRET_HEADER: &str = "x-portal-proxy-secret";

/// What the portal must know of the proxy, and of roles that Sigma does not have.
#[derive(Clone, Debug)]
pub struct ProxyConfig {
    /// The shared secret.
    pub secret: SecretString,
    /// Header with the signed-in person's address, in lower case.
    pub email_header: String,
    /// Addresses of people who are admins whatever Sigma says, in lower case.
    pub admins: BTreeSet<String>,
    /// Addresses of auditors, in lower case.
    pub auditors: BTreeSet<String>,
}

impl ProxyConfig {
    /// Who the proxy says is there; `None` when the request did not come through it.
    pub fn identify(&self, headers: &HeaderMap) -> Option<Identity> {
        let sent = headers.get(SECRET_HEADER)?.as_bytes();
        // In a time that does not depend on where the two differ.
        if !bool::from(sent.ct_eq(self.secret.expose_secret().as_bytes())) {
            return None;
        }
        let email = headers.get(&self.email_header)?.to_str().ok()?.trim().to_lowercase();
        let granted = match () {
            () if self.admins.contains(&email) => Some(Role::Admin),
            () if self.auditors.contains(&email) => Some(Role::Auditor),
            () => None,
        };
        (!email.is_empty()).then_some(Identity { email, name: None, granted })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy() -> ProxyConfig {
        ProxyConfig {
            secret: "right".into(),
            email_header: "x-forwarded-email".into(),
            admins: ["ada@example.com".into()].into(),
            auditors: BTreeSet::new(),
        }
    }

    fn headers(secret: &str, email: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(SECRET_HEADER, secret.parse().unwrap());
        headers.insert("x-forwarded-email", email.parse().unwrap());
        headers
    }

    #[test]
    fn believes_only_who_knows_the_secret() {
        assert!(proxy().identify(&headers("wrong", "ada@example.com")).is_none());
        assert!(proxy().identify(&HeaderMap::new()).is_none());
        let ada = proxy().identify(&headers("right", "Ada@Example.com")).unwrap();
        assert_eq!((ada.email.as_str(), ada.granted), ("ada@example.com", Some(Role::Admin)));
    }

    #[test]
    fn gives_no_role_of_its_own_to_others() {
        assert_eq!(proxy().identify(&headers("right", "leo@example.com")).unwrap().granted, None);
    }
}
