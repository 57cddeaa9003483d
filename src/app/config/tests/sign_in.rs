//! Settings of who is let in: proxies, providers and sessions.

use super::{problems, with};
use crate::app::config::Config;
use std::time::Duration;

#[test]
fn a_proxy_is_believed_only_with_a_long_secret_and_leads_out_only_to_a_safe_place() {
    for url in ["/oauth2/sign_out", "https://login.example.com/out?a=b", ""] {
        assert!(Config::load(&with(&[("PORTAL_PROXY_SIGN_OUT_URL", url)])).is_ok(), "{url}");
    }
    for url in ["//evil.example", "http://login.example.com", "javascript:alert(1)", "out", "/a\\b", "/a b"] {
        let problems = problems(&[("PORTAL_PROXY_SIGN_OUT_URL", url)]);
        assert!(problems.mention("PORTAL_PROXY_SIGN_OUT_URL"), "{url}");
    }
    let secret = "0123456789abcdef0123456789abcde";
    let short = problems(&[("PORTAL_PROXY_SECRET", secret)]);
    assert!(short.mention("PORTAL_PROXY_SECRET") && short.to_string().contains("at least 32"), "{short}");
    assert!(!short.to_string().contains(secret), "{short}");
}

#[test]
fn signing_in_at_a_provider_needs_its_settings_and_no_proxys() {
    let oidc = |settings: &[(&str, &str)]| {
        let usual = [
            ("PORTAL_AUTH", "oidc"),
            ("PORTAL_PUBLIC_URL", "https://portal.example.com"),
            ("PORTAL_OIDC_ISSUER", "https://id.example.com/tenant/v2.0"),
            ("PORTAL_OIDC_CLIENT_ID", "portal"),
        ];
        Config::load(&with(&usual.iter().chain(settings).copied().collect::<Vec<_>>()))
    };
    let config = oidc(&[("PORTAL_VISITOR_GROUPS", "Data Users")]).unwrap();
    let crate::auth::AuthConfig::Oidc(provider) = config.auth else { panic!("another way to sign in") };
    assert_eq!(provider.issuer, "https://id.example.com/tenant/v2.0");
    assert_eq!(provider.scopes, ["openid", "email", "profile"]);
    assert!(provider.client_secret.is_none() && provider.fresh_within == Some(Duration::from_mins(15)));
    assert!(oidc(&[("PORTAL_FRESH_SIGN_IN_MINUTES", "0"), ("PORTAL_OIDC_ALGORITHMS", "ES384, EdDSA")]).is_ok());
    for (name, value) in [
        ("PORTAL_OIDC_ISSUER", "http://id.example.com"),
        ("PORTAL_OIDC_ISSUER", "https://id.example.com/?x=1"),
        ("PORTAL_OIDC_ISSUER", ""),
        ("PORTAL_OIDC_CLIENT_ID", ""),
        ("PORTAL_OIDC_SCOPES", "email"),
        ("PORTAL_OIDC_ALGORITHMS", "HS256"),
        ("PORTAL_OIDC_ALGORITHMS", "none"),
        ("PORTAL_PUBLIC_URL", ""),
        ("PORTAL_VISITOR_DOMAINS", "not a domain"),
        ("PORTAL_CONTACT", "javascript:alert(1)"),
    ] {
        let problems = oidc(&[(name, value)]).map(drop).unwrap_err();
        assert!(problems.mention(name), "{name}={value}: {problems}");
    }
    assert!(
        problems(&[("PORTAL_VISITOR_GROUPS", "Data Users")]).mention("PORTAL_VISITOR_GROUPS"),
        "no header names groups"
    );
}

