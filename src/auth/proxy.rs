//! Sign-in by a trusted reverse proxy: it authenticates people against the company's identity provider and passes
//! their address on in a header, together with a secret that only it and the portal know.

use crate::{
    directory::{Identity, PeopleRules},
    domain::{ProviderSubject, text},
};
use arc_swap::ArcSwap;
use axum::http::HeaderMap;
use ipnet::IpNet;
use secrecy::{ExposeSecret, SecretString};
use std::{collections::BTreeSet, net::IpAddr, sync::Arc};
use subtle::{Choice, ConstantTimeEq};

/// Header in which the proxy proves that it is the proxy.
pub const SECRET_HEADER: &str = "x-portal-proxy-secret";

/// Shortest secret, in bytes: as long as a key of 256 bits, so that guessing is hopeless at any rate.
pub const SHORTEST_SECRET: usize = 32;

/// What the portal must know of the proxy, and of roles that Sigma does not have.
#[derive(Clone, Debug)]
pub struct ProxyConfig {
    /// The secrets that are shared with it, each of at least [`SHORTEST_SECRET`] bytes: the present one, and while it is
    /// being replaced the one before.
    pub secrets: ProxySecrets,
    /// Addresses that it asks from; empty for any.
    pub from: Vec<IpNet>,
    /// Header with the signed-in person's address, in lower case.
    pub email_header: String,
    /// Headers with what else the proxy says of the person.
    pub says: ProxySays,
    /// Who is what in the portal.
    pub people: PeopleRules,
    /// Where the proxy signs people out: a path of this host or an `https` URL. Without one, signing out is not offered.
    pub sign_out_url: Option<String>,
}

/// Secrets that a proxy may prove itself by; read anew while the portal runs. Clones share them.
#[derive(Clone, Debug)]
pub struct ProxySecrets(Arc<ArcSwap<Vec<SecretString>>>);

impl ProxySecrets {
    /// Any of these.
    pub fn new(secrets: impl IntoIterator<Item = SecretString>) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(secrets.into_iter().collect())))
    }

    /// From now on those of another reading of the settings.
    pub fn replace(&self, by: &Self) {
        self.0.store(by.0.load_full());
    }

    /// Whether it is one of them; in a time that depends neither on which nor on where it differs.
    fn has(&self, sent: &[u8]) -> bool {
        let is = |secret: &SecretString| sent.ct_eq(secret.expose_secret().as_bytes());
        let any = self.0.load().iter().map(is).fold(Choice::from(0), |any, one| any | one);
        any.into()
    }
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
    /// It comes with a secret from an address that the proxy does not ask from.
    WrongPlace,
    /// The header of this name came more than once, or with more than one address in it: one of them is not the
    /// proxy's.
    Ambiguous(String),
}

impl ProxyConfig {
    /// Who the proxy says is there; `peer` is the address that the request comes from.
    pub fn claim(&self, headers: &HeaderMap, peer: Option<IpAddr>) -> Claim {
        for name in [SECRET_HEADER, &self.email_header].into_iter().chain(self.says.headers()) {
            if headers.get_all(name).iter().count() > 1 {
                return Claim::Ambiguous(name.to_owned());
            }
        }
        let Some(sent) = headers.get(SECRET_HEADER) else { return Claim::Nobody };
        let is_from = |peer: IpAddr| self.from.iter().any(|range| range.contains(&peer.to_canonical()));
        if !self.from.is_empty() && !peer.is_some_and(is_from) {
            return Claim::WrongPlace;
        }
        if !self.secrets.has(sent.as_bytes()) {
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
            secrets: ProxySecrets::new(["right".into()]),
            from: Vec::new(),
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
        let claim = |sent: &[(&'static str, &str)]| proxy().claim(&headers(sent), None);
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
        let Claim::Person(ada) = proxy().claim(&headers(&all), None) else { panic!("nobody") };
        assert_eq!(ada.name.as_deref(), Some("Ada Lovelace"));
        assert_eq!(ada.subject, Some(ProviderSubject { issuer: "proxy".into(), subject: "00u1".into() }));
        assert_eq!(ada.groups, BTreeSet::from(["Data Users".to_owned(), "Finance".to_owned()]));
        let unnamed = ProxyConfig { says: ProxySays::default(), ..proxy() };
        let plain = Identity { email: "ada@example.com".into(), ..Identity::default() };
        assert_eq!(unnamed.claim(&headers(&all), None), Claim::Person(plain), "a header is believed that nobody named");
        let twice = [&all[..], &[("x-groups", "Admins")]].concat();
        assert_eq!(proxy().claim(&headers(&twice), None), Claim::Ambiguous("x-groups".into()));
    }

    #[test]
    fn believes_nothing_that_came_twice() {
        let both = [("x-forwarded-email", "ada@example.com"), ("x-forwarded-email", "leo@example.com")];
        let twice = [&both[..], &[(SECRET_HEADER, "right")]].concat();
        assert_eq!(proxy().claim(&headers(&twice), None), Claim::Ambiguous(EMAIL.into()));
        let secrets = [(SECRET_HEADER, "right"), (SECRET_HEADER, "right"), (EMAIL, "ada@example.com")];
        assert_eq!(proxy().claim(&headers(&secrets), None), Claim::Ambiguous(SECRET_HEADER.into()));
        for joined in ["ada@example.com, leo@example.com", "ada@example.com;leo@example.com", "ada@example.com leo"] {
            let claim = proxy().claim(&headers(&[(SECRET_HEADER, "right"), (EMAIL, joined)]), None);
            assert_eq!(claim, Claim::Ambiguous(EMAIL.into()), "{joined}");
        }
    }

    #[test]
    fn two_secrets_count_while_one_replaces_the_other() {
        let config = proxy();
        let opens = |secret: &str| {
            let claim = config.claim(&headers(&[(SECRET_HEADER, secret), (EMAIL, "ada@example.com")]), None);
            matches!(claim, Claim::Person(_))
        };
        assert!(opens("right") && !opens("newer"));
        config.secrets.replace(&ProxySecrets::new(["newer".into(), "right".into()]));
        assert!(opens("right") && opens("newer") && !opens("newest") && !opens(""));
        config.secrets.replace(&ProxySecrets::new(["newer".into()]));
        assert!(!opens("right") && opens("newer"));
    }

    #[test]
    fn the_secret_counts_only_from_where_the_proxy_asks() {
        let config = ProxyConfig { from: vec!["10.1.0.0/16".parse().unwrap(), "::1/128".parse().unwrap()], ..proxy() };
        let from = |peer: Option<&str>, secret: &str| {
            let sent = headers(&[(SECRET_HEADER, secret), (EMAIL, "ada@example.com")]);
            config.claim(&sent, peer.map(|peer| peer.parse().unwrap()))
        };
        for peer in ["10.1.2.3", "::ffff:10.1.2.3", "::1"] {
            assert!(matches!(from(Some(peer), "right"), Claim::Person(_)), "{peer}");
            assert_eq!(from(Some(peer), "wrong"), Claim::WrongSecret, "{peer}");
        }
        for peer in [Some("10.2.0.1"), Some("::2"), None] {
            assert_eq!(from(peer, "right"), Claim::WrongPlace, "{peer:?}");
            assert_eq!(from(peer, "wrong"), Claim::WrongPlace, "whether it is right is nobody's business there");
        }
        assert_eq!(config.claim(&headers(&[(EMAIL, "ada@example.com")]), None), Claim::Nobody);
    }
}
