//! `/v2/members` (BEHAVIOUR.md section 7).

use serde_json::{Value, json};

use super::client::{Client, column};

const EVERYBODY: &str = "/v2/members?includeArchived=true&includeInactive=true";

#[tokio::test]
async fn archived_and_inactive_members_are_listed_only_on_request() {
    let client = Client::new().await;
    let listed = client.all("/v2/members").await;
    assert!(listed.iter().all(|member| member.get("isArchived").is_none() && member.get("isInactive").is_none()));
    let with_archived = client.all("/v2/members?includeArchived=true").await;
    assert!(with_archived.iter().any(|member| member["isArchived"] == true));
    assert!(with_archived.iter().all(|member| member.get("isInactive").is_none()));
    let with_inactive = client.all("/v2/members?includeInactive=true").await;
    assert!(with_inactive.iter().any(|member| member["isInactive"] == true));
    assert_eq!(client.all(EVERYBODY).await.len(), 400);
}

#[tokio::test]
async fn the_system_member_is_listed_and_cannot_be_changed() {
    let client = Client::new().await;
    let all = client.all("/v2/members").await;
    let robot = all.iter().find(|member| member["firstName"] == "SigmaSchedulerRobot").expect("the system member");
    assert_eq!(robot["memberType"], "admin");
    let path = format!("/v2/members/{}", robot["memberId"].as_str().unwrap());
    client.patch(&path, json!({ "isArchived": true })).await.refused(403, "forbidden");
    client.delete(&path).await.refused(403, "forbidden");
}

#[tokio::test]
async fn an_address_finds_its_member_whatever_the_case() {
    let client = Client::new().await;
    let found = client.all("/v2/members?email=Amara.Okafor%40lumen.example").await;
    assert_eq!(column(&found, "email"), ["amara.okafor@lumen.example"]);
    assert!(client.all("/v2/members?email=nobody%40lumen.example").await.is_empty());
}

#[tokio::test]
async fn a_search_looks_at_names_and_addresses_but_not_beside_email() {
    let client = Client::new().await;
    let found = client.all("/v2/members?search=okafor").await;
    assert!(column(&found, "email").contains(&"amara.okafor@lumen.example".to_owned()));
    client.get("/v2/members?search=a&email=b").await.refused(400, "invalid_request");
}

