//! What programs that strangers wrote against the real API take for granted of what lies inside documents, one test per
//! fact; each cites the section of `BEHAVIOUR.md` that has it.

use std::collections::HashSet;

use serde_json::json;
use uuid::Uuid;

use super::client::{Client, column};
use super::strangers::{LIVE, text, with_elements};

/// Fact 8; section 13.
#[tokio::test]
async fn lineage_names_sources_that_are_there() {
    let client = Client::new().await;
    let (mut kinds, mut models, mut drafts) = (HashSet::new(), 0, 0);
    for book in client.all(LIVE).await {
        let path = format!("/v2/workbooks/{}", text(&book, "workbookId"));
        let elements = client.all(&format!("{path}/elements")).await;
        if elements.is_empty() {
            drafts += 1;
            client.get(&format!("{path}/lineage")).await.refused(400, "invalid_request");
            continue;
        }
        let list = client.all(&format!("{path}/lineage")).await;
        for element in &elements {
            let id = text(element, "elementId");
            let graph = client.get(&format!("{path}/lineage/elements/{id}")).await.ok();
            let nodes = graph["dependencies"].as_object().unwrap();
            assert!(nodes.values().any(|node| node["elementId"] == id), "its own sheet");
            assert!(!graph["edges"].as_array().unwrap().is_empty());
            for edge in graph["edges"].as_array().unwrap() {
                let source = text(edge, "source");
                assert!(nodes.contains_key(text(edge, "target")));
                if let Some((model, _)) = source.split_once('/') {
                    assert!(!nodes.contains_key(source), "an element of a data model stands in the edges alone");
                    client.get(&format!("/v2/dataModels/{model}")).await.ok();
                    models += 1;
                } else if let Some(url_id) = source.strip_prefix("inode-") {
                    let file = client.get(&format!("/v2/files/{url_id}")).await.ok();
                    assert_eq!(file["type"], nodes[source]["type"]);
                    kinds.insert(text(&file, "type").to_owned());
                }
            }
            let row = list.iter().find(|row| row["elementId"] == id).expect("every element is in the list");
            assert!(!row["sourceIds"].as_array().unwrap().is_empty());
        }
    }
    assert_eq!(kinds, HashSet::from(["table".to_owned(), "dataset".to_owned()]));
    assert!(models > 0 && drafts > 0, "{models} {drafts}");
    let path = format!("/v2/workbooks/{}/lineage/elements/none", text(&with_elements(&client).await, "workbookId"));
    client.get(&path).await.refused(500, "service_error");
}

/// Fact 12; section 13.
#[tokio::test]
async fn sources_are_bare_arrays_but_for_data_models() {
    let client = Client::new().await;
    let mut kinds = HashSet::new();
    for book in client.all(LIVE).await {
        let sources = client.get(&format!("/v2/workbooks/{}/sources", text(&book, "workbookId"))).await.ok();
        for source in sources.as_array().unwrap() {
            kinds.insert(text(source, "type").to_owned());
            match text(source, "type") {
                "table" | "dataset" => drop(client.get(&format!("/v2/files/{}", text(source, "inodeId"))).await.ok()),
                "data-model" => assert!(source["elementIds"][0].is_string()),
                _ => assert!(source["definition"].is_string()),
            }
        }
    }
    let expected = ["table", "dataset", "data-model", "custom-sql"].map(str::to_owned);
    assert_eq!(kinds, HashSet::from(expected));
    let dataset = &client.all("/v2/datasets?skipPermissionCheck=true").await[0];
    let sources = client.get(&format!("/v2/datasets/{}/sources", text(dataset, "datasetId"))).await.ok();
    assert_eq!(sources[0]["type"], "table");
    let path = client.get(&format!("/v2/connections/paths/{}", text(&sources[0], "inodeId"))).await.ok();
    assert!(path["connectionId"].is_string() && path["path"].as_array().unwrap().len() > 1);
    let model = &client.all("/v2/dataModels?skipPermissionCheck=true").await[0];
    let path = format!("/v2/dataModels/{}/sources?pageSize=1", text(model, "dataModelId"));
    let page = client.get(&path).await.ok();
    assert!(page.get("nextPage").is_none() && page["entries"].is_array());
    let source = &page["entries"][0];
    assert!(source["tableId"].is_string() || source["definition"].is_string(), "{source}");
}

