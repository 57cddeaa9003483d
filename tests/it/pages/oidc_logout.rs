//! Signing out: here, at the provider, and at another portal on the same database.

use super::oidc::{AMARA, sign_in, started};
use crate::support::{Browser, TestApp};
use futures::future::join_all;
use reqwest::{Method, StatusCode};
use serde_json::json;
use sigma_portal::{auth::AuthConfig, web::Mode};

#[tokio::test]
async fn signing_out_leads_on_to_the_provider() {
    let (app, _) = started(|_| {}).await;
    let mut browser = app.visitor();
    sign_in(&app, &mut browser).await;
    let session = browser.cookie.clone();
    let out = browser.call("/me", "session/end", &[]).await;
    assert_eq!(out.location.as_deref(), Some("/sign-in/out"));
    browser.add_cookie(&out.cookie.unwrap());
    let between = browser.get("/sign-in/out").await;
    let refresh = between.headers["refresh"].to_str().unwrap();
    assert!(refresh.contains("/end?client_id=portal") && refresh.contains("id_token_hint="), "{refresh}");
    assert!(refresh.contains("post_logout_redirect_uri=http") && refresh.contains("%2Fsign-in"), "{refresh}");
    let before = app.holding(session);
    assert_eq!(before.get("/me").await.status, StatusCode::SEE_OTHER, "the session goes on");
    let gate = browser.get("/sign-in").await;
    assert_eq!(gate.status, StatusCode::OK);
    assert!(gate.text().contains("Sign in with Lumen ID"), "{}", gate.text());
}

#[tokio::test]
async fn who_signs_out_at_the_provider_is_signed_out_here_and_a_token_works_once() {
    let (app, provider) = started(|_| {}).await;
    let tell = async |token: &str| {
        let browser = app.visitor();
        let request = browser.request(Method::POST, "/sign-in/back-channel-logout");
        browser.send(request.form(&[("logout_token", token)])).await
    };
    let mut browsers = Vec::new();
    for subject in ["ada", "ada", "leo"] {
        let email = if subject == "ada" { AMARA } else { "leo.martins@lumen.example" };
        provider.signs_in(subject, email, json!({"sid": format!("{subject}-{}", browsers.len())}));
        let mut browser = app.visitor();
        sign_in(&app, &mut browser).await;
        browsers.push(browser);
    }
    let open = async |nth: usize| browsers[nth].get("/me").await.status == StatusCode::OK;
    for refused in [
        json!({"sub": "ada", "events": null}),
        json!({"sub": "ada", "nonce": "n"}),
        json!({"sub": "ada", "iss": "https://evil.example"}),
        json!({"sub": "ada", "aud": "another"}),
        json!({"sub": "ada", "jti": null}),
        json!({"sub": "ada", "exp": 1}),
        json!({}),
    ] {
        let answer = tell(&provider.logout_token(refused.clone())).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{refused}: {}", answer.body);
    }
    assert_eq!(tell("rubbish").await.status, StatusCode::BAD_REQUEST);
    assert!(open(0).await && open(1).await && open(2).await);
    let one = provider.logout_token(json!({"sid": "ada-0"}));
    let answer = tell(&one).await;
    assert_eq!((answer.status, &answer.headers["cache-control"]), (StatusCode::OK, &"no-store".parse().unwrap()));
    assert!(!open(0).await && open(1).await && open(2).await, "a session of another id has ended");
    assert_eq!(tell(&one).await.status, StatusCode::BAD_REQUEST, "a token is taken twice");
    assert_eq!(tell(&provider.logout_token(json!({"sub": "ada"}))).await.status, StatusCode::OK);
    assert!(!open(1).await && open(2).await);

    // Whoever goes on with rubbish is turned away without being looked at for long; the provider's own word still counts.
    let rubbish = join_all((0..40).map(|_| tell("rubbish"))).await;
    assert!(rubbish.iter().any(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(tell(&provider.logout_token(json!({"sub": "leo"}))).await.status, StatusCode::OK);
    assert!(!open(2).await);
}

#[tokio::test]
async fn two_portals_on_one_database_share_sessions_and_their_ends() {
    let (first, provider) = started(|_| {}).await;
    let auth = AuthConfig::Oidc(Box::new(provider.config()));
    let database = first.database_url();
    let second = TestApp::start_as(auth, Mode::Serve, |_| {}, |portal| portal.database_url = database.into()).await;
    second.wait_until_ready().await;
    let tell = async |app: &TestApp, token: &str| {
        let visitor = app.visitor();
        let request = visitor.request(Method::POST, "/sign-in/back-channel-logout");
        visitor.send(request.form(&[("logout_token", token)])).await.status
    };
    let is_open = async |browser: &Browser<'_>| browser.get("/me").await.status == StatusCode::OK;

    provider.signs_in("ada", AMARA, json!({"sid": "one"}));
    let mut here = first.visitor();
    sign_in(&first, &mut here).await;
    let there = second.holding(here.cookie.clone());
    assert!(is_open(&here).await && is_open(&there).await);
    let out = provider.logout_token(json!({"sid": "one"}));
    assert_eq!(tell(&second, &out).await, StatusCode::OK);
    assert!(!is_open(&here).await && !is_open(&there).await, "what one portal was told, the other has not heard");
    assert_eq!(tell(&first, &out).await, StatusCode::BAD_REQUEST, "a token is taken once by each");

    sign_in(&second, &mut here).await;
    let there = second.holding(here.cookie.clone());
    assert!(is_open(&here).await && is_open(&there).await, "a session of one is none of the other");
    there.call("/me", "session/end", &[]).await;
    assert!(!is_open(&here).await, "signed out at one, signed in at the other");
}
