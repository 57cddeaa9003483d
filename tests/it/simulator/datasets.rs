//! `/v2/datasets` (BEHAVIOUR.md section 14).

use std::time::Duration;

use serde_json::{Value, json};

use super::client::Client;

#[tokio::test]
async fn datasets_are_listed_and_read() {
    let client = Client::new().await;
    let own = client.all("/v2/datasets").await;
    let all = client.all("/v2/datasets?skipPermissionCheck=true").await;
    assert!(!own.is_empty() && own.len() < all.len());
    let migrated = all.iter().find(|dataset| dataset["migrationStatus"] == "migrated").unwrap();
    assert!(migrated["migrationToDataModel"]["dataModelId"].is_string());
    let kept = all.iter().find(|dataset| dataset["migrationStatus"] != "migrated").unwrap();
    assert!(kept["migrationToDataModel"].is_null());
    let path = format!("/v2/datasets/{}", own[0]["datasetId"].as_str().unwrap());
    assert_eq!(client.get(&path).await.ok(), own[0]);
    client.get("/v2/datasets/none").await.refused(409, "inode_archived");
}

/// The path of the materializations of a dataset with or without any.
async fn materializations(client: &Client, has_some: bool) -> (String, Vec<Value>) {
    for dataset in client.all("/v2/datasets").await {
        let path = format!("/v2/datasets/{}/materialization", dataset["datasetId"].as_str().unwrap());
        let runs = client.all(&path).await;
        if runs.is_empty() != has_some {
            return (path, runs);
        }
    }
    panic!("no such dataset");
}

#[tokio::test]
async fn a_materialization_is_listed_when_it_has_finished() {
    let client = Client::new().await;
    let (path, before) = materializations(&client, true).await;
    assert!(client.post(&path, json!({})).await.ok()["taskId"].is_string());
    assert_eq!(client.all(&path).await.len(), before.len(), "running jobs are left out");
    client.simulator().forward(Duration::from_mins(1));
    let after = client.all(&path).await;
    assert_eq!(after.len(), before.len() + 1);
    let run = after.last().unwrap();
    assert_eq!(run["status"], "success");
    assert!(run["error"].is_null() && run["numRows"].is_u64());
}

#[tokio::test]
async fn materializing_needs_a_schedule() {
    let client = Client::new().await;
    let (path, _) = materializations(&client, false).await;
    client.post(&path, json!({})).await.refused(404, "not_found");
}
