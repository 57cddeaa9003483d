//! `/v2/accountTypes` (BEHAVIOUR.md sections 3 and 11).

use super::client::Client;

#[tokio::test]
async fn account_types_page_by_token_which_is_absent_at_the_end() {
    let client = Client::new().await;
    let mut names = Vec::new();
    let mut path = "/v2/accountTypes?pageSize=4".to_owned();
    loop {
        let page = client.get(&path).await.ok();
        let entries = page["entries"].as_array().unwrap();
        names.extend(entries.iter().map(|kind| kind["accountTypeName"].as_str().unwrap().to_owned()));
        assert!(page.get("nextPage").is_none());
        let Some(token) = page.get("nextPageToken") else { break };
        path = format!("/v2/accountTypes?pageSize=4&pageToken={}", token.as_str().unwrap());
    }
    assert_eq!(names, ["View", "Act", "Analyze", "Build", "Admin", "Contractor"]);
}

#[tokio::test]
async fn permissions_are_a_bare_array() {
    let client = Client::new().await;
    let page = client.get("/v2/accountTypes").await.ok();
    let mut sizes = Vec::new();
    for kind in page["entries"].as_array().unwrap() {
        let path = format!("/v2/accountTypes/{}/permissions", kind["accountTypeId"].as_str().unwrap());
        let permissions = client.get(&path).await.ok();
        assert!(permissions[0]["permission"].is_string() && permissions[0]["description"].is_string());
        sizes.push(permissions.as_array().unwrap().len());
    }
    assert!(sizes[0] < sizes[3] && sizes[3] < sizes[4], "{sizes:?}");
    client.get("/v2/accountTypes/none/permissions").await.refused(404, "not_found");
}
