//! What programs that strangers wrote against the real API take for granted, one test per fact; each cites the section of
//! `BEHAVIOUR.md` that has it.

use std::collections::HashSet;

use reqwest::Method;
use serde_json::{Value, json};
use sigma_portal::simulator::{Answer, Effect, Rule, When};
use uuid::Uuid;

use super::client::{Client, column, named, receive};

pub(super) const LIVE: &str = "/v2/workbooks?skipPermissionCheck=true&isArchived=false";

pub(super) fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_else(|| panic!("no {field} in {value}"))
}

/// The base62 form of a UUID, worked out the long way.
fn base62(uuid: &str) -> String {
    let alphabet: Vec<char> = ('0'..='9').chain('a'..='z').chain('A'..='Z').collect();
    let uuid = Uuid::parse_str(uuid).unwrap();
    let zeros = uuid.as_bytes().iter().take_while(|byte| **byte == 0).count();
    let (mut number, mut digits) = (uuid.as_u128(), Vec::new());
    while number > 0 {
        digits.push(alphabet[(number % 62) as usize]);
        number /= 62;
    }
    std::iter::repeat_n('0', zeros).chain(digits.into_iter().rev()).collect()
}

/// Fact 1; section 4.
#[tokio::test]
async fn url_ids_are_base62_of_the_uuid_and_not_padded() {
    let client = Client::with(sigma_portal::simulator::Options { members: 2_000, ..Default::default() }).await;
    let books = client.all(LIVE).await;
    for book in &books {
        assert_eq!(text(book, "workbookUrlId"), base62(text(book, "workbookId")));
    }
    let lengths: HashSet<_> = books.iter().map(|book| text(book, "workbookUrlId").len()).collect();
    assert!(lengths.contains(&21) && lengths.contains(&22), "{lengths:?}");
    assert_eq!(base62("178a6bb5-0000-4000-8000-000000000000").len(), 21);
}

/// Fact 2; section 3.
#[tokio::test]
async fn cursors_are_numbers_of_rows_and_everything_else_is_a_bad_request() {
    let client = Client::new().await;
    let all = client.all("/v2/members").await;
    let page = client.get("/v2/members?limit=7").await.ok();
    assert_eq!(page["nextPage"], "7");
    // What is no cursor of pages of this size is the number of a page, as long as there is such a page.
    let last = all.len() / 7 + 1;
    for (sent, first) in
        [(0, 0), (1, 0), (2, 7), (7, 7), (10, 63), (14, 14), (last + 1, last + 1), (last + 2, last + 2)]
    {
        let page = client.get(&format!("/v2/members?limit=7&page={sent}")).await.ok();
        assert_eq!(page["entries"][0], all[first], "page={sent}");
    }
    assert_eq!(client.get("/v2/members?page=99999999999999999999999").await.ok()["entries"], json!([]));
    for bad in ["abc", "-1", "1.5", "0x10", "7%20"] {
        client.get(&format!("/v2/members?page={bad}")).await.refused(400, "invalid_request");
        client.get(&format!("/v2/accountTypes?pageToken={bad}")).await.refused(400, "invalid_request");
    }
    assert_eq!(client.get("/v2/accountTypes?pageSize=4").await.ok()["nextPageToken"], "4");
    let rest = client.get("/v2/accountTypes?pageSize=4&pageToken=4").await.ok();
    assert_eq!(rest["entries"].as_array().unwrap().len(), 2);
    // Columns and queries: text that must be sent back as it is.
    let path = format!("/v2/workbooks/{}/columns", text(&with_elements(&client).await, "workbookId"));
    let first = client.get(&format!("{path}?limit=2")).await.ok();
    let cursor = text(&first, "nextPage");
    assert!(cursor.parse::<u64>().is_err(), "{cursor}");
    let second = client.get(&format!("{path}?limit=2&page={cursor}")).await.ok();
    assert_ne!(first["entries"], second["entries"]);
    client.get(&format!("{path}?limit=2&page=2")).await.refused(400, "invalid_request");
}

