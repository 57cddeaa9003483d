//! Sign-in by a trusted reverse proxy: it authenticates people against the company's identity provider and passes
//! their address on in a header, together with a secret that only it and the portal know.

use crate::{
    directory::{Identity, PeopleRules},
    domain::{ProviderSubject, text},
};
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
    /// Headers with what else the proxy says of the person.
    pub says: ProxySays,
    /// Who is what in the portal.
    pub people: PeopleRules,
    /// Where the proxy signs people out: a path of this host or an `https` URL. Without one, signing out is not offered.
    pub sign_out_url: Option<String>,
}

/// Headers, in lower case, in which the proxy says more than an address. None is read unless it is named: a proxy that
/// does not know a header passes on what comes from outside in it.
#[derive(Clone, Debug, Default)]
pub struct ProxySays {
    /// The person's name.
    pub name: Option<String>,
    /// The identity provider's own id of the person, which no address change touches.
    pub subject: Option<String>,
    /// Groups, separated by commas.
    pub groups: Option<String>,
}

impl ProxySays {
    fn headers(&self) -> impl Iterator<Item = &str> {
        [&self.name, &self.subject, &self.groups].into_iter().flatten().map(String::as_str)
    }
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
        for name in [SECRET_HEADER, &self.email_header].into_iter().chain(self.says.headers()) {
            if headers.get_all(name).iter().count() > 1 {
                return Claim::Ambiguous(name.to_owned());
            }
        }
        let Some(sent) = headers.get(SECRET_HEADER) else { return Claim::Nobody };
        // In a time that does not depend on where the two differ.
        if !bool::from(sent.as_bytes().ct_eq(self.secret.expose_secret().as_bytes())) {
            return Claim::WrongSecret;
        }
        let email = said(headers, &self.email_header).unwrap_or_default().to_lowercase();
        if email.is_empty() {
            return Claim::Nobody;
        }
        // Some proxies join what came twice.
        if email.contains(|c: char| c == ',' || c == ';' || c.is_whitespace() || c.is_control()) {
            return Claim::Ambiguous(self.email_header.clone());
        }
        let says = |name: &Option<String>| name.as_ref().and_then(|name| said(headers, name));
        let subject = says(&self.says.subject);
        let subject = subject.map(|id| ProviderSubject { issuer: "proxy".to_owned(), subject: id.to_owned() });
        let groups = says(&self.says.groups).unwrap_or_default().split(',').map(str::trim);
        Claim::Person(Identity {
            email,
            // A name that misleads is no name: the address is shown instead.
            name: says(&self.says.name).and_then(|name| text::person_name(name, "name").ok()),
            member_id: None,
            subject,
            groups: groups.filter(|group| !group.is_empty()).map(str::to_owned).collect::<BTreeSet<_>>(),
        })
    }
}

/// The content of a header, where it is there and text.
fn said<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let sent = headers.get(name).and_then(|sent| std::str::from_utf8(sent.as_bytes()).ok());
    sent.map(str::trim).filter(|sent| !sent.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proxy() -> ProxyConfig {
        ProxyConfig {
            secret: "right".into(),
            email_header: "x-forwarded-email".into(),
            says: ProxySays {
                name: Some("x-name".into()),
                subject: Some("x-sub".into()),
                groups: Some("x-groups".into()),
            },
            people: PeopleRules::default(),
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
        let ada = Identity { email: "ada@example.com".into(), ..Identity::default() };
        assert_eq!(claim(&[(SECRET_HEADER, "right"), (EMAIL, "Ada@Example.com")]), Claim::Person(ada));
    }

    #[test]
    fn takes_name_subject_and_groups_from_the_headers_that_are_named() {
        let all = [
            (SECRET_HEADER, "right"),
            (EMAIL, "ada@example.com"),
            ("x-name", " Ada Lovelace "),
            ("x-sub", "00u1"),
            ("x-groups", "Data Users, Finance,,"),
        ];
        let Claim::Person(ada) = proxy().claim(&headers(&all)) else { panic!("nobody") };
        assert_eq!(ada.name.as_deref(), Some("Ada Lovelace"));
        assert_eq!(ada.subject, Some(ProviderSubject { issuer: "proxy".into(), subject: "00u1".into() }));
        assert_eq!(ada.groups, BTreeSet::from(["Data Users".to_owned(), "Finance".to_owned()]));
        let unnamed = ProxyConfig { says: ProxySays::default(), ..proxy() };
        let plain = Identity { email: "ada@example.com".into(), ..Identity::default() };
        assert_eq!(unnamed.claim(&headers(&all)), Claim::Person(plain), "a header is believed that nobody named");
        let twice = [&all[..], &[("x-groups", "Admins")]].concat();
        assert_eq!(proxy().claim(&headers(&twice)), Claim::Ambiguous("x-groups".into()));
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
