//! `/v2/user-attributes` and a team's attributes (BEHAVIOUR.md section 14).

use serde_json::{Value, json};

use super::client::{Client, column, named};

async fn region(client: &Client) -> String {
    let id = named(&client.all("/v2/user-attributes").await, "Region")["userAttributeId"].clone();
    format!("/v2/user-attributes/{}", id.as_str().unwrap())
}

fn value(val: &str) -> Value {
    json!({ "val": val, "type": "string" })
}

#[tokio::test]
async fn attributes_are_listed_and_read() {
    let client = Client::new().await;
    assert_eq!(column(&client.all("/v2/user-attributes?name=reg").await, "name"), ["Region"]);
    let attribute = client.get(&region(&client).await).await.ok();
    assert_eq!(attribute["defaultValue"], value("ALL"));
    let cost = client.all("/v2/user-attributes?name=cost").await;
    assert!(cost[0]["defaultValue"].is_null());
    client.get("/v2/user-attributes/none").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_members_value_is_set_replaced_and_removed() {
    let client = Client::new().await;
    let path = format!("{}/users", region(&client).await);
    let leo = client.member_id("leo.martins@lumen.example").await;
    let held = async || {
        let rows = client.all(&path).await;
        rows.iter().find(|row| row["userId"] == leo).map(|row| row["value"].clone())
    };
    for val in ["EMEA", "APAC"] {
        let body = json!({ "assignments": [{ "userId": leo, "value": value(val) }] });
        assert_eq!(client.post(&path, body).await.ok(), json!({}));
        assert_eq!(held().await, Some(value(val)));
    }
    let body = json!({ "delete": [{ "userId": leo }] });
    assert_eq!(client.patch(&path, body).await.ok(), json!({}));
    assert_eq!(held().await, None);
    client.delete(&format!("{path}/{leo}")).await.refused(404, "not_found");
    let body = json!({ "assignments": [{ "userId": leo, "value": value("EMEA") }] });
    client.post(&path, body).await.ok();
    assert_eq!(client.delete(&format!("{path}/{leo}")).await.ok(), json!({}));
    assert_eq!(held().await, None);
}

#[tokio::test]
async fn a_teams_value_ranks_after_the_others() {
    let client = Client::new().await;
    let attribute = region(&client).await;
    let path = format!("{attribute}/teams");
    let team = client.post("/v2/teams", json!({ "name": "Fresh" })).await.ok()["teamId"].as_str().unwrap().to_owned();
    let before = client.all(&path).await;
    let body = json!({ "assignments": [{ "teamId": team, "value": value("APAC") }] });
    assert_eq!(client.post(&path, body).await.ok(), json!({}));
    let after = client.all(&path).await;
    let row = after.iter().find(|row| row["teamId"] == team).unwrap();
    assert!(before.iter().all(|other| other["priority"].as_u64() < row["priority"].as_u64()));
    let seen = client.all(&format!("/v2/teams/{team}/user-attributes")).await;
    assert_eq!(seen[0]["userAttributeName"], "Region");
    assert_eq!(seen[0]["value"], value("APAC"));
    assert_eq!(client.delete(&format!("{path}/{team}")).await.ok(), json!({}));
    client.delete(&format!("{path}/{team}")).await.refused(404, "not_found");
    assert!(client.all(&format!("/v2/teams/{team}/user-attributes")).await.is_empty());
}

#[tokio::test]
async fn a_team_gets_several_values_at_once_but_100_at_most() {
    let client = Client::new().await;
    let path = format!("/v2/teams/{}", client.team_id("Finance").await);
    let ids = column(&client.all("/v2/user-attributes").await, "userAttributeId");
    let assignment = |id: &String| json!({ "userAttributeId": id, "value": value("X") });
    let body = json!({ "assignments": ids.iter().map(assignment).collect::<Vec<_>>() });
    assert_eq!(client.post(&format!("{path}/assignedUserAttributes"), body).await.ok(), json!({}));
    assert_eq!(client.all(&format!("{path}/user-attributes")).await.len(), ids.len());
    let body = json!({ "assignments": vec![assignment(&ids[0]); 101] });
    client.post(&format!("{path}/assignedUserAttributes"), body).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn values_are_strings_and_unknown_holders_change_nothing() {
    let client = Client::new().await;
    let path = format!("{}/users", region(&client).await);
    let before = client.all(&path).await;
    let [leo, priya] =
        [client.member_id("leo.martins@lumen.example").await, client.member_id("priya.raman@lumen.example").await];
    for wrong in [json!({ "val": 5, "type": "string" }), json!({ "val": "5", "type": "number" }), json!("5")] {
        let body = json!({ "assignments": [{ "userId": leo, "value": wrong }] });
        client.post(&path, body).await.refused(400, "invalid_request");
    }
    let body = json!({ "assignments": [
        { "userId": priya, "value": value("Moon") }, { "userId": "nobody", "value": value("Moon") },
    ] });
    client.post(&path, body).await.refused(404, "not_found");
    assert_eq!(client.all(&path).await, before);
}
