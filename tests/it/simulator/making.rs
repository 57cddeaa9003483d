//! Tags, files, attributes, scheduled exports, and grants on one document, made and taken back (BEHAVIOUR.md section 18).

use serde_json::json;
use uuid::Uuid;

use super::client::{Client, column, named};
use super::strangers::{LIVE, text};

#[tokio::test]
async fn a_tag_is_made_changed_and_deleted() {
    let client = Client::new().await;
    let body = json!({ "name": "Audited", "color": "cyan" });
    let made = client.post("/v2/tags", body.clone()).await.ok();
    assert_eq!(made["name"], "Audited");
    client.post("/v2/tags", body).await.refused(409, "conflict");
    client.post("/v2/tags", json!({ "name": "X", "color": "red" })).await.refused(400, "invalid_request");
    let path = format!("/v2/tags/{}", text(&made, "versionTagId"));
    let changed = client.patch(&path, json!({ "description": "Seen by the auditors" })).await.ok();
    assert_eq!(named(&client.all("/v2/tags").await, "Audited"), &changed);
    assert_eq!(client.all(&format!("{path}/workbooks")).await, [json!(null); 0]);
    assert_eq!(client.delete(&path).await.ok(), json!({}));
    client.delete(&path).await.refused(404, "not_found");

    let production = text(named(&client.all("/v2/tags").await, "Production"), "versionTagId").to_owned();
    let tagged = client.all(&format!("/v2/tags/{production}/workbooks")).await;
    assert!(!tagged.is_empty() && tagged.iter().all(|book| book["tags"][0]["versionTagId"] == *production));
    client.delete(&format!("/v2/tags/{production}")).await.ok();
    let book = client.get(&format!("/v2/files/{}", text(&tagged[0], "workbookId"))).await.ok();
    assert_eq!(book["id"], tagged[0]["workbookId"], "the document itself stays");
    assert!(client.all(LIVE).await.iter().all(|book| book["tags"] == json!([])));
}

#[tokio::test]
async fn files_are_made_and_deleted() {
    let client = Client::new().await;
    let sandbox = client.workspace_id("Sandbox").await;
    let make = async |kind: &str, parent: &str| {
        let body = json!({ "type": kind, "name": format!("New {kind}"), "parentId": parent });
        client.post("/v2/files", body).await.ok()
    };
    let folder = make("folder", &sandbox).await;
    let book = make("workbook", text(&folder, "id")).await;
    assert_eq!((text(&book, "type"), text(&book, "path")), ("workbook", "Sandbox/New folder"));
    let path = format!("/v2/workbooks/{}", text(&book, "id"));
    assert_eq!(client.get(&path).await.ok()["name"], "New workbook");
    assert_eq!(client.delete(&format!("/v2/files/{}", text(&folder, "id"))).await.ok(), json!({}));
    client.get(&path).await.refused(409, "inode_archived");
    let workspace = client.post("/v2/files", json!({ "type": "workspace", "name": "Made as a file" })).await.ok();
    assert_eq!(client.workspace_id("Made as a file").await, text(&workspace, "id"));
    client.delete(&format!("/v2/files/{}", text(&workspace, "id"))).await.ok();
    assert!(!column(&client.all("/v2/workspaces").await, "name").contains(&"Made as a file".to_owned()));
    let nowhere = json!({ "type": "folder", "name": "X", "parentId": Uuid::new_v4() });
    client.post("/v2/files", nowhere).await.refused(404, "not_found");
    client.post("/v2/files", json!({ "type": "dataset", "name": "X" })).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn an_attribute_is_deleted_with_its_values() {
    let client = Client::new().await;
    let made = client.post("/v2/user-attributes", json!({ "name": "Shift" })).await.ok();
    let path = format!("/v2/user-attributes/{}", text(&made, "userAttributeId"));
    assert_eq!(client.get(&format!("{path}/tenants")).await.ok()["entries"], json!([]));
    assert_eq!(client.delete(&path).await.ok(), json!({}));
    client.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn one_document_is_granted_by_itself() {
    let client = Client::new().await;
    let leo = client.member_id("leo.martins@lumen.example").await;
    let body = json!({ "grants": [{ "grantee": { "memberId": leo }, "permission": "view" }] });
    for (list, id) in [("workbooks", "workbookId"), ("reports", "reportId"), ("datasets", "datasetId")] {
        let document = text(&client.all(&format!("/v2/{list}?isArchived=false")).await[0], id).to_owned();
        let path = format!("/v2/{list}/{document}/grants");
        assert_eq!(client.post(&path, body.clone()).await.ok(), json!({}));
        let grants = client.all(&format!("/v2/grants?inodeId={document}&directGrantsOnly=true")).await;
        let grant = grants.iter().find(|grant| grant["memberId"] == *leo).expect(list);
        let one = format!("{path}/{}", text(grant, "grantId"));
        assert_eq!(client.delete(&one).await.ok(), json!({}));
        client.delete(&one).await.refused(404, "not_found");
        let usage = json!({ "grants": [{ "grantee": { "memberId": leo }, "permission": "usage" }] });
        client.post(&path, usage).await.refused(400, "invalid_request");
    }
}

#[tokio::test]
async fn a_scheduled_export_is_made_paused_and_deleted() {
    let client = Client::new().await;
    let owner = client.get("/v2/whoami").await.ok()["userId"].clone();
    for (list, id) in [("workbooks", "workbookId"), ("reports", "reportId")] {
        let document = text(&client.all(&format!("/v2/{list}?isArchived=false")).await[0], id).to_owned();
        let path = format!("/v2/{list}/{document}/schedules");
        let before = client.all(&path).await;
        let body = json!({
            "target": [{ "email": "board@lumen.example" }],
            "schedule": { "cronSpec": "0 7 * * 1", "timezone": "Europe/Berlin" },
            "configV2": {
                "title": "For the board",
                "messageBody": "As every week",
                "exportAttachments": [{ "formatOptions": { "type": "PDF" }, "workbookExportSource": { "type": "all" } }],
            },
        });
        let made = client.post(&path, body.clone()).await.ok();
        assert_eq!((&made[id], &made["ownerId"], &made["isSuspended"]), (&json!(document), &owner, &json!(false)));
        assert_eq!(made["configV2"]["notificationAttachments"][0]["formatOptions"]["type"], "PDF");
        assert_eq!(client.all(&path).await, [before.clone(), vec![made.clone()]].concat());
        let one = format!("{path}/{}", text(&made, "scheduledNotificationId"));
        let pause = json!({ "suspensionAction": "pause", "configV2": { "title": "Paused" } });
        let paused = client.patch(&one, pause).await.ok();
        assert_eq!((&paused["isSuspended"], &paused["configV2"]["title"]), (&json!(true), &json!("Paused")));
        assert_eq!(paused["configV2"]["messageBody"], "As every week");
        assert_eq!(client.delete(&one).await.ok(), json!({}));
        client.delete(&one).await.refused(404, "not_found");
        assert_eq!(client.all(&path).await, before);
        client.post(&path, json!({ "target": [] })).await.refused(400, "invalid_request");
    }
}
