//! Operations beside the first contract (BEHAVIOUR.md section 18).

use serde_json::{Value, json};

use super::client::{Client, column};

fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}"))
}

#[tokio::test]
async fn recent_files_tell_when_somebody_was_last_there() {
    let client = Client::new().await;
    let (mut seen, mut never) = (0, 0);
    for member in client.all("/v2/members").await {
        let path = format!("/v2/members/{}/files/recents", text(&member, "memberId"));
        if member["memberType"].as_str().unwrap().eq_ignore_ascii_case("admin") {
            client.get(&path).await.refused(500, "service_error");
            continue;
        }
        let files = client.all(&path).await;
        let moments = column(&files, "lastInteractionAt");
        assert!(moments.is_sorted_by(|one, other| one >= other), "newest first");
        if files.is_empty() { never += 1 } else { seen += 1 }
    }
    assert!(seen > 200 && never > 10, "{seen} {never}");
}

#[tokio::test]
async fn schedules_are_those_of_their_owner_and_follow_when_somebody_leaves() {
    let client = Client::new().await;
    let jonas = client.member_id("jonas.weber@lumen.example").await;
    let amara = client.member_id("amara.okafor@lumen.example").await;
    let schedules = client.all(&format!("/v2/members/{jonas}/schedules")).await;
    assert!(!schedules.is_empty());
    let first = &schedules[0];
    assert_eq!(first["ownerId"], jonas);
    assert!(first["workbookId"].is_string() || first["reportId"].is_string());
    assert!(first["schedule"]["cronSpec"].is_string() && first["configV2"]["title"].is_string());
    let body = json!({ "isArchived": true, "newOwnerId": amara, "archiveScheduledExports": true });
    client.patch(&format!("/v2/members/{jonas}"), body).await.ok();
    assert!(client.all(&format!("/v2/members/{jonas}/schedules")).await.is_empty());
    let moved = client.all(&format!("/v2/members/{amara}/schedules")).await;
    let id = &first["scheduledNotificationId"];
    let moved = moved.iter().find(|one| one["scheduledNotificationId"] == *id).unwrap();
    assert_eq!(moved["isSuspended"], true);
    assert!(moved["disabledAt"].is_string() && moved["disabledBy"].is_string());
}

#[tokio::test]
async fn data_models_and_reports_are_documents_like_others() {
    let client = Client::new().await;
    for (list, id, kind) in [("dataModels", "dataModelId", "data-model"), ("reports", "reportId", "report")] {
        let all = client.all(&format!("/v2/{list}?skipPermissionCheck=true")).await;
        let document = text(&all[0], id);
        assert_eq!(client.get(&format!("/v2/{list}/{document}")).await.ok(), all[0]);
        let file = client.get(&format!("/v2/files/{document}")).await.ok();
        assert_eq!((text(&file, "type"), &file["ownerId"]), (kind, &all[0]["ownerId"]));
        let leo = client.member_id("leo.martins@lumen.example").await;
        let grant = json!({ "inodeId": document, "grantee": { "memberId": leo }, "permission": "view" });
        assert_eq!(client.post("/v2/grants", grant).await.ok()["inodeType"], kind);
        let grants = client.all(&format!("/v2/grants?inodeId={document}")).await;
        assert!(grants.iter().any(|grant| grant["memberId"] == leo));
        let own = client.all(&format!("/v2/members/{leo}/files?typeFilters={kind}")).await;
        assert!(own.iter().any(|file| file["id"] == document));
        let priya = client.member_id("priya.raman@lumen.example").await;
        let moved = client.patch(&format!("/v2/files/{document}"), json!({ "ownerId": priya })).await.ok();
        assert_eq!(moved["ownerId"], priya);
    }
}

