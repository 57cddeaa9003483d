//! `/v2/workspaces` (BEHAVIOUR.md section 9).

use serde_json::json;

use super::client::{Client, column};

#[tokio::test]
async fn workspaces_are_found_by_part_and_by_exact_name() {
    let client = Client::new().await;
    let names = async |query: &str| column(&client.all(&format!("/v2/workspaces?{query}")).await, "name");
    assert_eq!(names("exactName=finance").await, ["Finance"]);
    assert!(names("name=FINAN").await.contains(&"Finance".to_owned()));
    assert_eq!(names("name=zzz&exactName=FINANCE").await, ["Finance"], "the exact name wins");
    assert!(names("exactName=financ").await.is_empty());
    assert_eq!(client.get("/v2.1/workspaces").await.ok()["total"], 16);
}

#[tokio::test]
async fn an_admin_sees_every_workspace_others_what_they_can_access() {
    let client = Client::new().await;
    let all = client.all("/v2/workspaces").await;
    let owner = client.member_id("sigma-portal@lumen.example").await;
    let team = client.team_id("Sigma Admins").await;
    client.patch(&format!("/v2/teams/{team}/members"), json!({ "remove": [owner] })).await.ok();
    client.patch(&format!("/v2/members/{owner}"), json!({ "memberType": "Build" })).await.ok();
    let seen = client.all("/v2/workspaces").await;
    assert!(seen.len() < all.len());
    let hidden = all.iter().find(|place| !seen.contains(place)).unwrap();
    let path = format!("/v2/workspaces/{}", hidden["workspaceId"].as_str().unwrap());
    client.get(&path).await.refused(403, "forbidden");
    client.delete(&path).await.refused(403, "forbidden");
}

#[tokio::test]
async fn a_taken_name_makes_a_second_workspace_unless_told_not_to() {
    let client = Client::new().await;
    let first = client.workspace_id("Finance").await;
    let answer = client.post("/v2/workspaces", json!({ "name": "finance", "noDuplicates": true })).await.ok();
    assert_eq!(answer["workspaceIds"], json!([first]));
    assert_eq!(answer["workspaceUrlIds"][0].as_str().unwrap().len(), 22);
    assert!(answer.get("workspaceId").is_none());
    let second = client.post("/v2/workspaces", json!({ "name": "Finance" })).await.ok();
    assert_ne!(second["workspaceId"], first);
    let fresh = client.post("/v2/workspaces", json!({ "name": "Fresh", "noDuplicates": true })).await.ok();
    assert!(fresh["workspaceId"].is_string());
}

#[tokio::test]
async fn a_workspace_is_renamed_and_deleted() {
    let client = Client::new().await;
    let path = format!("/v2/workspaces/{}", client.workspace_id("Sandbox").await);
    let message = client.patch(&path, json!({})).await.refused(400, "invalid_request");
    assert_eq!(message, "Expecting string at 0.name but instead got: undefined");
    let taken = json!({ "name": "Finance", "noDuplicates": true });
    client.patch(&path, taken).await.refused(409, "conflict");
    assert_eq!(client.patch(&path, json!({ "name": "Playground" })).await.ok()["name"], "Playground");
    assert_eq!(client.delete(&path).await.ok(), json!({}));
    client.get(&path).await.refused(404, "not_found");
    client.delete(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn grants_are_created_and_updated_in_one_call() {
    let client = Client::new().await;
    let path = format!("/v2/workspaces/{}/grants", client.workspace_id("Sandbox").await);
    let leo = client.member_id("leo.martins@lumen.example").await;
    let team = client.team_id("FP&A").await;
    let held = async || {
        let grants = client.all(&path).await;
        let of = |field: &str, id: &str| {
            let found: Vec<_> = grants.iter().filter(|grant| grant[field] == id).collect();
            assert!(found.len() <= 1, "one grant each");
            found.first().map(|grant| grant["permission"].as_str().unwrap().to_owned())
        };
        (of("memberId", &leo), of("teamId", &team))
    };
    let give = async |member: &str, for_team: &str| {
        let body = json!({ "grants": [
            { "grantee": { "memberId": leo }, "permission": member },
            { "grantee": { "teamId": team }, "permission": for_team },
        ] });
        assert_eq!(client.post(&path, body).await.ok(), json!({}));
    };
    give("edit", "organize").await;
    assert_eq!(held().await, (Some("edit".to_owned()), Some("organize".to_owned())));
    give("view", "organize").await;
    assert_eq!(held().await.0, Some("view".to_owned()), "may also lower");
}

#[tokio::test]
async fn a_grant_names_the_workspace_in_url_form() {
    let client = Client::new().await;
    let id = client.workspace_id("Finance").await;
    let workspace = client.get(&format!("/v2/workspaces/{id}")).await.ok();
    for grant in client.all(&format!("/v2/workspaces/{id}/grants")).await {
        assert_eq!(grant["inodeId"], workspace["workspaceUrlId"]);
        assert!(grant["memberId"].is_null() != grant["teamId"].is_null());
    }
}

#[tokio::test]
async fn a_grantee_is_a_member_or_a_team_and_the_whole_list_counts_or_none() {
    let client = Client::new().await;
    let path = format!("/v2/workspaces/{}/grants", client.workspace_id("Sandbox").await);
    let leo = client.member_id("leo.martins@lumen.example").await;
    let team = client.team_id("FP&A").await;
    let before = client.all(&path).await.len();
    for grantee in [json!({ "memberId": leo, "teamId": team }), json!({}), json!({ "userId": leo })] {
        let body = json!({ "grants": [{ "grantee": grantee, "permission": "view" }] });
        client.post(&path, body).await.refused(400, "invalid_request");
    }
    let body = json!({ "grants": [{ "grantee": { "memberId": leo }, "permission": "usage" }] });
    client.post(&path, body).await.refused(400, "invalid_request");
    let body = json!({ "grants": [
        { "grantee": { "memberId": leo }, "permission": "view" },
        { "grantee": { "memberId": "nobody" }, "permission": "view" },
    ] });
    client.post(&path, body).await.refused(404, "not_found");
    assert_eq!(client.all(&path).await.len(), before);
}

#[tokio::test]
async fn a_grant_is_removed_once() {
    let client = Client::new().await;
    let path = format!("/v2/workspaces/{}/grants", client.workspace_id("Finance").await);
    let grants = client.all(&path).await;
    let grant = format!("{path}/{}", grants[1]["grantId"].as_str().unwrap());
    assert_eq!(client.delete(&grant).await.ok(), json!({}));
    client.delete(&grant).await.refused(404, "not_found");
    assert_eq!(client.all(&path).await.len(), grants.len() - 1);
}
