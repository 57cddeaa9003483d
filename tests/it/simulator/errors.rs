//! Error bodies (BEHAVIOUR.md section 5).

use reqwest::Method;
use serde_json::json;

use super::client::{Client, receive};

#[tokio::test]
async fn an_unknown_path_answers_in_sigmas_form() {
    let client = Client::new().await;
    client.get("/v2/nothing").await.refused(404, "not_found");
    client.get("/v3alpha/members").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_wrong_method_answers_in_sigmas_form() {
    let client = Client::new().await;
    let answer = receive(client.request(Method::PUT, "/v2/members")).await.unwrap();
    assert!(answer.headers.contains_key("allow"));
    answer.refused(405, "method_not_allowed");
}

#[tokio::test]
async fn every_answer_names_its_request() {
    let client = Client::new().await;
    assert_eq!(client.get("/v2/whoami").await.headers["x-request-id"].len(), 36);
    let refused = client.get("/v2/teams/none").await;
    assert_eq!(refused.headers["x-request-id"].to_str().unwrap(), refused.json()["requestId"]);
}

#[tokio::test]
async fn a_missing_field_is_named_as_sigma_names_it() {
    let client = Client::new().await;
    let message = client.post("/v2/teams", json!({})).await.refused(400, "invalid_request");
    assert_eq!(message, "Expecting string at 0.name but instead got: undefined");
    let message = client.post("/v2/teams", json!({ "name": 5 })).await.refused(400, "invalid_request");
    assert_eq!(message, "Expecting string at 0.name but instead got: 5");
}

#[tokio::test]
async fn a_body_that_is_not_json_is_a_bad_request() {
    let client = Client::new().await;
    let broken = client.request(Method::POST, "/v2/teams").header("content-type", "application/json").body("{");
    receive(broken).await.unwrap().refused(400, "invalid_request");
    let form = client.request(Method::POST, "/v2/teams").form(&[("name", "X")]);
    receive(form).await.unwrap().refused(400, "invalid_request");
    client.post("/v2/teams", json!([1])).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn a_parameter_of_the_wrong_type_is_a_bad_request() {
    let client = Client::new().await;
    for path in ["/v2/members?includeArchived=yes", "/v2/teams?visibility=secret", "/v2/members?limit=many"] {
        client.get(path).await.refused(400, "invalid_request");
    }
}
