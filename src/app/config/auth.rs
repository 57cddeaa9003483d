//! The settings about who comes in: how people sign in, and what they are here.

use super::sources::Sources;
use crate::{
    auth::{
        AssertionConfig, AuthConfig, ProxyConfig, ProxySays, ProxySecrets, SECRET_HEADER, SHORTEST_SECRET,
        oidc::{ClaimNames, OidcConfig},
        tokens::{ALGORITHMS, Expected, KeySource},
    },
    directory::PeopleRules,
    domain::EmailAddress,
    web::TrustedHops,
};
use axum::http::HeaderName;
use ipnet::IpNet;
use jsonwebtoken::Algorithm;
use secrecy::{ExposeSecret, SecretString};
use std::{collections::BTreeSet, net::IpAddr, time::Duration};
use url::{Host, Url};

/// How people sign in, where all that it needs is set.
pub fn auth(sources: &mut Sources, public_url: Option<&Url>) -> Option<AuthConfig> {
    let way = sources.optional("PORTAL_AUTH").map(|way| way.trim().to_lowercase());
    let people = people(sources);
    // Every way's settings are asked for, whichever is taken: what is not asked for is refused as unknown.
    let signs_out = sign_out_url(sources);
    match way.as_deref() {
        Some("assertion") => {
            sources.learn(|sources| oidc(sources, people.clone()));
            sources.learn(|sources| proxy(sources, people.clone(), None));
            assertion(sources, people, signs_out).map(|config| AuthConfig::Assertion(Box::new(config)))
        }
        Some("proxy") => {
            sources.learn(|sources| oidc(sources, people.clone()));
            sources.learn(|sources| assertion(sources, people.clone(), None));
            proxy(sources, people, signs_out).map(|proxy| AuthConfig::Proxy(Box::new(proxy)))
        }
        Some("oidc") => {
            sources.learn(|sources| proxy(sources, people.clone(), None));
            sources.learn(|sources| assertion(sources, people.clone(), None));
            if public_url.is_none() && sources.optional("PORTAL_PUBLIC_URL").is_none() {
                sources.problem("PORTAL_PUBLIC_URL", "is needed: the identity provider leads people back to it");
            }
            oidc(sources, people).map(|oidc| AuthConfig::Oidc(Box::new(oidc)))
        }
        other => {
            let now = other.map_or("is not set".to_owned(), |other| format!("is “{other}”"));
            let ways = "oidc, at an OpenID Connect provider; assertion, through a reverse proxy that signs what it says; \
                        or proxy, through one with a shared secret";
            sources.problem("PORTAL_AUTH", format!("{now}; it says how people sign in: {ways}"));
            sources.learn(|sources| oidc(sources, people.clone()));
            sources.learn(|sources| assertion(sources, people.clone(), None));
            proxy(sources, people, signs_out);
            None
        }
    }
}

fn proxy(sources: &mut Sources, people: Option<PeopleRules>, sign_out_url: Option<String>) -> Option<ProxyConfig> {
    let secret = sources.secret("PORTAL_PROXY_SECRET", None);
    let previous = sources.optional_secret("PORTAL_PROXY_SECRET_PREVIOUS");
    for (name, secret) in [("PORTAL_PROXY_SECRET", &secret), ("PORTAL_PROXY_SECRET_PREVIOUS", &previous)] {
        long_enough(sources, name, secret.as_ref());
    }
    let from = ranges(sources, "PORTAL_PROXY_FROM");
    let email_header = sources.text("PORTAL_PROXY_EMAIL_HEADER", Some("x-forwarded-email"));
    let email_header = email_header.map(|name| name.trim().to_lowercase());
    if email_header
        .as_ref()
        .is_some_and(|name| HeaderName::from_bytes(name.as_bytes()).is_err() || name == SECRET_HEADER)
    {
        sources.problem("PORTAL_PROXY_EMAIL_HEADER", "must be the name of a header of its own");
    }
    let says = ProxySays {
        name: header(sources, "PORTAL_PROXY_NAME_HEADER"),
        subject: header(sources, "PORTAL_PROXY_SUBJECT_HEADER"),
        groups: header(sources, "PORTAL_PROXY_GROUPS_HEADER"),
    };
    let named = people.as_ref().map(|people| {
        [
            ("PORTAL_VISITOR_GROUPS", !people.visitor_groups.is_empty()),
            ("PORTAL_ADMIN_GROUPS", !people.admin_groups.is_empty()),
            ("PORTAL_AUDITOR_GROUPS", !people.auditor_groups.is_empty()),
        ]
    });
    for (name, _) in named.into_iter().flatten().filter(|(_, named)| *named && says.groups.is_none()) {
        sources.problem(name, "needs PORTAL_PROXY_GROUPS_HEADER, which says who is in which group");
    }
    if named.is_some_and(|named| named[1].1 || named[2].1) && says.subject.is_none() {
        sources.problem("PORTAL_PROXY_SUBJECT_HEADER", "is needed where roles come with groups");
    }
    let secrets = ProxySecrets::new(std::iter::once(secret?).chain(previous));
    Some(ProxyConfig { secrets, from, email_header: email_header?, says, people: people?, sign_out_url })
}

