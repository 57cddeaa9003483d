//! Tokens: made on a page, shown once, and never more than who made them.

use super::{Program, made, secret_of};
use crate::{
    requests::{AMARA, actor, member},
    store::{database::Database, on_both},
    support::TestApp,
};
use reqwest::StatusCode;
use serde_json::json;
use sigma_portal::domain::{ApiScope, ApiToken, MemberPatch};
use std::time::Duration;

#[tokio::test]
async fn a_token_is_shown_once_and_opens_what_it_was_made_for() {
    let app = TestApp::start().await;
    let page = made(&app, &[ApiScope::Read]).await;
    assert!(page.text().contains("It is shown once") && page.text().contains("HR sync"), "{}", page.text());
    let program = Program::holding(&app, secret_of(&page));
    assert_eq!(program.get("/v1/packages").await.status, StatusCode::OK);
    let amara = app.sign_in("admin").await;
    let tokens = app.running.app.store.api_tokens().await.unwrap();
    let again = amara.get(&format!("/settings/api-tokens?new={}", tokens[0].id)).await;
    assert!(!again.body.contains("sgp_"), "it is shown twice");
    assert!(again.text().contains("Read states") && again.text().contains("Made by Amara Okafor"), "{}", again.text());
    assert!(!again.text().contains("Never"), "its use is not shown: {}", again.text());
    let refused = program.post("/v1/leavers", "1", &json!({ "email": AMARA })).await;
    refused.assert_problem(StatusCode::FORBIDDEN, "forbidden");
    let audit = amara.get("/audit").await;
    assert!(audit.text().contains("Made the API token HR sync (read)"), "{}", audit.text());
}

