//! `/v2/files` and a member's files (BEHAVIOUR.md section 14).

use serde_json::{Value, json};

use super::client::{Client, column};

#[tokio::test]
async fn a_workspace_lists_what_it_holds() {
    let client = Client::new().await;
    let workspace = client.workspace_id("Finance").await;
    let under = client.all(&format!("/v2/files?parentId={workspace}")).await;
    assert!(!under.is_empty());
    assert!(under.iter().all(|file| file["path"].as_str().unwrap().split('/').next() == Some("Finance")));
    let direct = client.all(&format!("/v2/files?parentId={workspace}&directChildFilter=true")).await;
    assert!(direct.len() < under.len());
    assert!(direct.iter().all(|file| file["parentId"] == workspace && file["path"] == "Finance"));
    client.get("/v2/files?parentId=none").await.refused(404, "not_found");
}

#[tokio::test]
async fn types_are_chosen_and_workspaces_only_alone() {
    let client = Client::new().await;
    let types = async |query: &str| {
        let mut types = column(&client.all(&format!("/v2/files{query}")).await, "type");
        types.sort();
        types.dedup();
        types
    };
    assert_eq!(types("").await, ["data-model", "dataset", "folder", "report", "workbook"]);
    assert_eq!(types("?typeFilters=folder&typeFilters=dataset").await, ["dataset", "folder"]);
    assert_eq!(types("?typeFilters=workspace").await, ["workspace"]);
    assert_eq!(types("?typeFilters=workspace&typeFilters=folder").await, ["folder"]);
    client.get("/v2/files?typeFilters=song").await.refused(400, "invalid_request");
}

#[tokio::test]
async fn even_an_admin_sees_only_what_was_shared() {
    let client = Client::new().await;
    let seen = client.all("/v2/files?typeFilters=workbook").await;
    let all = client.all("/v2/workbooks?skipPermissionCheck=true").await;
    assert!(seen.len() < all.len());
    let home = client.get(&format!("/v2/members/{}", client.member_id("leo.martins@lumen.example").await)).await.ok();
    let home = home["homeFolderId"].as_str().unwrap();
    assert!(client.all(&format!("/v2/files?parentId={home}")).await.is_empty());
    assert_eq!(
        client.get(&format!("/v2/files/{home}")).await.ok()["permission"],
        "edit",
        "a single one, an Admin may see"
    );
}

