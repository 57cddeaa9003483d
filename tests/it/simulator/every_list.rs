//! Every list of the contract, read in each of the ways in which clients page (BEHAVIOUR.md sections 3 and 17).

use std::collections::HashMap;

use serde_json::Value;

use super::client::Client;
use super::contract::lists;
use super::strangers::{text, with_elements};

/// An id of each kind that a path can name, of something with rows.
async fn ids(client: &Client) -> HashMap<&'static str, String> {
    let mut ids = HashMap::new();
    for (name, path) in [
        ("memberId", "members"),
        ("teamId", "teams"),
        ("connectionId", "connections"),
        ("dataModelId", "dataModels"),
        ("datasetId", "datasets"),
        ("reportId", "reports"),
        ("userAttributeId", "user-attributes"),
    ] {
        // The first members are admins, whose recent files Sigma does not tell.
        let rows = client.all(&format!("/v2/{path}")).await;
        ids.insert(name, text(&rows[rows.len() / 2], name).to_owned());
    }
    ids.insert("workspaceId", client.workspace_id("Finance").await);
    ids.insert("tagId", text(&client.all("/v2/tags").await[0], "versionTagId").to_owned());
    ids.insert("inodeId", text(&client.all("/v2/files").await[0], "id").to_owned());
    ids.insert("connectionPathId", text(&client.all("/v2/connections/paths").await[0], "urlId").to_owned());
    ids.insert("tableId", text(&client.all("/v2/files?typeFilters=table").await[0], "id").to_owned());
    let book = text(&with_elements(client).await, "workbookId").to_owned();
    ids.insert("pageId", text(&client.all(&format!("/v2/workbooks/{book}/pages")).await[0], "pageId").to_owned());
    let elements = client.all(&format!("/v2/workbooks/{book}/elements")).await;
    ids.insert("elementId", text(&elements[0], "elementId").to_owned());
    ids.insert("workbookId", book);
    ids
}

/// The path with ids for the names in it.
async fn filled(client: &Client, ids: &HashMap<&'static str, String>, path: &str) -> String {
    let mut path = path.to_owned();
    for (name, id) in ids {
        path = path.replace(&format!("{{{name}}}"), id);
    }
    // The pages and elements of a report are its own.
    if let Some(report) = path.strip_prefix("/v2/reports/").and_then(|rest| rest.split('/').next()) {
        let inside = format!("/v2/reports/{report}");
        for (part, name) in [("pages", "pageId"), ("elements", "elementId")] {
            let rows = client.get(&format!("{inside}/{part}")).await.ok();
            let own = text(&rows["entries"][0], name);
            path = path.replace(&ids[name], own);
        }
    }
    path
}

fn rows(page: &Value) -> Vec<Value> {
    page["entries"].as_array().unwrap_or_else(|| panic!("no entries in {page}")).clone()
}

#[tokio::test]
async fn every_way_of_paging_meets_each_row_of_every_list_once() {
    let client = Client::new().await;
    let ids = ids(&client).await;
    let (mut read, mut longer_than_a_page, mut counted) = (0, 0, 0);
    for (path, cursor, size) in lists() {
        let path = filled(&client, &ids, &path).await;
        let next = if cursor == "page" { "nextPage" } else { "nextPageToken" };
        let with = if path == "/v2/grants" { format!("?teamId={}&", ids["teamId"]) } else { "?".to_owned() };
        let page = async |limit: usize, sent: &str| {
            client.get(&format!("{path}{with}{size}={limit}&{cursor}={sent}")).await.ok()
        };
        let whole = rows(&page(1_000, "").await);
        read += 1;
        longer_than_a_page += usize::from(whole.len() > 7);
        for limit in [1, 3, 7, 20] {
            // By sending the cursor back as it came, until there is none.
            let mut all = Vec::new();
            let mut sent = String::new();
            loop {
                let answer = page(limit, &sent).await;
                all.extend(rows(&answer));
                if let Some(more) = answer.get("hasMore") {
                    assert_eq!(more, answer[next].is_string(), "{path}");
                }
                let Some(cursor) = answer[next].as_str() else { break };
                cursor.clone_into(&mut sent);
            }
            assert_eq!(all, whole, "{path} by {limit}, by cursor");
            let first = page(limit, "").await;
            let is_numbered = first[next].as_str().is_some_and(|next| next.parse::<usize>().is_ok());
            // Where there are as many pages as rows on one, a cursor and the number of a page can be the same.
            if !is_numbered || whole.len() / limit + 1 >= limit {
                continue;
            }
            counted += 1;
            // By counting the pages from 1, until one is not full.
            let mut all = Vec::new();
            for number in 1.. {
                let found = rows(&page(limit, &number.to_string()).await);
                all.extend(found.iter().cloned());
                if found.len() < limit {
                    break;
                }
            }
            assert_eq!(all, whole, "{path} by {limit}, by number");
            // From 1 on, and then by the cursor as a number.
            let mut all = Vec::new();
            let mut sent = 1;
            loop {
                let answer = page(limit, &sent.to_string()).await;
                all.extend(rows(&answer));
                let Some(next) = answer[next].as_str() else { break };
                sent = next.parse().unwrap();
            }
            assert_eq!(all, whole, "{path} by {limit}, from 1");
            // With larger pages after the first.
            let rest = rows(&page(1_000, first[next].as_str().unwrap()).await);
            assert_eq!([rows(&first), rest].concat(), whole, "{path} by {limit} and then by more");
        }
    }
    assert!(read >= 70 && longer_than_a_page >= 15, "{read} lists, {longer_than_a_page} of more than a page");
    assert!(counted >= 10, "only {counted} lists were read by the numbers of pages");
}
