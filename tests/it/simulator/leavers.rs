//! What becomes of the documents of somebody who is deactivated (BEHAVIOUR.md section 7).

use serde_json::{Value, json};

use super::client::{Client, column};

/// A client, the id of Jonas, and the workbooks he owns.
async fn jonas() -> (Client, String, Vec<String>) {
    let client = Client::new().await;
    let id = client.member_id("jonas.weber@lumen.example").await;
    let books = owned(&client, &id).await;
    assert!(!books.is_empty());
    (client, id, books)
}

async fn owned(client: &Client, member: &str) -> Vec<String> {
    let mut all = client.all("/v2/workbooks?skipPermissionCheck=true&isArchived=false").await;
    all.retain(|book| book["ownerId"] == member);
    column(&all, "workbookId")
}

async fn leave(client: &Client, member: &str, body: Value) {
    client.patch(&format!("/v2/members/{member}"), body).await.ok();
}

#[tokio::test]
async fn deleting_hands_documents_to_the_credentials_owner() {
    let (client, id, books) = jonas().await;
    client.delete(&format!("/v2/members/{id}")).await.ok();
    assert!(owned(&client, &id).await.is_empty());
    let heir = owned(&client, &client.member_id("sigma-portal@lumen.example").await).await;
    assert!(books.iter().all(|book| heir.contains(book)));
}

#[tokio::test]
async fn a_new_owner_can_be_chosen_and_finds_a_folder_named_after_the_leaver() {
    let (client, id, books) = jonas().await;
    let amara = client.member_id("amara.okafor@lumen.example").await;
    leave(&client, &id, json!({ "isArchived": true, "newOwnerId": amara })).await;
    let heir = owned(&client, &amara).await;
    assert!(books.iter().all(|book| heir.contains(book)));
    let files = client.all(&format!("/v2/members/{amara}/files")).await;
    let moved = files.iter().filter(|file| file["path"] == "My Documents/Archived Users/Jonas Weber");
    assert!(moved.count() > 0);
}

#[tokio::test]
async fn documents_do_not_return_with_the_member() {
    let (client, id, _) = jonas().await;
    client.delete(&format!("/v2/members/{id}")).await.ok();
    leave(&client, &id, json!({ "isArchived": false })).await;
    assert!(owned(&client, &id).await.is_empty());
}

#[tokio::test]
async fn documents_can_be_archived_instead() {
    let (client, id, books) = jonas().await;
    leave(&client, &id, json!({ "isArchived": true, "archiveDocuments": true })).await;
    assert!(owned(&client, &id).await.is_empty());
    let archived = client.all("/v2/workbooks?skipPermissionCheck=true&isArchived=true").await;
    let archived = column(&archived, "workbookId");
    assert!(books.iter().all(|book| archived.contains(book)));
}

#[tokio::test]
async fn these_wishes_do_nothing_unless_the_member_is_deactivated() {
    let (client, id, books) = jonas().await;
    let amara = client.member_id("amara.okafor@lumen.example").await;
    leave(&client, &id, json!({ "newOwnerId": amara })).await;
    leave(&client, &id, json!({ "archiveDocuments": true, "archiveScheduledExports": true })).await;
    assert_eq!(owned(&client, &id).await, books);
}

#[tokio::test]
async fn the_heir_must_be_another_active_member() {
    let (client, id, _) = jonas().await;
    let path = format!("/v2/members/{id}");
    let gone = client.member_id("leo.martins@lumen.example").await;
    client.delete(&format!("/v2/members/{gone}")).await.ok();
    for heir in [&id, &gone] {
        client.patch(&path, json!({ "isArchived": true, "newOwnerId": heir })).await.refused(400, "invalid_request");
    }
    client.patch(&path, json!({ "isArchived": true, "newOwnerId": "nobody" })).await.refused(404, "not_found");
    assert!(client.get(&path).await.ok().get("isArchived").is_none());
}
