//! Behind a reverse proxy that signs what it says of each request.

use crate::support::{
    TestApp,
    provider::{Odd, Provider},
};
use reqwest::{Method, StatusCode};
use serde_json::json;
use sigma_portal::{
    auth::{
        AssertionConfig, AuthConfig,
        tokens::{Expected, KeySource},
    },
    web::Mode,
};
use std::collections::BTreeSet;

const AMARA: &str = "amara.okafor@lumen.example";
const HEADER: &str = "cf-access-jwt-assertion";

async fn started() -> (TestApp, Provider) {
    let signer = Provider::start().await;
    let oidc = signer.config();
    let config = AssertionConfig {
        header: HEADER.into(),
        expected: Expected {
            issuer: oidc.issuer,
            audiences: BTreeSet::from(["portal".to_owned()]),
            signer: None,
            algorithms: oidc.algorithms,
        },
        keys: KeySource::Set(signer.keys_url()),
        claims: oidc.claims,
        sign_out_url: Some("/cdn-cgi/access/logout".into()),
        people: oidc.people,
    };
    let app = TestApp::start_with(AuthConfig::Assertion(Box::new(config)), Mode::Serve, |_| {}).await;
    app.wait_until_ready().await;
    (app, signer)
}

async fn open(app: &TestApp, tokens: &[&str]) -> StatusCode {
    let browser = app.visitor();
    let request = tokens.iter().fold(browser.request(Method::GET, "/me"), |r, token| r.header(HEADER, *token));
    browser.send(request).await.status
}

#[tokio::test]
async fn who_is_there_is_what_the_proxy_has_signed_and_nothing_else() {
    let (app, signer) = started().await;
    let good = signer.assertion(AMARA, json!({}));
    assert_eq!(open(&app, &[&good]).await, StatusCode::OK);
    assert_eq!(open(&app, &[&good]).await, StatusCode::OK, "it is said with every request");
    for (what, token) in [
        ("issuer", signer.assertion(AMARA, json!({"iss": "https://evil.example"}))),
        ("audience", signer.assertion(AMARA, json!({"aud": "another"}))),
        ("no audience", signer.assertion(AMARA, json!({"aud": null}))),
        ("expired", signer.assertion(AMARA, json!({"exp": 1}))),
        ("no address", signer.assertion(AMARA, json!({"email": null}))),
        ("rubbish", "rubbish".to_owned()),
        ("empty", String::new()),
        ("cut", good[..good.len() - 4].to_owned()),
    ] {
        assert_eq!(open(&app, &[&token]).await, StatusCode::UNAUTHORIZED, "{what}");
    }
    signer.is_odd(Odd { unknown_key: true, ..Odd::default() });
    assert_eq!(open(&app, &[&signer.assertion(AMARA, json!({}))]).await, StatusCode::UNAUTHORIZED);
    assert_eq!(open(&app, &[]).await, StatusCode::UNAUTHORIZED);
    assert_eq!(open(&app, &[&good, &good]).await, StatusCode::BAD_REQUEST, "the header came twice");
    assert_eq!(signer.key_requests(), 1);
}