#[tokio::test]
async fn one_schema_or_table_can_be_granted_by_itself() {
    let client = Client::new().await;
    let connection = client.connection_id("Shop Database").await;
    let paths = client.all(&format!("/v2/connections/paths?connectionId={connection}")).await;
    let carts = paths.iter().find(|path| path["path"] == json!(["shop", "public", "carts"])).unwrap();
    let path = format!("/v2/connections/paths/{}/grants", text(carts, "urlId"));
    let leo = client.member_id("leo.martins@lumen.example").await;
    let body = |permission: &str| json!({ "grants": [{ "grantee": { "memberId": leo }, "permission": permission }] });
    client.post(&path, body("view")).await.refused(400, "invalid_request");
    assert_eq!(client.post(&path, body("usage")).await.ok(), json!({}));
    let grants = client.all(&path).await;
    let grant = grants.iter().find(|grant| grant["memberId"] == leo).unwrap();
    assert_eq!(grant["inodeId"], carts["urlId"]);
    let on_connection = client.all(&format!("/v2/connections/{connection}/grants")).await;
    assert!(on_connection.iter().all(|grant| grant["memberId"] != leo), "not on the whole");
    let grant = format!("{path}/{}", text(grant, "grantId"));
    assert_eq!(client.delete(&grant).await.ok(), json!({}));
    client.delete(&grant).await.refused(404, "not_found");
    client.get("/v2/connections/paths/none/grants").await.refused(404, "not_found");
    let scope = paths.iter().find(|path| path["path"] == json!(["shop", "public"])).unwrap();
    client.get(&format!("/v2/connections/paths/{}", text(scope, "urlId"))).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn an_attribute_is_made_once() {
    let client = Client::new().await;
    let body = json!({ "name": "Shift", "defaultValue": { "type": "string", "val": "day" } });
    let made = client.post("/v2/user-attributes", body.clone()).await.ok();
    assert_eq!(made["defaultValue"]["val"], "day");
    let read = client.get(&format!("/v2/user-attributes/{}", text(&made, "userAttributeId"))).await.ok();
    assert_eq!(read, made);
    client.post("/v2/user-attributes", body).await.refused(409, "conflict");
    client.post("/v2/user-attributes", json!({})).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn an_account_type_is_made_and_its_people_get_another_when_it_goes() {
    let client = Client::new().await;
    let body = json!({ "name": "Intern", "description": "For a summer", "permissions": ["view-worksheet", "comment"] });
    let answer = client.post("/v2/accountTypes", body.clone()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let made = answer.json();
    assert_eq!(made["isCustom"], true);
    client.post("/v2/accountTypes", body).await.refused(409, "conflict");
    let leo = client.member_id("leo.martins@lumen.example").await;
    client.patch(&format!("/v2/members/{leo}"), json!({ "memberType": "Intern" })).await.ok();
    let types = client.get("/v2/accountTypes").await.ok();
    let types = types["entries"].as_array().unwrap();
    let view = types.iter().find(|kind| kind["accountTypeName"] == "View").unwrap();
    let path = format!("/v2/accountTypes/{}", text(&made, "accountTypeId"));
    client.delete(&path).await.refused(400, "invalid_request");
    let default = format!("/v2/accountTypes/{}", text(view, "accountTypeId"));
    let to_view = format!("?reassignToAccountTypeId={}", text(view, "accountTypeId"));
    client.delete(&format!("{default}{to_view}")).await.refused(400, "invalid_request");
    assert_eq!(client.delete(&format!("{path}{to_view}")).await.ok(), json!({}));
    assert_eq!(client.get(&format!("/v2/members/{leo}")).await.ok()["memberType"], "View");
    client.get(&format!("{path}/permissions")).await.refused(404, "not_found");
    let body = json!({ "name": "X", "description": "", "permissions": ["fly"] });
    client.post("/v2/accountTypes", body).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn credentials_can_be_rotated_and_act_as_their_owner() {
    let mut client = Client::new().await;
    let priya = client.member_id("priya.raman@lumen.example").await;
    let pair = client.post("/v2/credentials", json!({ "ownerId": priya, "name": "Analysis" })).await.ok();
    let form = |pair: &Value| {
        let (id, secret) = (text(pair, "clientId").to_owned(), text(pair, "clientSecret").to_owned());
        [("grant_type", "client_credentials".to_owned()), ("client_id", id), ("client_secret", secret)]
    };
    let sign_in = async |client: &Client, pair: &Value| {
        let form = form(pair);
        let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        client.form(&fields).await
    };
    let token = text(&sign_in(&client, &pair).await.ok(), "access_token").to_owned();
    let admin = std::mem::replace(&mut client.token, token);
    assert_eq!(client.get("/v2/whoami").await.ok()["userId"], priya);
    client.post("/v2/teams", json!({ "name": "No" })).await.refused(403, "forbidden");
    client.token = admin;
    let owner = client.get("/v2/whoami").await.ok()["userId"].clone();
    let fresh = client.post("/v2/credentials", json!({ "ownerId": owner, "name": "New pair" })).await.ok();
    client.token = text(&sign_in(&client, &fresh).await.ok(), "access_token").to_owned();
    assert_eq!(client.delete("/v2/credentials/demo-client").await.ok(), json!({}));
    client.delete("/v2/credentials/demo-client").await.refused(404, "not_found");
    let old = json!({ "clientId": "demo-client", "clientSecret": "demo-secret" });
    sign_in(&client, &old).await.refused(401, "unauthorized");
    client.get("/v2/whoami").await.ok();
    client.delete(&format!("/v2/credentials/{}", text(&pair, "clientId"))).await.ok();
    sign_in(&client, &pair).await.refused(401, "unauthorized");
}

#[tokio::test]
async fn three_switches_are_read_and_changed() {
    let client = Client::new().await;
    for (switch, usual) in [("bulkCopy", false), ("licenseUpgradeRequests", true), ("publicEmbeds", true)] {
        let path = format!("/v2/organizations/settings/{switch}");
        assert_eq!(client.get(&path).await.ok(), json!({ "enabled": usual }));
        assert_eq!(client.patch(&path, json!({ "enabled": !usual })).await.ok(), json!({ "enabled": !usual }));
        assert_eq!(client.get(&path).await.ok(), json!({ "enabled": !usual }));
        client.patch(&path, json!({})).await.refused(400, "invalid_request");
    }
    client.get("/v2/organizations/settings/none").await.refused(404, "not_found");
    for book in client.all("/v2/workbooks?skipPermissionCheck=true&isArchived=false").await {
        let embeds = client.all(&format!("/v2/workbooks/{}/embeds", text(&book, "workbookId"))).await;
        assert!(embeds.iter().all(|embed| embed["public"] == false), "no embed is public where none may be");
    }
}