/// Fact 3; section 3.
#[tokio::test]
async fn lists_carry_total_and_has_more() {
    let client = Client::new().await;
    let id = text(&with_elements(&client).await, "workbookId").to_owned();
    let mut paths: Vec<_> =
        ["workbooks", "datasets", "files", "dataModels", "reports", "tags"].map(str::to_owned).into();
    paths.extend(["pages", "elements", "queries", "columns"].map(|part| format!("workbooks/{id}/{part}")));
    for path in paths {
        let page = client.get(&format!("/v2/{path}?limit=1")).await.ok();
        assert!(page["total"].as_u64().unwrap() > 0, "{path}: {page}");
        assert_eq!(page["hasMore"], page["nextPage"].is_string(), "{path}");
        assert_eq!(page["hasMore"], page["total"].as_u64().unwrap() > 1, "{path}");
    }
}

/// Fact 4; section 5.
#[tokio::test]
async fn an_admin_is_refused_no_single_object() {
    let client = Client::new().await;
    let of = |list: &str, id: &str| (list.to_owned(), id.to_owned());
    for (list, field) in [of("workbooks", "workbookId"), of("datasets", "datasetId"), of("dataModels", "dataModelId")] {
        let own: HashSet<_> = column(&client.all(&format!("/v2/{list}")).await, &field).into_iter().collect();
        let all = client.all(&format!("/v2/{list}?skipPermissionCheck=true&isArchived=false")).await;
        let foreign = all.iter().find(|one| !own.contains(text(one, &field))).expect("someone else's");
        let id = text(foreign, &field);
        assert_eq!(client.get(&format!("/v2/{list}/{id}")).await.ok()[&field], id);
        client.get(&format!("/v2/{list}/{id}/sources")).await.ok();
        assert_eq!(client.get(&format!("/v2/files/{id}")).await.ok()["id"], id);
    }
}

/// Fact 5; section 14.
#[tokio::test]
async fn files_know_tables_and_scopes_and_take_url_ids() {
    let client = Client::new().await;
    let warehouse = client.connection_id("Lumen Warehouse").await;
    let lookup = async |path: &[&str]| {
        let found = client.post(&format!("/v2/connection/{warehouse}/lookup"), json!({ "path": path })).await.ok();
        text(&found, "inodeId").to_owned()
    };
    let schema = lookup(&["LUMEN", "SALES"]).await;
    let tables = client.all(&format!("/v2/files?typeFilters=table&parentId={schema}")).await;
    assert_eq!(column(&tables, "name"), ["ORDERS", "ORDER_LINES", "CUSTOMERS"]);
    assert!(tables.iter().all(|table| table["type"] == "table" && table["parentId"] == *schema));
    let table = lookup(&["LUMEN", "SALES", "ORDERS"]).await;
    let file = client.get(&format!("/v2/files/{table}")).await.ok();
    assert_eq!((text(&file, "type"), text(&file, "path")), ("table", "Connection Root/LUMEN/SALES"));
    assert_eq!(client.get(&format!("/v2/files/{}", text(&file, "urlId"))).await.ok(), file);
    let scope = client.get(&format!("/v2/files/{schema}")).await.ok();
    assert_eq!((text(&scope, "name"), text(&scope, "path")), ("SALES", "Connection Root/LUMEN"));
    let by_url = client.all(&format!("/v2/files?typeFilters=table&parentId={}", text(&scope, "urlId"))).await;
    assert_eq!(by_url, tables);
    let book = &client.all(LIVE).await[0];
    let by_url = client.get(&format!("/v2/files/{}", text(book, "workbookUrlId"))).await.ok();
    assert_eq!(by_url["id"], book["workbookId"]);
}