#[tokio::test]
async fn what_is_missing_is_said_beside_its_field() {
    let app = TestApp::start().await;
    let amara = app.sign_in("admin").await;
    let page = amara.fill("/settings/api-tokens", "api-tokens/make", &[("name", "")]).await;
    assert!(page.refuses("name") && page.text().contains("Choose what the token is for"), "{}", page.text());
    assert!(app.running.app.store.api_tokens().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_token_that_is_revoked_expired_or_nobodys_opens_nothing() {
    let app = TestApp::start().await;
    let program = Program::with(&app, &[ApiScope::Read]).await;
    for secret in ["", "sgp_", "sgp_unknown", "portal-demo"] {
        let stranger = Program::holding(&app, secret.into());
        let refused = stranger.get("/v1/packages").await;
        refused.assert_problem(StatusCode::UNAUTHORIZED, "unauthorized");
        assert_eq!(refused.headers["www-authenticate"], "Bearer");
    }
    // A session opens nothing: no page of others can make a browser call.
    let amara = app.sign_in("admin").await;
    let by_cookie = amara.get("/v1/packages").await;
    assert_eq!((by_cookie.status, by_cookie.cookie), (StatusCode::UNAUTHORIZED, None));

    let revoked = amara.press("/settings/api-tokens", "Revoke HR sync", &[]).await;
    assert_eq!(revoked.location.as_deref(), Some("/settings/api-tokens"));
    program.get("/v1/packages").await.assert_problem(StatusCode::UNAUTHORIZED, "unauthorized");
    assert!(amara.get("/settings/api-tokens").await.text().contains("Revoked"));

    let another = Program::with(&app, &[ApiScope::Read]).await;
    assert_eq!(another.get("/v1/packages").await.status, StatusCode::OK);
    app.running.app.store.clock().advance(Duration::from_hours(24 * 91));
    another.get("/v1/packages").await.assert_problem(StatusCode::UNAUTHORIZED, "unauthorized");
}

#[tokio::test]
async fn a_token_does_no_more_than_who_made_it_may_do_now() {
    let app = TestApp::start().await;
    let program = Program::full(&app).await;
    assert_eq!(program.get("/v1/packages").await.status, StatusCode::OK);
    let patch = MemberPatch { account_type: Some("View".into()), ..MemberPatch::default() };
    app.running.app.client.members().update(&member(&app, AMARA).id, &patch).await.unwrap();
    assert!(app.running.app.directory.sync().await);
    program.get("/v1/packages").await.assert_problem(StatusCode::FORBIDDEN, "forbidden");
    let body =
        json!({ "email": "mia.lund@lumen.example", "firstName": "Mia", "lastName": "Lund", "accountType": "View" });
    program.post("/v1/onboardings", "1", &body).await.assert_problem(StatusCode::FORBIDDEN, "forbidden");
    assert!(app.snapshot().member_by_email("mia.lund@lumen.example").is_none());
}

#[tokio::test]
async fn who_calls_too_often_waits() {
    let app = TestApp::start_set(|portal| portal.limits.api.burst = 3).await;
    let program = Program::full(&app).await;
    let mut last = program.get("/v1/packages").await;
    for _ in 0..5 {
        last = program.get("/v1/packages").await;
    }
    last.assert_problem(StatusCode::TOO_MANY_REQUESTS, "too-many");
    assert!(last.headers.contains_key("retry-after"));
    let other = Program::full(&app).await;
    assert_eq!(other.get("/v1/packages").await.status, StatusCode::OK, "each token counts by itself");
}

on_both!(secrets_are_had_once_and_by_their_maker, a_call_is_known_again_by_its_key);

fn token(made_by: sigma_portal::domain::Actor) -> ApiToken {
    ApiToken {
        id: "t-1".into(),
        name: "HR sync".into(),
        scopes: vec![ApiScope::Read, ApiScope::Leave],
        made_by,
        made_at: "2026-03-01T00:00:00Z".parse().unwrap(),
        expires_at: None,
        used_at: None,
        revoked_at: None,
    }
}

async fn secrets_are_had_once_and_by_their_maker(database: Database) {
    let (store, other) = (database.store().await, database.store().await);
    let ada = crate::store::samples::actor("Ada Okafor", "ada@lumen.example");
    let ben = crate::store::samples::actor("Ben Ito", "ben@lumen.example");
    let (token, now) = (token(ada.clone()), "2026-03-01T00:01:00Z".parse().unwrap());
    store.insert_api_token(&token).await.unwrap();
    assert_eq!(other.reveal_api_token(&token.id, &ben.key(), now).await.unwrap(), None);
    let key = ada.key();
    let (first, second) =
        tokio::join!(store.reveal_api_token(&token.id, &key, now), other.reveal_api_token(&token.id, &key, now));
    let shown: Vec<_> = [first.unwrap(), second.unwrap()].into_iter().flatten().collect();
    let [(known, secret)] = shown.as_slice() else { panic!("shown {} times", shown.len()) };
    assert_eq!(*known, token);
    assert_eq!(other.api_token_of(secret).await.unwrap(), Some(token.clone()));
    assert_eq!(other.api_token_of(&format!("{secret}x")).await.unwrap(), None);
    store.note_api_use(&token, now).await.unwrap();
    assert_eq!(other.api_tokens().await.unwrap()[0].used_at, Some(now));
    assert!(store.revoke_api_token(&token.id, now).await.unwrap().is_some());
    assert!(other.revoke_api_token(&token.id, now).await.unwrap().is_none(), "revoked twice");
    assert_eq!(other.api_token_of(secret).await.unwrap().unwrap().revoked_at, Some(now));
}

async fn a_call_is_known_again_by_its_key(database: Database) {
    let (store, other) = (database.store().await, database.store().await);
    let now = "2026-03-01T00:00:00Z".parse().unwrap();
    let (id, asked) = ("t-1".into(), ["/v1/leavers", "{}"]);
    let (first, second) =
        tokio::join!(store.begin_api_call(&id, "k", &asked, now), other.begin_api_call(&id, "k", &asked, now));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!((&first, first.is_same, first.answer.as_ref()), (&second, true, None), "both make the same");
    let answer = sigma_portal::store::ApiAnswer { status: 201, body: "{\"id\":\"ß\"}".into() };
    other.answer_api_call(&first.key, &answer).await.unwrap();
    let late = sigma_portal::store::ApiAnswer { status: 200, body: "{}".into() };
    store.answer_api_call(&first.key, &late).await.unwrap();
    assert_eq!(
        store.begin_api_call(&id, "k", &asked, now).await.unwrap().answer,
        Some(answer),
        "the first answer stays"
    );
    assert!(!store.begin_api_call(&id, "k", &["/v1/leavers", "{ }"], now).await.unwrap().is_same);
    let others = store.begin_api_call(&"t-2".into(), "k", &asked, now).await.unwrap();
    assert!(others.answer.is_none() && others.made_id != first.made_id, "another token’s key is another key");
    assert_eq!(store.delete_api_calls(now + jiff::SignedDuration::from_secs(1)).await.unwrap(), 2);
    assert!(store.begin_api_call(&id, "k", &asked, now).await.unwrap().answer.is_none());
}

#[tokio::test]
async fn the_actor_of_a_token_is_who_made_it() {
    let app = TestApp::start().await;
    let amara = actor(&app, AMARA);
    let token = token(amara.clone());
    let now = app.running.app.authority.now(&token.actor(None), &app.snapshot()).unwrap();
    assert_eq!((now.key(), now.role, now.token()), (amara.key(), amara.role, Some(&token.id)));
    assert_eq!(now.name, "HR sync (API token of Amara Okafor)");
}