/// Fact 13; section 4.
#[tokio::test]
async fn columns_name_their_table_and_nodes_have_ten_characters() {
    let client = Client::new().await;
    let (mut warehouse, mut opaque, mut seen, mut repeats) = (0, 0, HashSet::new(), false);
    let is_nanoid =
        |id: &str| id.len() == 10 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    for book in client.all(LIVE).await {
        let path = format!("/v2/workbooks/{}", text(&book, "workbookId"));
        for page in client.all(&format!("{path}/pages")).await {
            assert!(is_nanoid(text(&page, "pageId")));
        }
        for column in client.all(&format!("{path}/columns")).await {
            assert!(is_nanoid(text(&column, "elementId")));
            repeats |= !seen.insert(text(&column, "columnId").to_owned());
            match text(&column, "columnId").strip_prefix("inode-").and_then(|id| id.split_once('/')) {
                Some((url_id, native)) => {
                    warehouse += 1;
                    assert_eq!(native, native.to_uppercase());
                    assert!(!url_id.is_empty());
                }
                None => opaque += 1,
            }
        }
    }
    assert!(warehouse > 0 && opaque > 0 && repeats);
}

/// Fact 15; section 18: what published clients read is there, and is not empty.
#[tokio::test]
async fn what_published_clients_read_is_there() {
    let client = Client::new().await;
    let book = with_elements(&client).await;
    let path = format!("/v2/workbooks/{}", text(&book, "workbookId"));
    let page = &client.all(&format!("{path}/pages")).await[0];
    let elements = client.all(&format!("{path}/pages/{}/elements", text(page, "pageId"))).await;
    let element = text(&elements[0], "elementId");
    assert!(elements[0]["columns"][0].is_string() && elements[0]["vizualizationType"].is_string());
    let columns = client.all(&format!("{path}/elements/{element}/columns")).await;
    assert_eq!(columns.len(), elements[0]["columns"].as_array().unwrap().len());
    assert!(columns.iter().all(|column| column["label"].is_string() && column["formula"].is_string()));
    let query = client.get(&format!("{path}/elements/{element}/query")).await.ok();
    assert!(text(&query, "sql").starts_with("select "));
    let queries = client.all(&format!("{path}/queries")).await;
    assert!(queries.iter().any(|one| one == &query));
    client.get(&format!("{path}/elements/none/query")).await.refused(404, "not_found");
    let (mut materialized, mut embedded, mut scheduled) = (0, 0, 0);
    for book in client.all(LIVE).await {
        let path = format!("/v2/workbooks/{}", text(&book, "workbookId"));
        materialized += client.all(&format!("{path}/materialization-schedules")).await.len();
        embedded += client.all(&format!("{path}/embeds")).await.len();
        scheduled += client.all(&format!("{path}/schedules")).await.len();
    }
    assert!(materialized > 0 && embedded > 0 && scheduled > 0, "{materialized} {embedded} {scheduled}");
    let model = &client.all("/v2/dataModels?skipPermissionCheck=true").await[0];
    let path = format!("/v2/dataModels/{}", text(model, "dataModelUrlId"));
    assert_eq!(&client.get(&path).await.ok(), model, "a URL id leads to a data model too");
    let spec = client.get(&format!("{path}/spec")).await.ok();
    assert_eq!(spec["dataModelId"], model["dataModelId"]);
    for part in ["elements", "columns", "lineage"] {
        let rows = client.get(&format!("{path}/{part}")).await.ok();
        assert!(rows["entries"].is_array(), "{part}");
    }
    assert_eq!(column(&client.all("/v2/tags").await, "name"), ["Production", "Review", "Draft"]);
    let migrated = client.all("/v2/datasets?skipPermissionCheck=true").await;
    let migrated = migrated.iter().find(|dataset| dataset["migrationStatus"] == "migrated").unwrap();
    let model = text(&migrated["migrationToDataModel"], "dataModelId");
    assert_eq!(client.get(&format!("/v2/dataModels/{model}")).await.ok()["dataModelId"], model);
    let connection = client.connection_id("Lumen Warehouse").await;
    let sync = format!("/v2/connections/{connection}/sync");
    assert_eq!(client.post(&sync, json!({ "path": ["LUMEN"] })).await.ok(), json!({}));
    client.post(&sync, json!({ "path": ["NONE"] })).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_copy_has_the_same_inside() {
    let client = Client::new().await;
    let book = with_elements(&client).await;
    let path = format!("/v2/workbooks/{}", text(&book, "workbookId"));
    let folder = client.workspace_id("Sandbox").await;
    let body = json!({ "destinationFolderId": folder, "name": "Copy of it" });
    let copy = client.post(&format!("{path}/copy"), body).await.ok();
    assert_eq!((text(&copy, "name"), text(&copy, "path")), ("Copy of it", "Sandbox"));
    let elements = client.all(&format!("/v2/workbooks/{}/elements", text(&copy, "workbookId"))).await;
    assert_eq!(elements, client.all(&format!("{path}/elements")).await);
    let nowhere = json!({ "destinationFolderId": Uuid::new_v4(), "name": "Copy" });
    client.post(&format!("{path}/copy"), nowhere).await.refused(404, "not_found");
}

/// Section 18: what Sigma's own scripts and a published orchestrator do with materializations.
#[tokio::test]
async fn what_has_a_schedule_is_materialized_out_of_turn() {
    let client = Client::new().await;
    let mut found = None;
    for book in client.all(LIVE).await {
        let path = format!("/v2/workbooks/{}", text(&book, "workbookId"));
        let schedules = client.all(&format!("{path}/materialization-schedules")).await;
        assert_eq!(client.all(&format!("/v2.1{}/materialization-schedules", &path[3..])).await, schedules);
        if let Some(schedule) = schedules.first() {
            found = Some((format!("{path}/materializations"), text(schedule, "sheetId").to_owned()));
        }
    }
    let (path, sheet) = found.expect("a schedule");
    let started = client.post(&path, json!({ "sheetId": sheet })).await.ok();
    let run = format!("{path}/{}", text(&started, "materializationId"));
    assert_eq!(client.get(&run).await.ok()["status"], "pending");
    client.simulator().forward(std::time::Duration::from_secs(10));
    let ready = client.get(&run).await.ok();
    assert_eq!((text(&ready, "status"), ready["readyAt"].is_string()), ("ready", true));
    client.post(&path, json!({ "sheetId": "none" })).await.refused(404, "not_found");
    client.get(&format!("{path}/{}", Uuid::new_v4())).await.refused(404, "not_found");
}

/// Section 18.
#[tokio::test]
async fn an_embed_is_made_where_public_ones_are_allowed() {
    let client = Client::new().await;
    let path = format!("/v2/workbooks/{}", text(&with_elements(&client).await, "workbookId"));
    let before = client.all(&format!("{path}/embeds")).await;
    let page = client.all(&format!("{path}/pages")).await[0].clone();
    let body = json!({ "embedType": "public", "sourceType": "page", "sourceId": page["pageId"] });
    let made = client.post(&format!("{path}/embeds"), body.clone()).await.ok();
    let after = client.all(&format!("{path}/embeds")).await;
    let embed = after.iter().find(|embed| embed["embedId"] == made["embedId"]).expect("it is listed");
    assert_eq!((after.len(), &embed["public"], &embed["sourceName"]), (before.len() + 1, &json!(true), &page["name"]));
    assert_eq!(embed["embedUrl"], made["embedUrl"]);
    let one = format!("{path}/embeds/{}", text(&made, "embedId"));
    assert_eq!(client.delete(&one).await.ok(), json!({}));
    assert_eq!(client.all(&format!("{path}/embeds")).await, before);
    client.delete(&one).await.refused(404, "not_found");
    let nothing = json!({ "embedType": "public", "sourceType": "page", "sourceId": "none" });
    client.post(&format!("{path}/embeds"), nothing).await.refused(404, "not_found");
    client.patch("/v2/organizations/settings/publicEmbeds", json!({ "enabled": false })).await.ok();
    client.post(&format!("{path}/embeds"), body).await.refused(403, "forbidden");
}

/// Section 13: what a published orchestrator does with lineage. It looks each dataset up in the list of those that its
/// credentials may see, and ends on one that is not there.
#[tokio::test]
async fn what_a_document_stands_on_is_in_a_workspace_and_listed() {
    let client = Client::new().await;
    let inodes = |rows: Vec<serde_json::Value>, id: &str| -> HashSet<_> { column(&rows, id).into_iter().collect() };
    let datasets = inodes(client.all("/v2/datasets").await, "datasetId");
    let models = inodes(client.all("/v2/dataModels").await, "dataModelId");
    let mut seen = 0;
    for book in client.all(LIVE).await {
        let sources = client.get(&format!("/v2/workbooks/{}/sources", text(&book, "workbookId"))).await.ok();
        for source in sources.as_array().unwrap() {
            match text(source, "type") {
                "dataset" => assert!(datasets.contains(text(source, "inodeId")), "{source}"),
                "data-model" => assert!(models.contains(text(source, "dataModelId")), "{source}"),
                _ => continue,
            }
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

/// Section 13: Sigma's own scripts look for workbooks of one owner, and for tables that people type into.
#[tokio::test]
async fn workbooks_are_found_by_owner_and_input_tables_by_their_kind() {
    let client = Client::new().await;
    let all = client.all(LIVE).await;
    let owner = text(&all[0], "ownerId");
    let own = client.all(&format!("{LIVE}&ownerId={owner}")).await;
    let expected: Vec<_> = all.iter().filter(|book| book["ownerId"] == *owner).cloned().collect();
    assert_eq!(own, expected);
    assert_eq!(client.all("/v2/workbooks?ownerId=none").await.len(), 0);
    let mut kinds = HashSet::new();
    for book in &all {
        let elements = client.all(&format!("/v2/workbooks/{}/elements", text(book, "workbookId"))).await;
        kinds.extend(column(&elements, "type"));
    }
    let known = ["table", "input-table", "visualization", "pivot-table"].map(str::to_owned);
    assert_eq!(kinds, HashSet::from(known));
}