#[test]
fn presets_of_proxies_that_sign_need_little_more() {
    let load = |settings: &[(&str, &str)]| {
        let usual = [("PORTAL_AUTH", "assertion")];
        Config::load(&with(&usual.iter().chain(settings).copied().collect::<Vec<_>>()))
    };
    let keys = |settings: &[(&str, &str)]| {
        let auth = load(settings).unwrap().auth;
        let crate::auth::AuthConfig::Assertion(config) = auth else { panic!("{auth:?}") };
        format!("{} {:?}", config.header, config.keys)
    };
    let team = [
        ("PORTAL_ASSERTION_PRESET", "cloudflare"),
        ("PORTAL_ASSERTION_ISSUER", "https://lumen.cloudflareaccess.com"),
        ("PORTAL_ASSERTION_AUDIENCE", "tag"),
    ];
    assert!(keys(&team).starts_with("cf-access-jwt-assertion") && keys(&team).contains("/cdn-cgi/access/certs"));
    let iap = [("PORTAL_ASSERTION_PRESET", "iap"), ("PORTAL_ASSERTION_AUDIENCE", "/projects/1/apps/lumen")];
    assert!(keys(&iap).starts_with("x-goog-iap-jwt-assertion") && keys(&iap).contains("www.gstatic.com"));
    let arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/portal/50dc6c495c0c9188";
    let alb = [
        ("PORTAL_ASSERTION_PRESET", "alb"),
        ("PORTAL_ASSERTION_ISSUER", "https://id.example.com"),
        ("PORTAL_ASSERTION_SIGNER", arn),
    ];
    assert!(keys(&alb).contains("PemPerKey") && keys(&alb).contains("elb.eu-west-1.amazonaws"), "{}", keys(&alb));
    assert!(load(&iap[..1]).unwrap_err().mention("PORTAL_ASSERTION_AUDIENCE"));
    assert!(load(&team[1..]).unwrap_err().mention("PORTAL_ASSERTION_KEYS"), "oauth2-proxy does not say where keys are");
    assert!(load(&[("PORTAL_ASSERTION_PRESET", "another")]).unwrap_err().mention("PORTAL_ASSERTION_PRESET"));
}

#[test]
fn sessions_that_stand_idle_end_before_those_in_use() {
    let limits = |settings: &[(&str, &str)]| Config::load(&with(settings)).unwrap().sessions;
    assert_eq!(limits(&[]), crate::auth::SessionLimits::default());
    let short = limits(&[("PORTAL_SESSION_HOURS", "8")]);
    assert_eq!((short.idle, short.longest), (Duration::from_hours(8), Duration::from_hours(8)));
    let both = limits(&[("PORTAL_SESSION_HOURS", "8"), ("PORTAL_SESSION_IDLE_MINUTES", "15")]);
    assert_eq!((both.idle, both.longest), (Duration::from_mins(15), Duration::from_hours(8)));
    let longer = [("PORTAL_SESSION_HOURS", "1"), ("PORTAL_SESSION_IDLE_MINUTES", "90")];
    assert!(problems(&longer).mention("PORTAL_SESSION_IDLE_MINUTES"));
}

#[test]
fn a_proxy_may_be_tied_to_addresses_and_have_two_secrets() {
    let second = ("PORTAL_PROXY_SECRET_PREVIOUS", "the-one-before-of-thirty-two-bytes-or-more");
    assert!(Config::load(&with(&[("PORTAL_PROXY_FROM", "10.0.0.7, 10.1.0.0/16,::1, fd00::/8"), second])).is_ok());
    for value in ["10.0.0", "10.0.0.0/33", "proxy.example.com", "10.0.0.1,,10.0.0.2"] {
        assert!(problems(&[("PORTAL_PROXY_FROM", value)]).mention("PORTAL_PROXY_FROM"), "{value}");
    }
    for value in ["10.0.0.0/33", "0.0.0.0/0", "10.0.0.1,::/0"] {
        assert!(problems(&[("PORTAL_TRUSTED_PROXIES", value)]).mention("PORTAL_TRUSTED_PROXIES"), "{value}");
    }
    assert!(problems(&[("PORTAL_FORWARDED_HEADER", "x-real-ip")]).mention("PORTAL_FORWARDED_HEADER"));
    assert!(problems(&[("PORTAL_PROXY_SECRET_PREVIOUS", "short")]).mention("PORTAL_PROXY_SECRET_PREVIOUS"));
}