/// Fact 6; section 9.
#[tokio::test]
async fn a_home_folder_answers_as_a_workspace() {
    let client = Client::new().await;
    let leo = client.member_id("leo.martins@lumen.example").await;
    let home = client.get(&format!("/v2/members/{leo}")).await.ok()["homeFolderId"].as_str().unwrap().to_owned();
    let workspace = client.get(&format!("/v2/workspaces/{home}")).await.ok();
    assert_eq!((text(&workspace, "workspaceId"), text(&workspace, "name")), (&*home, "User Folder"));
    assert!(client.all("/v2/workspaces").await.iter().all(|one| one["workspaceId"] != *home), "but is in no list");
}

/// Fact 7; section 2.
#[tokio::test]
async fn token_bodies_are_forms_and_basic_alone_is_enough() {
    let client = Client::new().await;
    let url = format!("{}/v2/auth/token", client.running.url);
    let body = json!({
        "grant_type": "client_credentials", "client_id": "demo-client", "client_secret": "demo-secret",
    });
    receive(client.http.post(&url).json(&body)).await.unwrap().refused(400, "invalid_request");
    let basic = client.http.post(&url).basic_auth("demo-client", Some("demo-secret"));
    let pair = receive(basic.form(&[("grant_type", "client_credentials")])).await.unwrap().ok();
    let whoami = client.http.get(format!("{}/v2/whoami", client.running.url)).bearer_auth(text(&pair, "access_token"));
    receive(whoami).await.unwrap().ok();
}

/// A live workbook with elements of its own.
pub(super) async fn with_elements(client: &Client) -> Value {
    for book in client.all(LIVE).await {
        let elements = client.all(&format!("/v2/workbooks/{}/elements", text(&book, "workbookId"))).await;
        if elements.len() > 2 {
            return book;
        }
    }
    panic!("no workbook has elements");
}

/// Fact 9; section 5.
#[tokio::test]
async fn what_is_archived_conflicts_until_it_is_restored() {
    let client = Client::new().await;
    let archived = client.all("/v2/workbooks?skipPermissionCheck=true&isArchived=true").await;
    let id = text(&archived[0], "workbookId");
    for part in ["", "/sources", "/lineage", "/embeds"] {
        client.get(&format!("/v2/workbooks/{id}{part}")).await.refused(409, "inode_archived");
    }
    client.patch(&format!("/v2/files/{id}"), json!({ "name": "New" })).await.refused(409, "inode_archived");
    client.patch(&format!("/v2/files/{id}"), json!({ "restore": true })).await.ok();
    client.get(&format!("/v2/workbooks/{id}/sources")).await.ok();
    let nowhere = Uuid::new_v4();
    for list in ["workbooks", "datasets", "dataModels", "reports"] {
        client.get(&format!("/v2/{list}/{nowhere}")).await.refused(409, "inode_archived");
    }
}

/// Fact 10; section 5.
#[tokio::test]
async fn further_statuses_and_codes_are_to_be_had_to_order() {
    let client = Client::new().await;
    let order = |status: u16, code: Option<&str>| Rule {
        operation: "GET /v2/datasets".to_owned(),
        when: When::Times(1),
        effect: Effect::Answer(Answer { status, code: code.map(Into::into), ..Answer::default() }),
    };
    for (status, code, shown) in [
        (402, None, "timedout"),
        (410, None, "gone"),
        (500, None, "service_error"),
        (409, Some("inode_archived"), "inode_archived"),
        (400, Some("unable_to_produce_query"), "unable_to_produce_query"),
        (400, Some("warehouse_query_failed_user_error"), "warehouse_query_failed_user_error"),
    ] {
        client.simulator().add_rule(order(status, code));
        client.get("/v2/datasets").await.refused(status, shown);
        client.get("/v2/datasets").await.ok();
    }
    for status in [201, 202, 204] {
        client.simulator().add_rule(order(status, None));
        assert_eq!(client.get("/v2/datasets").await.status.as_u16(), status);
    }
}