/// Refuses a secret that could be guessed.
pub(super) fn long_enough(sources: &mut Sources, name: &str, secret: Option<&SecretString>) {
    let length = secret.map(|secret| secret.expose_secret().len());
    if let Some(length) = length.filter(|length| *length < SHORTEST_SECRET) {
        let advice = "make one with `openssl rand -hex 32`";
        sources.problem(name, format!("is {length} bytes long, but must have at least {SHORTEST_SECRET}: {advice}"));
    }
}

/// Whose word is taken for where requests come from.
pub fn trusted_hops(sources: &mut Sources) -> Option<TrustedHops> {
    let ranges = ranges(sources, "PORTAL_TRUSTED_PROXIES");
    if ranges.iter().any(|range| range.prefix_len() == 0) {
        sources.problem("PORTAL_TRUSTED_PROXIES", "names every address, so anybody could say where they come from");
    }
    let header = sources.parsed(
        "PORTAL_FORWARDED_HEADER",
        Some("x-forwarded-for"),
        "x-forwarded-for or forwarded, whichever of the two your proxies set",
    );
    Some(TrustedHops { ranges, header: header? })
}

/// Addresses and ranges of addresses.
fn ranges(sources: &mut Sources, name: &str) -> Vec<IpNet> {
    let mut ranges = Vec::new();
    for entry in sources.list(name) {
        match entry.parse().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from)) {
            Ok(range) => ranges.push(range),
            Err(_) => {
                sources.problem(name, format!("names “{entry}”, which is no address such as 10.0.0.7 or 10.0.0.0/8"));
            }
        }
    }
    ranges
}

/// Where a reverse proxy signs people out.
fn sign_out_url(sources: &mut Sources) -> Option<String> {
    let sign_out_url = sources.optional("PORTAL_PROXY_SIGN_OUT_URL");
    if sign_out_url.as_deref().is_some_and(|url| !is_sign_out_url(url)) {
        sources.problem(
            "PORTAL_PROXY_SIGN_OUT_URL",
            "must be a path such as /oauth2/sign_out, or a URL that begins with https://",
        );
    }
    sign_out_url
}

/// What is usual of a proxy that signs.
#[derive(Clone, Copy)]
struct Preset {
    name: &'static str,
    header: &'static str,
    algorithm: &'static str,
    issuer: Option<&'static str>,
    /// Where its keys are; `{}` is the issuer.
    keys: Option<&'static str>,
}

const PRESETS: [Preset; 5] = [
    Preset {
        name: "cloudflare",
        header: "cf-access-jwt-assertion",
        algorithm: "RS256",
        issuer: None,
        keys: Some("{}/cdn-cgi/access/certs"),
    },
    Preset {
        name: "iap",
        header: "x-goog-iap-jwt-assertion",
        algorithm: "ES256",
        issuer: Some("https://cloud.google.com/iap"),
        keys: Some("https://www.gstatic.com/iap/verify/public_key-jwk"),
    },
    Preset { name: "alb", header: "x-amzn-oidc-data", algorithm: "ES256", issuer: None, keys: None },
    Preset {
        name: "pomerium",
        header: "x-pomerium-jwt-assertion",
        algorithm: "ES256",
        issuer: None,
        keys: Some("https://{}/.well-known/pomerium/jwks.json"),
    },
    Preset { name: "oauth2-proxy", header: "authorization", algorithm: "RS256", issuer: None, keys: None },
];

