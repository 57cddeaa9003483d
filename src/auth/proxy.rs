//! Sign-in by a trusted reverse proxy: it authenticates people against the company's identity provider and passes
//! their address on in a header, together with a secret that only it and the portal know.

use crate::directory::{Authority, Identity};
use axum::http::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeSet;
use subtle::ConstantTimeEq;

/// Header in which the proxy proves that it is the proxy.
pub const SECRET_HEADER: &str = "x-portal-proxy-secret";

/// Shortest secret, in bytes: as long as a key of 256 bits, so that guessing is hopeless at any rate.
pub const SHORTEST_SECRET: usize = 32;

/// What the portal must know of the proxy, and of roles that Sigma does not have.
#[derive(Clone, Debug)]
pub struct ProxyConfig {
    /// The shared secret, of at least [`SHORTEST_SECRET`] bytes.
    pub secret: SecretString,
    /// Header with the signed-in person's address, in lower case.
    pub email_header: String,
    /// Addresses of people who are admins whatever account type they have in Sigma, in lower case.
    pub admins: BTreeSet<String>,
    /// Addresses of auditors, in lower case.
    pub auditors: BTreeSet<String>,
    /// Whether guests of the organisation sign in.
    pub guests_sign_in: bool,
    /// Where the proxy signs people out: a path of this host or an `https` URL. Without one, signing out is not offered.
    pub sign_out_url: Option<String>,
}

/// What a request's headers say about who sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nothing: it did not come through the proxy, or the proxy has signed nobody in.
    Nobody,
    /// The proxy vouches for this person.
    Person(Identity),
    /// Something that is not the proxy's secret.
    WrongSecret,
    /// The header of this name came more than once, or with more than one address in it: one of them is not the
    /// proxy's.
    Ambiguous(String),
}

impl ProxyConfig {
    /// Who the proxy says is there.
    pub fn claim(&self, headers: &HeaderMap) -> Claim {
        for name in [SECRET_HEADER, &self.email_header] {
            if headers.get_all(name).iter().count() > 1 {
                return Claim::Ambiguous(name.to_owned());
            }
        }
        let Some(sent) = headers.get(SECRET_HEADER) else { return Claim::Nobody };
        // In a time that does not depend on where the two differ.
        if !bool::from(sent.as_bytes().ct_eq(self.secret.expose_secret().as_bytes())) {
            return Claim::WrongSecret;
        }
        let sent = headers.get(&self.email_header).and_then(|sent| std::str::from_utf8(sent.as_bytes()).ok());
        let email = sent.unwrap_or_default().trim().to_lowercase();
        if email.is_empty() {
            return Claim::Nobody;
        }
        // Some proxies join what came twice.
        if email.contains(|c: char| c == ',' || c == ';' || c.is_whitespace() || c.is_control()) {
            return Claim::Ambiguous(self.email_header.clone());
        }
        Claim::Person(Identity { email, name: None, member_id: None })
    }

    /// The roles of the people it signs in.
    pub fn authority(&self) -> Authority {
        Authority::new(self.admins.clone(), self.auditors.clone(), self.guests_sign_in)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy() -> ProxyConfig {
        ProxyConfig {
            secret: "right".into(),
            email_header: "x-forwarded-email".into(),
            admins: BTreeSet::new(),
            auditors: BTreeSet::new(),
            guests_sign_in: false,
            sign_out_url: None,
        }
    }

    fn headers(sent: &[(&'static str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            headers.append(*name, value.parse().unwrap());
        }
        headers
    }

    const EMAIL: &str = "x-forwarded-email";

    #[test]
    fn believes_only_who_knows_the_secret() {
        let claim = |sent: &[(&'static str, &str)]| proxy().claim(&headers(sent));
        assert_eq!(claim(&[(SECRET_HEADER, "wrong"), (EMAIL, "ada@example.com")]), Claim::WrongSecret);
        assert_eq!(claim(&[(SECRET_HEADER, ""), (EMAIL, "ada@example.com")]), Claim::WrongSecret);
        assert_eq!(claim(&[(EMAIL, "ada@example.com")]), Claim::Nobody);
        assert_eq!(claim(&[(SECRET_HEADER, "right")]), Claim::Nobody);
        let ada = Identity { email: "ada@example.com".into(), name: None, member_id: None };
        assert_eq!(claim(&[(SECRET_HEADER, "right"), (EMAIL, "Ada@Example.com")]), Claim::Person(ada));
    }

    #[test]
    fn believes_nothing_that_came_twice() {
        let both = [("x-forwarded-email", "ada@example.com"), ("x-forwarded-email", "leo@example.com")];
        let twice = [&both[..], &[(SECRET_HEADER, "right")]].concat();
        assert_eq!(proxy().claim(&headers(&twice)), Claim::Ambiguous(EMAIL.into()));
        let secrets = [(SECRET_HEADER, "right"), (SECRET_HEADER, "right"), (EMAIL, "ada@example.com")];
        assert_eq!(proxy().claim(&headers(&secrets)), Claim::Ambiguous(SECRET_HEADER.into()));
        for joined in ["ada@example.com, leo@example.com", "ada@example.com;leo@example.com", "ada@example.com leo"] {
            let claim = proxy().claim(&headers(&[(SECRET_HEADER, "right"), (EMAIL, joined)]));
            assert_eq!(claim, Claim::Ambiguous(EMAIL.into()), "{joined}");
        }
    }
}
