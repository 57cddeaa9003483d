//! `/v2/workbooks` without exports (BEHAVIOUR.md section 13).

use std::collections::HashSet;

use serde_json::json;

use super::client::{Client, column};

const ALL: &str = "/v2/workbooks?skipPermissionCheck=true";

/// The credentials' owner without the rights of the admins' team and of the Admin account type.
async fn demoted() -> Client {
    let client = Client::new().await;
    let owner = client.member_id("sigma-portal@lumen.example").await;
    let team = client.team_id("Sigma Admins").await;
    client.patch(&format!("/v2/teams/{team}/members"), json!({ "remove": [owner] })).await.ok();
    client.patch(&format!("/v2/members/{owner}"), json!({ "memberType": "Build" })).await.ok();
    client
}

#[tokio::test]
async fn a_list_holds_what_the_owner_can_access_and_an_admin_may_skip_that() {
    let client = Client::new().await;
    let own = client.all("/v2/workbooks").await;
    let all = client.all(ALL).await;
    assert!(!own.is_empty() && own.len() < all.len());
    let ids: HashSet<_> = column(&all, "workbookId").into_iter().collect();
    assert!(column(&own, "workbookId").iter().all(|id| ids.contains(id)));
    demoted().await.get(ALL).await.refused(403, "forbidden");
}

#[tokio::test]
async fn explorations_and_tags_are_chosen_by_flags() {
    let client = Client::new().await;
    let is_exploration = |name: &String| name.starts_with("Exploration of");
    assert!(column(&client.all(ALL).await, "name").iter().any(is_exploration));
    let without = client.all(&format!("{ALL}&excludeExplorations=true")).await;
    assert!(!column(&without, "name").iter().any(is_exploration));
    assert!(client.all(ALL).await.iter().any(|book| !book["tags"].as_array().unwrap().is_empty()));
    assert!(client.all(&format!("{ALL}&excludeTags=true")).await.iter().all(|book| book.get("tags").is_none()));
}

#[tokio::test]
async fn a_workbook_id_must_be_a_uuid() {
    let client = Client::new().await;
    let message = client.get("/v2/workbooks/4JRFW1HThPI1K3YTjouXI7").await.refused(400, "invalid_request");
    assert_eq!(message, "Expecting UUID at workbookId but instead got: \"4JRFW1HThPI1K3YTjouXI7\"");
}

#[tokio::test]
async fn a_workbook_is_read_by_those_with_access() {
    let client = Client::new().await;
    let book = &client.all("/v2/workbooks?isArchived=false").await[0];
    let path = format!("/v2/workbooks/{}", book["workbookId"].as_str().unwrap());
    let read = client.get(&path).await.ok();
    assert_eq!(&read, book);
    assert!(read["url"].as_str().unwrap().ends_with(read["workbookUrlId"].as_str().unwrap()));
    let other = demoted().await;
    other.get(&path).await.refused(403, "forbidden");
}

#[tokio::test]
async fn a_schema_names_pages_and_elements_and_sql_on_request() {
    let client = Client::new().await;
    let id = client.all("/v2/workbooks?isArchived=false").await[0]["workbookId"].as_str().unwrap().to_owned();
    let schema = client.get(&format!("/v2/workbooks/{id}/schema")).await.ok();
    assert!(!schema["pages"].as_object().unwrap().is_empty());
    assert!(schema["sqlQueries"].as_object().unwrap().is_empty());
    let with_sql = client.get(&format!("/v2/workbooks/{id}/schema?includeSql=true")).await.ok();
    assert_eq!(with_sql["sqlQueries"].as_object().unwrap().len(), schema["elements"].as_object().unwrap().len());
    client.get(&format!("/v2/workbooks/{id}/schema?tag=none")).await.refused(404, "not_found");
}