fn assertion(
    sources: &mut Sources,
    people: Option<PeopleRules>,
    sign_out_url: Option<String>,
) -> Option<AssertionConfig> {
    let names = PRESETS.map(|preset| preset.name);
    let preset = sources.one_of("PORTAL_ASSERTION_PRESET", "oauth2-proxy", &names);
    let usual = PRESETS.into_iter().find(|known| Some(known.name) == preset.as_deref());
    let usual = usual.unwrap_or(PRESETS[4]);
    let header = header(sources, "PORTAL_ASSERTION_HEADER").unwrap_or_else(|| usual.header.to_owned());
    let issuer = sources.text("PORTAL_ASSERTION_ISSUER", usual.issuer).map(|issuer| issuer.trim().to_owned());
    let audiences: BTreeSet<String> = sources.list("PORTAL_ASSERTION_AUDIENCE").into_iter().collect();
    let signer = sources.optional("PORTAL_ASSERTION_SIGNER");
    if audiences.is_empty() && signer.is_none() {
        sources.problem("PORTAL_ASSERTION_AUDIENCE", "is not set: it says which assertions are for this portal");
    }
    let algorithms = algorithms(sources, "PORTAL_ASSERTION_ALGORITHMS", &[usual.algorithm]);
    // A load balancer of AWS has its keys in its region, which its ARN names.
    let of_region = signer.as_ref().and_then(|arn| arn.split(':').nth(3)).filter(|region| !region.is_empty());
    let of_region = of_region.map(|region| format!("https://public-keys.auth.elb.{region}.amazonaws.com/"));
    let of_issuer = issuer.as_ref().and_then(|issuer| Some(usual.keys?.replace("{}", issuer)));
    let keys = sources.text("PORTAL_ASSERTION_KEYS", of_region.or(of_issuer).as_deref())?;
    let url = Url::parse(keys.trim()).ok().filter(|url| url.scheme() == "https" || is_loopback(url));
    if url.is_none() {
        sources.problem("PORTAL_ASSERTION_KEYS", "must be where the proxy’s public keys are, beginning with https://");
    }
    let url = url?;
    let is_alb = preset.as_deref() == Some("alb");
    Some(AssertionConfig {
        header,
        expected: Expected { issuer: issuer?, audiences, signer, algorithms },
        keys: if is_alb { KeySource::PemPerKey(url) } else { KeySource::Set(url) },
        claims: ClaimNames::default(),
        sign_out_url,
        people: people?,
    })
}

fn oidc(sources: &mut Sources, people: Option<PeopleRules>) -> Option<OidcConfig> {
    let issuer = sources.text("PORTAL_OIDC_ISSUER", None);
    let issuer = issuer.map(|issuer| issuer.trim().to_owned());
    let is_private = |url: &Url| url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url));
    let is_issuer = |text: &String| {
        Url::parse(text).is_ok_and(|url| is_private(&url) && url.query().is_none() && url.fragment().is_none())
    };
    if issuer.as_ref().is_some_and(|text| !is_issuer(text)) {
        sources.problem("PORTAL_OIDC_ISSUER", "must be the provider’s issuer, a URL that begins with https://");
    }
    let client_id = sources.text("PORTAL_OIDC_CLIENT_ID", None);
    let client_secret = sources.optional_secret("PORTAL_OIDC_CLIENT_SECRET");
    let scopes = sources.text("PORTAL_OIDC_SCOPES", Some("openid email profile")).unwrap_or_default();
    let scopes: Vec<String> = scopes.split([' ', ',']).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    if !scopes.iter().any(|scope| scope == "openid") {
        sources.problem("PORTAL_OIDC_SCOPES", "must have openid among them");
    }
    let algorithms = algorithms(sources, "PORTAL_OIDC_ALGORITHMS", &["RS256", "PS256", "ES256"]);
    let claim = |sources: &mut Sources, name, usual| sources.text(name, Some(usual)).map(|text| text.trim().to_owned());
    let email = claim(sources, "PORTAL_OIDC_EMAIL_CLAIM", "email");
    let name = claim(sources, "PORTAL_OIDC_NAME_CLAIM", "name");
    let groups = claim(sources, "PORTAL_OIDC_GROUPS_CLAIM", "groups");
    let trust = sources.flag("PORTAL_OIDC_TRUST_UNVERIFIED_EMAIL");
    let called = sources.text("PORTAL_OIDC_NAME", Some("your company account"));
    let minutes = sources.number("PORTAL_FRESH_SIGN_IN_MINUTES", "15", 0_u64..=1_440, "minutes");
    Some(OidcConfig {
        issuer: issuer?,
        client_id: client_id?,
        client_secret,
        scopes,
        algorithms,
        claims: ClaimNames { email: email?, name: name?, groups: groups? },
        trust_unverified_email: trust?,
        name: called?,
        fresh_within: Some(minutes?).filter(|minutes| *minutes > 0).map(|minutes| Duration::from_secs(minutes * 60)),
        people: people?,
    })
}

