//! What is inside reports, versions, bookmarks and what the company has none of, as clients that read everything ask for it
//! (BEHAVIOUR.md section 18).

use serde_json::{Value, json};

use super::client::Client;
use super::strangers::{LIVE, text};

#[tokio::test]
async fn a_report_has_an_inside_as_a_workbook_has() {
    let client = Client::new().await;
    let all = client.all("/v2/reports?skipPermissionCheck=true").await;
    assert!(!all.is_empty());
    for report in all {
        let path = format!("/v2/reports/{}", text(&report, "reportId"));
        let entries = async |part: &str| {
            let page = client.get(&format!("{path}/{part}")).await.ok();
            assert!(page.get("nextPage").is_none() || part == "schedules", "{part} pages by token");
            page["entries"].as_array().unwrap().clone()
        };
        let mut elements = 0;
        for page in entries("pages").await {
            elements += entries(&format!("pages/{}/elements", text(&page, "pageId"))).await.len();
        }
        let all = entries("elements?pageSize=1000").await;
        assert_eq!(all.len(), elements);
        let Some(element) = all.first() else { continue };
        let element = text(element, "elementId");
        assert!(!entries(&format!("elements/{element}/columns")).await.is_empty());
        let query = client.get(&format!("{path}/elements/{element}/query")).await.ok();
        assert!(entries("queries?pageSize=1000").await.contains(&query));
        let graph = client.get(&format!("{path}/lineage/elements/{element}")).await.ok();
        assert!(graph["dependencies"].as_object().is_some_and(|nodes| !nodes.is_empty()));
        assert!(!client.get(&format!("{path}/sources")).await.ok().as_array().unwrap().is_empty());
        assert!(!entries("schedules").await.is_empty(), "each report of the seed is sent to somebody");
        assert_eq!(entries("version-history").await[0]["version"], report["latestVersion"]);
    }
    client.get("/v2/reports/none/pages").await.refused(409, "inode_archived");
}

#[tokio::test]
async fn versions_lead_back_to_the_first() {
    let client = Client::new().await;
    for book in client.all(LIVE).await.iter().take(20) {
        let path = format!("/v2/workbooks/{}/version-history", text(book, "workbookId"));
        let versions = client.all(&path).await;
        let numbers: Vec<_> = versions.iter().map(|one| one["version"].as_u64().unwrap()).collect();
        let latest = book["latestVersion"].as_u64().unwrap();
        assert_eq!(numbers, (1..=latest).rev().collect::<Vec<_>>());
        assert_eq!(versions[0]["publishedAt"], book["updatedAt"]);
        assert!(versions.is_sorted_by_key(|one| std::cmp::Reverse(one["publishedAt"].as_str().unwrap().to_owned())));
        for tag in book["tags"].as_array().unwrap() {
            let version = versions.iter().find(|one| one["version"] == tag["sourceWorkbookVersion"]).unwrap();
            assert_eq!(version["tags"][0]["versionTagId"], tag["versionTagId"]);
        }
    }
}

#[tokio::test]
async fn what_the_company_has_none_of_is_an_empty_list() {
    let client = Client::new().await;
    for path in [
        "templates",
        "shared_templates/shared_with_you",
        "translations/organization",
        "sourceSwapPolicies",
        "tenants",
        "deploymentPolicies",
        "deploymentPolicies/tenants",
        "api-connectors",
        "api-credentials",
        "saml/service-providers",
    ] {
        let page = client.get(&format!("/v2/{path}")).await.ok();
        assert_eq!(page["entries"], json!([]), "{path}");
        assert!(page["nextPage"].is_null() && page["nextPageToken"].is_null(), "{path}");
    }
    let leo = client.member_id("leo.martins@lumen.example").await;
    for path in [format!("/v2/members/{leo}/files/favorites"), format!("/v2/favorites/member/{leo}")] {
        assert_eq!(client.all(&path).await, Vec::<Value>::new());
    }
    client.get("/v2/favorites/member/none").await.refused(404, "not_found");
    client.get("/v2/templates/none").await.refused(404, "not_found");
}
