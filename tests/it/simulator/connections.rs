//! `/v2/connections` (BEHAVIOUR.md section 12).

use serde_json::json;

use super::client::{Client, column, named};

#[tokio::test]
async fn archived_connections_are_listed_only_on_request() {
    let client = Client::new().await;
    let listed = client.all("/v2/connections").await;
    assert!(!column(&listed, "name").contains(&"Legacy Reporting".to_owned()));
    let all = client.all("/v2/connections?includeArchived=true").await;
    assert_eq!(named(&all, "Legacy Reporting")["isArchived"], true);
    assert_eq!(named(&all, "Sigma Sample Database")["isSample"], true);
    assert_eq!(named(&all, "Sigma Audit Logs")["isAuditLog"], true);
    let found = client.all("/v2/connections?search=warehouse").await;
    assert_eq!(column(&found, "name"), ["Lumen Warehouse"]);
}

#[tokio::test]
async fn a_connection_is_read_without_secrets_and_renamed() {
    let client = Client::new().await;
    let path = format!("/v2/connections/{}", client.connection_id("Lumen Warehouse").await);
    let connection = client.get(&path).await.ok();
    assert_eq!(connection["type"], "snowflake");
    assert!(!connection.to_string().to_lowercase().contains("password"));
    let changed = client.patch(&path, json!({ "name": "Lumen Warehouse (prod)", "useOauth": true })).await.ok();
    assert_eq!((&changed["name"], &changed["useOauth"]), (&json!("Lumen Warehouse (prod)"), &json!(true)));
    client.patch(&path, json!({ "useOauth": "yes" })).await.refused(400, "invalid_request");
    client.get("/v2/connections/none").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_connection_test_tells_reading_from_writing() {
    let client = Client::new().await;
    let test = async |name: &str| {
        let id = client.connection_id(name).await;
        client.get(&format!("/v2/connections/{id}/test")).await.ok()
    };
    assert_eq!(test("Lumen Warehouse").await, json!({ "read": "SUCCESS", "write": "SUCCESS" }));
    assert_eq!(test("Shop Database").await, json!({ "read": "SUCCESS", "write": "DISABLED" }));
    assert_eq!(test("Legacy Reporting").await, json!({ "read": "FAILED", "write": "FAILED" }));
}

#[tokio::test]
async fn a_warehouse_path_is_looked_up() {
    let client = Client::new().await;
    let path = format!("/v2/connection/{}/lookup", client.connection_id("Lumen Warehouse").await);
    let kind = async |parts: &[&str]| client.post(&path, json!({ "path": parts })).await.ok()["kind"].clone();
    assert_eq!(kind(&[]).await, "scope");
    assert_eq!(kind(&["LUMEN", "SALES"]).await, "scope");
    assert_eq!(kind(&["LUMEN", "SALES", "ORDERS"]).await, "table");
    client.post(&path, json!({ "path": ["NO"] })).await.refused(404, "not_found");
    client.post(&path, json!({ "path": ["A", "B", "C", "D"] })).await.refused(400, "invalid_request");
    client.post(&path, json!({})).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn connection_grants_are_given_and_taken() {
    let client = Client::new().await;
    let path = format!("/v2/connections/{}/grants", client.connection_id("Shop Database").await);
    let leo = client.member_id("leo.martins@lumen.example").await;
    let body = |permission: &str| json!({ "grants": [{ "grantee": { "memberId": leo }, "permission": permission }] });
    client.post(&path, body("view")).await.refused(400, "invalid_request");
    assert_eq!(client.post(&path, body("annotate")).await.ok(), json!({}));
    let grants = client.all(&path).await;
    let grant = grants.iter().find(|grant| grant["memberId"] == leo).unwrap();
    assert_eq!(grant["permission"], "annotate");
    let grant = format!("{path}/{}", grant["grantId"].as_str().unwrap());
    assert_eq!(client.delete(&grant).await.ok(), json!({}));
    client.delete(&grant).await.refused(404, "not_found");
}