#[tokio::test]
async fn a_member_is_read_by_id() {
    let client = Client::new().await;
    let id = client.member_id("jonas.weber@lumen.example").await;
    assert_eq!(id.len(), 29);
    let member = client.get(&format!("/v2/members/{id}")).await.ok();
    assert_eq!(member["firstName"], "Jonas");
    assert_eq!(member["memberType"], "Build");
    assert_eq!(member["profileImgUrl"], Value::Null);
    client.get("/v2/members/a7Kq2ZtM0xWv9LrB3nYcHd5PeJ1gS").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_new_member_is_invited_by_mail_and_joins_teams() {
    let client = Client::new().await;
    let team = client.team_id("Sales EMEA").await;
    let body = json!({
        "email": "ada@lumen.example", "firstName": "Ada", "lastName": "Lovelace", "memberType": "build",
        "addToTeams": [{ "teamId": team, "isTeamAdmin": true }],
    });
    let member = client.post("/v2/members", body).await.ok();
    assert_eq!(member["memberType"], "Build", "stored as the type's own name");
    assert_eq!(member["userKind"], "internal");
    let invitations = client.simulator().invitations();
    assert_eq!(invitations.len(), 1);
    assert_eq!(&*invitations[0].email, "ada@lumen.example");
    let rows = client.all(&format!("/v2/teams/{team}/members")).await;
    let row = rows.iter().find(|row| row["userId"] == member["memberId"]).expect("a membership");
    assert_eq!(row["isTeamAdmin"], true);
}

#[tokio::test]
async fn no_mail_is_sent_when_told_so_or_to_embed_users() {
    let client = Client::new().await;
    let body = |email: &str, kind: &str| json!({ "email": email, "firstName": "A", "lastName": "B", "userKind": kind });
    client.post("/v2/members?sendInvite=false", body("a@lumen.example", "internal")).await.ok();
    client.post("/v2/members", body("b@lumen.example", "embed")).await.ok();
    assert!(client.simulator().invitations().is_empty());
    client.post("/v2/members?sendInvite=true", body("c@lumen.example", "guest")).await.ok();
    assert_eq!(client.simulator().invitations().len(), 1);
}

#[tokio::test]
async fn without_a_type_the_invitation_default_applies() {
    let client = Client::new().await;
    let body = json!({ "email": "a@lumen.example", "firstName": "A", "lastName": "B", "isGuest": true });
    let member = client.post("/v2/members", body).await.ok();
    assert_eq!(member["memberType"], "View");
    assert_eq!(member["userKind"], "guest");
}

#[tokio::test]
async fn a_guest_cannot_be_an_admin() {
    let client = Client::new().await;
    let mut body = json!({ "email": "a@lumen.example", "firstName": "A", "lastName": "B", "userKind": "guest" });
    let member = client.post("/v2/members", body.clone()).await.ok();
    let path = format!("/v2/members/{}", member["memberId"].as_str().unwrap());
    client.patch(&path, json!({ "memberType": "Admin" })).await.refused(400, "invalid_request");
    client.patch(&path, json!({ "memberType": "Admin", "userKind": "internal" })).await.ok();
    body["email"] = json!("b@lumen.example");
    body["memberType"] = json!("admin");
    client.post("/v2/members", body).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn a_taken_address_is_a_conflict_that_names_the_member() {
    let client = Client::new().await;
    let id = client.member_id("leo.martins@lumen.example").await;
    client.delete(&format!("/v2/members/{id}")).await.ok();
    let body = json!({ "email": "LEO.martins@lumen.example", "firstName": "L", "lastName": "M" });
    let message = client.post("/v2/members", body).await.refused(409, "conflict");
    assert!(message.contains(&format!("member-id={id}")), "{message}");
    assert!(client.simulator().invitations().is_empty());
}

#[tokio::test]
async fn an_unknown_type_or_team_makes_no_member() {
    let client = Client::new().await;
    let mut body = json!({ "email": "a@lumen.example", "firstName": "A", "lastName": "B", "memberType": "Wizard" });
    let message = client.post("/v2/members", body.clone()).await.refused(404, "not_found");
    assert_eq!(message, "Member type name is not found");
    body["memberType"] = json!("View");
    body["addToTeams"] = json!([{ "teamId": "88858466-5299-4425-95c0-4b7d93268bae" }]);
    client.post("/v2/members", body).await.refused(404, "not_found");
    assert!(client.all("/v2/members?email=a%40lumen.example").await.is_empty());
}

#[tokio::test]
async fn only_what_is_sent_changes() {
    let client = Client::new().await;
    let id = client.member_id("leo.martins@lumen.example").await;
    let path = format!("/v2/members/{id}");
    let changed = client.patch(&path, json!({ "lastName": "Martins-Silva", "memberType": "ANALYZE" })).await.ok();
    assert_eq!(changed["firstName"], "Leo");
    assert_eq!(changed["lastName"], "Martins-Silva");
    assert_eq!(changed["memberType"], "Analyze");
    assert_eq!(changed["updatedBy"], client.member_id("sigma-portal@lumen.example").await);
    let message = client.patch(&path, json!({ "memberType": "Wizard" })).await.refused(404, "not_found");
    assert_eq!(message, "Member type name is not found");
}

#[tokio::test]
async fn an_address_can_change_but_not_to_a_taken_one() {
    let client = Client::new().await;
    let path = format!("/v2/members/{}", client.member_id("leo.martins@lumen.example").await);
    let message = client.patch(&path, json!({ "email": "priya.raman@lumen.example" })).await.refused(409, "conflict");
    assert_eq!(message, "Duplicate record");
    client.patch(&path, json!({ "email": "leo@lumen.example" })).await.ok();
    assert_eq!(client.all("/v2/members?email=leo%40lumen.example").await.len(), 1);
    assert!(client.all("/v2/members?email=leo.martins%40lumen.example").await.is_empty());
}

#[tokio::test]
async fn delete_deactivates_and_a_second_time_is_no_error() {
    let client = Client::new().await;
    let path = format!("/v2/members/{}", client.member_id("leo.martins@lumen.example").await);
    assert_eq!(client.delete(&path).await.ok(), json!({}));
    assert_eq!(client.delete(&path).await.ok(), json!({}));
    assert_eq!(client.get(&path).await.ok()["isArchived"], true);
    client.delete("/v2/members/nobody").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_deactivated_member_can_be_reactivated() {
    let client = Client::new().await;
    let path = format!("/v2/members/{}", client.member_id("leo.martins@lumen.example").await);
    let owner = client.member_id("amara.okafor@lumen.example").await;
    let archived = client.patch(&path, json!({ "isArchived": true, "newOwnerId": owner })).await.ok();
    assert_eq!(archived["isArchived"], true);
    let active = client.patch(&path, json!({ "isArchived": false })).await.ok();
    assert!(active.get("isArchived").is_none());
}

#[tokio::test]
async fn documents_cannot_be_handed_over_and_archived_at_once() {
    let client = Client::new().await;
    let path = format!("/v2/members/{}", client.member_id("leo.martins@lumen.example").await);
    let owner = client.member_id("amara.okafor@lumen.example").await;
    let body = json!({ "isArchived": true, "newOwnerId": owner, "archiveDocuments": true });
    client.patch(&path, body).await.refused(400, "invalid_request");
    assert!(client.get(&path).await.ok().get("isArchived").is_none());
}

#[tokio::test]
async fn teams_of_a_member() {
    let client = Client::new().await;
    let id = client.member_id("jonas.weber@lumen.example").await;
    let mut names = column(&client.all(&format!("/v2/members/{id}/teams")).await, "name");
    names.sort();
    assert_eq!(names, ["FP&A", "Finance"]);
}

#[tokio::test]
async fn revoking_ends_oauth_tokens_once() {
    let client = Client::new().await;
    let people = client.all("/v2/members").await;
    let mut revoked = Vec::new();
    for id in column(&people[..20], "memberId") {
        let answer = client.post(&format!("/v2/members/{id}/revoke"), json!({})).await.ok();
        assert_eq!(answer["memberId"], id);
        revoked.push(answer["results"]["oauth"]["tokensRevoked"].as_u64().unwrap());
        let again = client.post(&format!("/v2/members/{id}/revoke"), json!({})).await.ok();
        assert_eq!(again["results"]["oauth"]["tokensRevoked"], 0);
    }
    assert!(revoked.iter().any(|count| *count > 0));
    client.get("/v2/whoami").await.ok();
}
