//! Paging (BEHAVIOUR.md sections 3 and 17).

use std::collections::HashSet;

use serde_json::json;
use sigma_portal::simulator::Options;

use super::client::{Client, column};

#[tokio::test]
async fn pages_hold_50_rows_unless_asked_and_1000_at_most() {
    let client = Client::with(Options { members: 1_200, ..Options::default() }).await;
    let count = async |path: &str| client.get(path).await.ok()["entries"].as_array().unwrap().len();
    assert_eq!(count("/v2/members").await, 50);
    assert_eq!(count("/v2/members?limit=7").await, 7);
    assert_eq!(count("/v2/members?limit=5000").await, 1_000);
}

#[tokio::test]
async fn walking_the_pages_meets_everybody_once_oldest_first() {
    let client = Client::new().await;
    let mut seen = Vec::new();
    let mut path = "/v2.1/members?limit=37&includeArchived=true&includeInactive=true".to_owned();
    let start = path.clone();
    loop {
        let page = client.get(&path).await.ok();
        assert_eq!(page["total"], 400);
        assert_eq!(page["hasMore"], page["nextPage"].is_string());
        seen.extend(page["entries"].as_array().unwrap().iter().cloned());
        let Some(next) = page["nextPage"].as_str() else { break };
        assert!(next.bytes().all(|byte| byte.is_ascii_digit()), "{next}");
        path = format!("{start}&page={next}");
    }
    assert_eq!(column(&seen, "memberId").into_iter().collect::<HashSet<_>>().len(), 400);
    assert_eq!(seen.len(), 400);
    assert!(seen[0]["createdAt"].as_str() < seen[399]["createdAt"].as_str());
}

#[tokio::test]
async fn a_cursor_counts_rows_and_misses_one_when_another_goes() {
    let client = Client::new().await;
    let page = client.get("/v2/teams?limit=10").await.ok();
    let gone = page["entries"][3]["teamId"].as_str().unwrap();
    client.delete(&format!("/v2/teams/{gone}")).await.ok();
    let second = client.get(&format!("/v2/teams?limit=1000&page={}", page["nextPage"].as_str().unwrap())).await.ok();
    assert_eq!(second["entries"].as_array().unwrap().len(), 13);
    assert!(second["nextPage"].is_null());
}

#[tokio::test]
async fn the_v2_lists_declare_neither_total_nor_has_more() {
    let client = Client::new().await;
    for path in ["/v2/members", "/v2/teams", "/v2/workspaces"] {
        let page = client.get(path).await.ok();
        let mut fields: Vec<_> = page.as_object().unwrap().keys().map(String::as_str).collect();
        fields.sort_unstable();
        assert_eq!(fields, ["entries", "nextPage"]);
    }
}

#[tokio::test]
async fn a_bad_cursor_or_size_is_a_bad_request() {
    let client = Client::new().await;
    for query in ["limit=0", "limit=-1", "page=next", "page=-1"] {
        client.get(&format!("/v2/members?{query}")).await.refused(400, "invalid_request");
    }
}

#[tokio::test]
async fn a_new_row_comes_last() {
    let client = Client::new().await;
    let id = client.post("/v2/teams", json!({ "name": "Newest" })).await.ok()["teamId"].clone();
    assert_eq!(client.all("/v2/teams").await.last().unwrap()["teamId"], id);
}