#[tokio::test]
async fn somebody_elses_view_has_that_persons_permissions_and_ceiling() {
    let client = Client::new().await;
    let leo = client.member_id("leo.martins@lumen.example").await;
    let path = format!("/v2/members/{leo}/files");
    let files = client.all(&path).await;
    assert!(files.iter().any(|file| file["path"] == "My Documents"));
    // View is the most that Leo's account type allows, also on documents of his own.
    assert!(files.iter().all(|file| file["permission"] == "view"));
    assert!(client.all(&format!("{path}?permissionFilter=edit")).await.is_empty());
    client.patch(&format!("/v2/members/{leo}"), json!({ "memberType": "Build" })).await.ok();
    assert!(!client.all(&format!("{path}?permissionFilter=edit")).await.is_empty());
    client.get("/v2/members/nobody/files").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_grant_opens_a_workspace_and_everything_in_it() {
    let client = Client::new().await;
    let leo = client.member_id("leo.martins@lumen.example").await;
    let board = client.workspace_id("Executive Board").await;
    let path = format!("/v2/members/{leo}/files?parentId={board}");
    assert!(client.all(&path).await.is_empty());
    let body = json!({ "grants": [{ "grantee": { "memberId": leo }, "permission": "view" }] });
    client.post(&format!("/v2/workspaces/{board}/grants"), body).await.ok();
    let files = client.all(&path).await;
    assert!(!files.is_empty());
    let document = files[0]["id"].as_str().unwrap();
    let grants = client.all(&format!("/v2/grants?inodeId={document}")).await;
    assert!(grants.iter().any(|grant| grant["memberId"] == leo), "inherited from the workspace");
    let direct = client.all(&format!("/v2/grants?inodeId={document}&directGrantsOnly=true")).await;
    assert!(direct.len() < grants.len());
}

#[tokio::test]
async fn a_name_and_a_permission_narrow_the_list() {
    let client = Client::new().await;
    let all = client.all("/v2/files").await;
    let name = all.iter().find(|file| file["type"] == "workbook").unwrap()["name"].as_str().unwrap();
    let found = client.all(&format!("/v2/files?name={}", name.to_uppercase().replace(' ', "%20"))).await;
    assert!(!found.is_empty() && found.len() < all.len());
    let organize = client.all("/v2/files?permissionFilter=organize").await;
    assert!(organize.iter().all(|file| file["type"] == "folder"));
}

#[tokio::test]
async fn files_are_read_in_every_form() {
    let client = Client::new().await;
    let document = client.all("/v2/files").await[0].clone();
    assert_eq!(client.get(&format!("/v2/files/{}", document["id"].as_str().unwrap())).await.ok(), document);
    let workspace = client.get(&format!("/v2/files/{}", client.workspace_id("Finance").await)).await.ok();
    assert_eq!((&workspace["type"], &workspace["path"]), (&json!("workspace"), &json!("")));
    let owner = client.get(&format!("/v2/members/{}", client.member_id("sigma-portal@lumen.example").await)).await.ok();
    let home = client.get(&format!("/v2/files/{}", owner["homeFolderId"].as_str().unwrap())).await.ok();
    assert_eq!((&home["name"], &home["type"]), (&json!("My Documents"), &json!("folder")));
    client.get("/v2/files/none").await.refused(404, "not_found");
}

async fn some(client: &Client, kind: &str) -> Value {
    client.all(&format!("/v2/files?typeFilters={kind}")).await[0].clone()
}

#[tokio::test]
async fn a_file_is_renamed_moved_and_given_away() {
    let client = Client::new().await;
    let path = format!("/v2/files/{}", some(&client, "workbook").await["id"].as_str().unwrap());
    let sandbox = client.workspace_id("Sandbox").await;
    let leo = client.member_id("leo.martins@lumen.example").await;
    let body = json!({ "name": "Renamed", "description": "New words", "parentId": sandbox, "ownerId": leo });
    let file = client.patch(&path, body).await.ok();
    assert_eq!(file["name"], "Renamed");
    assert_eq!(file["path"], "Sandbox");
    assert_eq!(file["ownerId"], leo);
    assert_eq!(file["description"], "New words");
    let under = client.all(&format!("/v2/files?parentId={sandbox}&directChildFilter=true")).await;
    assert!(column(&under, "name").contains(&"Renamed".to_owned()));
    client.patch(&path, json!({ "ownerId": "nobody" })).await.refused(404, "not_found");
    client.patch(&path, json!({ "parentId": "none" })).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_folder_cannot_be_moved_into_itself() {
    let client = Client::new().await;
    let id = some(&client, "folder").await["id"].clone();
    let path = format!("/v2/files/{}", id.as_str().unwrap());
    client.patch(&path, json!({ "parentId": id })).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn a_workspace_is_renamed_as_a_file_but_not_moved() {
    let client = Client::new().await;
    let id = client.workspace_id("Sandbox").await;
    let path = format!("/v2/files/{id}");
    assert_eq!(client.patch(&path, json!({ "name": "Playground" })).await.ok()["name"], "Playground");
    assert_eq!(client.get(&format!("/v2/workspaces/{id}")).await.ok()["name"], "Playground");
    client.patch(&path, json!({ "parentId": id })).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn an_archived_file_is_restored() {
    let client = Client::new().await;
    let archived = client.all("/v2/workbooks?isArchived=true").await;
    let path = format!("/v2/files/{}", archived[0]["workbookId"].as_str().unwrap());
    assert_eq!(client.get(&path).await.ok()["isArchived"], true);
    assert_eq!(client.patch(&path, json!({ "restore": true })).await.ok()["isArchived"], false);
}

#[tokio::test]
async fn deleting_a_workspace_takes_its_documents_along() {
    let client = Client::new().await;
    let workspace = client.workspace_id("Finance").await;
    let document = client.all(&format!("/v2/files?parentId={workspace}")).await[0]["id"].as_str().unwrap().to_owned();
    client.delete(&format!("/v2/workspaces/{workspace}")).await.ok();
    client.get(&format!("/v2/files/{document}")).await.refused(404, "not_found");
}
