//! `/v2/teams` (BEHAVIOUR.md section 8).

use serde_json::{Value, json};

use super::client::{Client, column, named};

#[tokio::test]
async fn list_items_carry_no_members_a_single_team_does() {
    let client = Client::new().await;
    let teams = client.all("/v2/teams").await;
    assert!(teams.len() >= 24);
    assert!(teams.iter().all(|team| team.get("members").is_none()));
    let finance = named(&teams, "Finance")["teamId"].as_str().unwrap();
    let team = client.get(&format!("/v2/teams/{finance}")).await.ok();
    let jonas = client.member_id("jonas.weber@lumen.example").await;
    assert!(team["members"].as_array().unwrap().contains(&json!(jonas)));
    client.get("/v2/teams/88858466-5299-4425-95c0-4b7d93268bae").await.refused(404, "not_found");
}

#[tokio::test]
async fn teams_are_filtered_by_name_description_and_visibility() {
    let client = Client::new().await;
    assert!(column(&client.all("/v2/teams?name=finance").await, "name").contains(&"Finance".to_owned()));
    let described = client.all("/v2/teams?description=MONTH-END").await;
    assert!(described.iter().all(|team| team["description"].as_str().unwrap().contains("month-end")));
    let public = client.all("/v2.1/teams?visibility=public").await;
    assert!(!public.is_empty() && public.iter().all(|team| team["visibility"] == "public"));
}

#[tokio::test]
async fn a_new_team_is_private_and_has_a_workspace_only_on_request() {
    let client = Client::new().await;
    let leo = client.member_id("leo.martins@lumen.example").await;
    let plain = client.post("/v2/teams", json!({ "name": "Plain", "members": [leo] })).await.ok();
    assert_eq!(plain["visibility"], "private");
    assert_eq!(plain["workspaceId"], Value::Null);
    assert_eq!(plain["members"], json!([leo]));
    assert_eq!(plain["description"], Value::Null);
    let with = client.post("/v2/teams", json!({ "name": "With", "createTeamFolder": true })).await.ok();
    let workspace = with["workspaceId"].as_str().unwrap();
    let grants = client.all(&format!("/v2/workspaces/{workspace}/grants")).await;
    let grant = grants.iter().find(|grant| grant["teamId"] == with["teamId"]).expect("the team's grant");
    assert_eq!(grant["permission"], "organize");
    let again = client.post("/v2/teams", json!({ "name": "Plain" })).await.ok();
    assert_ne!(again["teamId"], plain["teamId"], "names need not be unique");
}

#[tokio::test]
async fn a_team_is_changed_and_deleted() {
    let client = Client::new().await;
    let path = format!("/v2/teams/{}", client.team_id("Sales EMEA").await);
    let body =
        json!({ "name": "Sales Europe", "description": "Everything east of the Atlantic", "visibility": "public" });
    let team = client.patch(&path, body).await.ok();
    assert_eq!(team["name"], "Sales Europe");
    assert_eq!(team["visibility"], "public");
    assert!(team.get("members").is_none());
    assert_eq!(client.delete(&path).await.ok(), json!({}));
    client.get(&path).await.refused(404, "not_found");
    client.delete(&path).await.refused(404, "not_found");
    let leo = client.member_id("leo.martins@lumen.example").await;
    assert!(client.all(&format!("/v2/members/{leo}/teams")).await.is_empty());
}

#[tokio::test]
async fn members_are_added_and_removed_and_repeats_are_no_error() {
    let client = Client::new().await;
    let path = format!("/v2/teams/{}/members", client.team_id("Sales EMEA").await);
    let [leo, priya] =
        [client.member_id("leo.martins@lumen.example").await, client.member_id("priya.raman@lumen.example").await];
    for _ in 0..2 {
        let body = json!({ "add": [priya], "remove": [leo] });
        assert_eq!(client.patch(&path, body).await.ok(), json!({}));
    }
    let rows = client.all(&path).await;
    let users = column(&rows, "userId");
    assert!(users.contains(&priya) && !users.contains(&leo));
    let row = rows.iter().find(|row| row["userId"] == priya).unwrap();
    assert_eq!(row["isTeamAdmin"], false);
    assert_eq!(row["addedBy"], client.member_id("sigma-portal@lumen.example").await);
}

#[tokio::test]
async fn deactivated_members_are_neither_added_nor_removed() {
    let client = Client::new().await;
    let path = format!("/v2/teams/{}/members", client.team_id("Sales EMEA").await);
    let leo = client.member_id("leo.martins@lumen.example").await;
    client.delete(&format!("/v2/members/{leo}")).await.ok();
    client.patch(&path, json!({ "remove": [leo] })).await.refused(400, "invalid_request");
    client.patch(&path, json!({ "add": [leo] })).await.refused(400, "invalid_request");
    client.patch(&path, json!({ "add": ["nobody"] })).await.refused(404, "not_found");
}