/// Algorithms by their names, of those whose key is public.
fn algorithms(sources: &mut Sources, name: &str, usual: &[&str]) -> Vec<Algorithm> {
    let named = sources.list(name);
    let named: Vec<&str> = if named.is_empty() { usual.to_vec() } else { named.iter().map(String::as_str).collect() };
    let known: Vec<Algorithm> = named
        .iter()
        .filter_map(|name| ALGORITHMS.iter().find(|(known, _)| known == name).map(|(_, algorithm)| *algorithm))
        .collect();
    if known.len() < named.len() {
        let all: Vec<&str> = ALGORITHMS.iter().map(|(name, _)| *name).collect();
        sources.problem(name, format!("may name {}", all.join(", ")));
    }
    known
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Who is what in the portal, and who is let in.
fn people(sources: &mut Sources) -> Option<PeopleRules> {
    let admins = sources.addresses("PORTAL_ADMINS");
    let auditors = sources.addresses("PORTAL_AUDITORS");
    for both in admins.intersection(&auditors) {
        sources.problem("PORTAL_AUDITORS", format!("names {both}, whom PORTAL_ADMINS names too"));
    }
    let guests_sign_in = sources.flag("PORTAL_GUESTS_SIGN_IN");
    let visitor_domains = domains(sources, "PORTAL_VISITOR_DOMAINS");
    let mut groups = |name| sources.list(name).into_iter().collect::<BTreeSet<_>>();
    let visitor_groups = groups("PORTAL_VISITOR_GROUPS");
    let (admin_groups, auditor_groups) = (groups("PORTAL_ADMIN_GROUPS"), groups("PORTAL_AUDITOR_GROUPS"));
    Some(PeopleRules {
        admins,
        auditors,
        admin_groups,
        auditor_groups,
        guests_sign_in: guests_sign_in?,
        visitor_domains,
        visitor_groups,
    })
}

/// E-mail domains, in lower case.
fn domains(sources: &mut Sources, name: &str) -> BTreeSet<String> {
    let mut domains = BTreeSet::new();
    for entry in sources.list(name) {
        let domain = entry.trim_start_matches('@').to_lowercase();
        if EmailAddress::parse(&format!("anybody@{domain}")).is_ok() {
            domains.insert(domain);
        } else {
            sources.problem(name, format!("names “{entry}”, which is no e-mail domain such as example.com"));
        }
    }
    domains
}

/// The name of a header that may be read, in lower case.
fn header(sources: &mut Sources, name: &str) -> Option<String> {
    let header = sources.optional(name)?.trim().to_lowercase();
    if HeaderName::from_bytes(header.as_bytes()).is_ok() && header != SECRET_HEADER {
        return Some(header);
    }
    sources.problem(name, "must be the name of a header of its own");
    None
}

/// A path of this host, or a URL that is not followed in the clear.
fn is_sign_out_url(text: &str) -> bool {
    let is_plain = text.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    let is_path = text.starts_with('/') && !text.starts_with("//");
    is_plain && (is_path || Url::parse(text).is_ok_and(|url| url.scheme() == "https" && url.has_host()))
}
