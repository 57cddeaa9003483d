//! `POST /v2/auth/token` and `GET /v2/whoami` (BEHAVIOUR.md section 2).

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::client::{Client, receive};

const CREDENTIALS: [(&str, &str); 3] =
    [("grant_type", "client_credentials"), ("client_id", "demo-client"), ("client_secret", "demo-secret")];

#[tokio::test]
async fn credentials_in_the_form_give_a_token_pair() {
    let client = Client::new().await;
    let pair = client.form(&CREDENTIALS).await.ok();
    assert_eq!(pair["token_type"], "bearer");
    assert_eq!(pair["expires_in"], 3599);
    assert!(pair["access_token"].is_string() && pair["refresh_token"].is_string());
    assert_ne!(pair["access_token"], pair["refresh_token"]);
}

#[tokio::test]
async fn credentials_as_basic_give_a_token_too() {
    let client = Client::new().await;
    let url = format!("{}/v2/auth/token", client.running.url);
    let request = client.http.post(&url).basic_auth("demo-client", Some("demo-secret"));
    let pair = receive(request.form(&[("grant_type", "client_credentials")])).await.unwrap().ok();
    assert_eq!(pair["expires_in"], 3599);
    let wrong = client.http.post(&url).basic_auth("demo-client", Some("no"));
    receive(wrong.form(&[("grant_type", "client_credentials")])).await.unwrap().refused(401, "unauthorized");
}

#[tokio::test]
async fn wrong_credentials_are_refused_without_repeating_them() {
    let client = Client::new().await;
    let form = [("grant_type", "client_credentials"), ("client_id", "demo-client"), ("client_secret", "hunter2")];
    let message = client.form(&form).await.refused(401, "unauthorized");
    assert!(!message.contains("hunter2"));
}

#[tokio::test]
async fn an_incomplete_or_unknown_grant_is_a_bad_request() {
    let client = Client::new().await;
    assert_eq!(
        client.form(&[]).await.refused(400, "invalid_request"),
        "Expecting string at grant_type but instead got: undefined"
    );
    client.form(&[("grant_type", "password")]).await.refused(400, "invalid_request");
    client.form(&[("grant_type", "client_credentials")]).await.refused(401, "unauthorized");
}

#[tokio::test]
async fn a_refresh_token_gives_a_new_pair_and_works_once() {
    let client = Client::new().await;
    let first = client.form(&CREDENTIALS).await.ok();
    let refresh = first["refresh_token"].as_str().unwrap();
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh), CREDENTIALS[1], CREDENTIALS[2]];
    let second = client.form(&form).await.ok();
    assert_ne!(second["access_token"], first["access_token"]);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    client.form(&form).await.refused(401, "unauthorized");
}

#[tokio::test]
async fn a_token_expires_by_the_clock() {
    let client = Client::new().await;
    client.simulator().forward(Duration::from_secs(3590));
    client.get("/v2/whoami").await.ok();
    client.simulator().forward(Duration::from_secs(10));
    let message = client.get("/v2/whoami").await.refused(401, "unauthorized");
    assert!(message.starts_with("We cannot verify your identity"), "{message}");
}

#[tokio::test]
async fn a_missing_or_malformed_token_is_refused() {
    let client = Client::new().await;
    let url = format!("{}/v2/members", client.running.url);
    for request in [client.http.get(&url), client.http.get(&url).header("authorization", "Token x")] {
        let message = receive(request).await.unwrap().refused(401, "unauthorized");
        assert_eq!(message, "Token missing or malformed");
    }
}

#[tokio::test]
async fn more_than_one_token_in_a_second_is_too_many() {
    let client = Client::new().await;
    client.simulator().set_token_limit(Some(1));
    client.form(&CREDENTIALS).await.ok();
    let second = client.form(&CREDENTIALS).await;
    assert_eq!(second.headers["retry-after"], "1");
    second.refused(429, "rate_limited");
    client.simulator().set_token_limit(None);
    client.form(&CREDENTIALS).await.ok();
}

#[tokio::test]
async fn whoami_names_the_credentials_owner() {
    let client = Client::new().await;
    let me = client.get("/v2/whoami").await.ok();
    assert_eq!(me["userId"], client.member_id("sigma-portal@lumen.example").await);
    assert_eq!(me.as_object().unwrap().len(), 2, "only what is declared: {me}");
}

#[tokio::test]
async fn deactivating_the_owner_disables_the_credentials() {
    let client = Client::new().await;
    let owner = client.member_id("sigma-portal@lumen.example").await;
    client.patch(&format!("/v2/members/{owner}"), json!({ "isArchived": true })).await.ok();
    client.get("/v2/whoami").await.refused(401, "unauthorized");
    client.form(&CREDENTIALS).await.refused(401, "unauthorized");
}

#[tokio::test]
async fn an_owner_who_is_no_longer_admin_may_read_but_not_administer() {
    let client = Client::new().await;
    let owner = client.member_id("sigma-portal@lumen.example").await;
    client.patch(&format!("/v2/members/{owner}"), json!({ "memberType": "View" })).await.ok();
    client.get("/v2/members").await.ok();
    client.get("/v2/accountTypes").await.refused(403, "forbidden");
    client.post("/v2/teams", json!({ "name": "X" })).await.refused(403, "forbidden");
    let request = client.request(Method::DELETE, &format!("/v2/members/{owner}"));
    receive(request).await.unwrap().refused(403, "forbidden");
}