/// Fact 11; section 13.
#[tokio::test]
async fn a_list_of_workbooks_has_archived_ones_unless_asked() {
    let client = Client::new().await;
    let all = client.all("/v2/workbooks?skipPermissionCheck=true").await;
    let live = client.all(LIVE).await;
    let archived = client.all("/v2/workbooks?skipPermissionCheck=true&isArchived=true").await;
    assert!(!archived.is_empty() && archived.iter().all(|book| book["isArchived"] == true));
    assert!(live.iter().all(|book| book["isArchived"] == false));
    assert_eq!(all.len(), live.len() + archived.len());
}

/// Facts 9 and 11; section 13: a published connector lists workbooks without a filter, reads each from page to column,
/// and ends its whole run on one refusal.
#[tokio::test]
async fn whatever_a_list_names_can_be_read_from_page_to_column() {
    let client = Client::new().await;
    let books = client.all("/v2/workbooks?skipPermissionCheck=true").await;
    let archived: Vec<_> = books.iter().filter(|book| book["isArchived"] == true).collect();
    assert!(archived.len() > 2, "the test needs archived workbooks");
    let mut columns = 0;
    for book in archived {
        let path = format!("/v2/workbooks/{}", text(book, "workbookId"));
        for page in client.all(&format!("{path}/pages")).await {
            let page = format!("{path}/pages/{}/elements", text(&page, "pageId"));
            for element in client.all(&page).await {
                let element = text(&element, "elementId").to_owned();
                columns += client.all(&format!("{path}/elements/{element}/columns")).await.len();
            }
        }
        client.get(&format!("{path}/queries")).await.ok();
        client.get(&format!("{path}/materialization-schedules")).await.ok();
    }
    assert!(columns > 0);
}

/// Fact 14; sections 3 and 12.
#[tokio::test]
async fn columns_of_tables_page_by_token_redshift_has_two_parts_and_a_plus_is_a_space() {
    let client = Client::new().await;
    let warehouse = client.connection_id("Lumen Warehouse").await;
    let body = json!({ "path": ["LUMEN", "SALES", "ORDERS"] });
    let table = client.post(&format!("/v2/connection/{warehouse}/lookup"), body).await.ok();
    let path = format!("/v2/connections/tables/{}/columns", text(&table, "inodeId"));
    let page = client.get(&format!("{path}?pageSize=2")).await.ok();
    assert_eq!((page["entries"].as_array().unwrap().len(), &page["nextPageToken"]), (2, &json!("2")));
    let whole = client.get(&path).await.ok();
    assert!(whole.get("nextPageToken").is_none());
    assert!(column(whole["entries"].as_array().unwrap(), "name").contains(&"REVENUE".to_owned()));
    let redshift = client.connection_id("Legacy Reporting").await;
    let paths = client.all(&format!("/v2/connections/paths?connectionId={redshift}")).await;
    assert_eq!(paths.iter().map(|path| path["path"].as_array().unwrap().len()).max(), Some(2));
    client.get("/v2/accountTypes?pageSize=1000").await.ok();
    let found = client.all("/v2/connections?search=lumen+ware").await;
    assert_eq!(column(&found, "name"), ["Lumen Warehouse"]);
}

#[tokio::test]
async fn a_lists_own_lies_are_kept() {
    let client = Client::new().await;
    let page = client.get("/v2/connections/paths?limit=3").await.ok();
    assert_eq!(page["total"], 3, "connection paths count the page");
    assert_eq!(page["hasMore"], true);
    let paths = client.all("/v2/connections/paths").await;
    assert!(named_path(&paths, "LUMEN"), "{paths:?}");
    receive(client.request(Method::GET, "/v2/connections/paths?connectionId=none"))
        .await
        .unwrap()
        .refused(404, "not_found");
    assert_eq!(named(&client.all("/v2/tags?search=prod").await, "Production")["isArchived"], false);
}

fn named_path(paths: &[Value], database: &str) -> bool {
    paths.iter().any(|path| path["path"] == json!([database]))
}
