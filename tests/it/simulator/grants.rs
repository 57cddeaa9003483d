//! `/v2/grants` (BEHAVIOUR.md section 10).

use serde_json::json;

use super::client::Client;

#[tokio::test]
async fn exactly_one_of_object_team_and_member_is_asked_for() {
    let client = Client::new().await;
    let leo = client.member_id("leo.martins@lumen.example").await;
    client.get("/v2/grants").await.refused(400, "invalid_request");
    let both = format!("/v2/grants?userId={leo}&teamId={}", client.team_id("FP&A").await);
    client.get(&both).await.refused(400, "invalid_request");
    let own = client.all(&format!("/v2/grants?userId={leo}")).await;
    assert!(!own.is_empty() && own.iter().all(|grant| grant["memberId"] == leo));
    client.get("/v2/grants?userId=nobody").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_workspace_is_a_folder_and_a_teams_grants_span_objects() {
    let client = Client::new().await;
    let workspace = client.workspace_id("Finance").await;
    let grants = client.all(&format!("/v2/grants?inodeId={workspace}")).await;
    assert!(grants.iter().all(|grant| grant["inodeType"] == "folder"));
    let team = client.team_id("Sigma Admins").await;
    let held = client.all(&format!("/v2/grants?teamId={team}")).await;
    assert!(held.iter().any(|grant| grant["permission"] == "edit"));
    assert!(held.iter().any(|grant| grant["permission"] == "annotate"));
}

#[tokio::test]
async fn a_grant_can_be_raised_but_not_lowered() {
    let client = Client::new().await;
    let workspace = client.workspace_id("Sandbox").await;
    let leo = client.member_id("leo.martins@lumen.example").await;
    let give = async |permission: &str| {
        let body = json!({ "grantee": { "memberId": leo }, "permission": permission, "inodeId": workspace });
        client.post("/v2/grants", body).await.ok()
    };
    let first = give("explore").await;
    assert_eq!(first["permission"], "explore");
    let raised = give("edit").await;
    assert_eq!((&raised["permission"], &raised["grantId"]), (&json!("edit"), &first["grantId"]));
    assert_eq!(give("view").await["permission"], "edit");
    let path = format!("/v2/grants/{}", first["grantId"].as_str().unwrap());
    assert_eq!(client.get(&path).await.ok()["permission"], "edit");
    let gone = client.delete(&path).await.ok();
    assert_eq!(gone["grantId"], first["grantId"], "the deleted grant is answered");
    client.delete(&path).await.refused(404, "not_found");
    client.get(&path).await.refused(404, "not_found");
    assert_eq!(give("view").await["permission"], "view");
}

#[tokio::test]
async fn a_permission_must_fit_the_object() {
    let client = Client::new().await;
    let workspace = client.workspace_id("Sandbox").await;
    let grantee = json!({ "teamId": client.team_id("FP&A").await });
    let body = json!({ "grantee": grantee, "permission": "usage", "inodeId": workspace });
    client.post("/v2/grants", body).await.refused(400, "invalid_request");
    let body = json!({ "grantee": grantee, "permission": "view", "inodeId": "88858466-5299-4425-95c0-4b7d93268bae" });
    client.post("/v2/grants", body).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_path_inherits_the_grants_of_its_connection() {
    let client = Client::new().await;
    let connection = client.connection_id("Lumen Warehouse").await;
    let path = json!({ "path": ["LUMEN", "SALES", "ORDERS"] });
    let found = client.post(&format!("/v2/connection/{connection}/lookup"), path).await.ok();
    let table = found["inodeId"].as_str().unwrap();
    let leo = client.member_id("leo.martins@lumen.example").await;
    let body = json!({ "grantee": { "memberId": leo }, "permission": "usage", "inodeId": table });
    let grant = client.post("/v2/grants", body).await.ok();
    assert_eq!(grant["inodeType"], "table");
    let direct = client.all(&format!("/v2/grants?inodeId={table}&directGrantsOnly=true")).await;
    assert!(direct.iter().any(|grant| grant["memberId"] == leo));
    let with_inherited = client.all(&format!("/v2/grants?inodeId={table}")).await;
    let on_connection = client.all(&format!("/v2/connections/{connection}/grants")).await;
    assert!(with_inherited.len() >= direct.len() + on_connection.len());
}

#[tokio::test]
async fn documents_are_granted_on_by_kind() {
    let client = Client::new().await;
    let grantee = json!({ "memberId": client.member_id("leo.martins@lumen.example").await });
    for (kind, has_organize) in [("folder", true), ("workbook", false), ("dataset", false)] {
        let file = client.all(&format!("/v2/files?typeFilters={kind}")).await[0]["id"].clone();
        let give = async |permission: &str| {
            let body = json!({ "grantee": grantee, "permission": permission, "inodeId": file });
            client.post("/v2/grants", body).await
        };
        assert_eq!(give("explore").await.ok()["inodeType"], kind);
        assert_eq!(give("organize").await.status == 200, has_organize, "{kind}");
        give("usage").await.refused(400, "invalid_request");
    }
}
