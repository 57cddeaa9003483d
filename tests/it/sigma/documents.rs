//! Workbooks, datasets, files, user attributes and downloads: what each call sends, and how it reads the answer.

use super::operations::once;
use super::wire::{Reaction, Wire, answer, bytes, me};
use futures::TryStreamExt;
use sigma_portal::domain::{
    AttributeValue, DatasetId, FileKind, FilePatch, InodeId, MaterializationStatus, MemberId, MigrationStatus,
    NewUserAttribute, QueryId, TeamId, UserAttributeId, WorkbookId, WorkspacePermission,
};
use sigma_portal::sigma::{
    Body, Download, ErrorKind, Export, ExportFormat, ExportScope, ListFiles, ListWorkbooks, SigmaClient,
};
use std::time::Duration;

const WORKBOOK: &str = r#"{"workbookId":"b1","workbookUrlId":"4JRF","name":"Revenue","url":"https://x/4JRF",
    "path":"Finance","latestVersion":2,"ownerId":"m1",TIMES,"isArchived":false,"novelty":{"deep":[true]},
    "tags":[{"versionTagId":"v1","name":"Prod","sourceWorkbookVersion":1,"taggedWorkbookId":"b2",
    "workbookTaggedAt":"2025-03-03T21:06:55.713Z"}]}"#;
const DATASET: &str = r#"{"datasetId":"d1","name":"Orders","description":"","url":"https://x/d","owner":"m1",
    "referenceCount":3,"path":"Finance","migrationToDataModel":null,"migrationStatus":"not-migrated",TIMES}"#;
const FILE: &str = r#"{"id":"i1","urlId":"4JRF","name":"Revenue","type":"workbook","parentId":"w1",
    "parentUrlId":"1UGF","permission":"edit","path":"Finance","badge":null,"isArchived":false,"ownerId":"m1",TIMES}"#;
const ATTRIBUTE: &str = r#"{"userAttributeId":"a1","name":"Region","description":null,
    "defaultValue":{"val":"ALL","type":"string"},TIMES}"#;

fn list(entry: &str) -> String {
    format!(r#"{{"entries":[{entry}],"nextPage":null,"total":1}}"#)
}

#[tokio::test]
async fn workbooks_keep_what_is_new_about_them() {
    let id = WorkbookId::new("b1");
    let (workbook, line) = once(WORKBOOK, async |c| c.workbooks().get(&id).await).await;
    assert_eq!((workbook.latest_version, workbook.tags[0].name.as_str()), (2, "Prod"));
    assert_eq!(workbook.extra["novelty"]["deep"][0], true);
    assert_eq!(line, "GET /v2/workbooks/b1");
    let which = ListWorkbooks { skip_permission_check: true, exclude_explorations: true, ..ListWorkbooks::default() };
    let (all, line) = once(&list(WORKBOOK), async |c| c.workbooks().all(&which).await).await;
    assert_eq!(all.len(), 1);
    assert_eq!(line, "GET /v2/workbooks?skipPermissionCheck=true&excludeExplorations=true&isArchived=false&limit=1000");
    let schema = r#"{"workbookId":"b1","workbookUrlId":"4JRF","pages":{"p":{}},"sheets":{},"variables":{},
        "elements":{"e":{"kind":"table"}},"sqlQueries":{"e":"select 1"},"sqlQueryErrors":{}}"#;
    let (schema, line) = once(schema, async |c| c.workbooks().schema(&id, true).await).await;
    assert_eq!((schema.sql_queries["e"].as_str(), schema.elements.len()), ("select 1", 1));
    assert_eq!(line, "GET /v2/workbooks/b1/schema?includeSql=true");
    let export = Export::new(ExportScope::Element { element_id: "e".into() }, ExportFormat::Csv);
    let ticket = r#"{"jobComplete":false,"queryId":"q1"}"#;
    let (answer, line) = once(ticket, async |c| c.workbooks().export(&id, &export).await).await;
    assert_eq!((answer.value.query_id, answer.value.job_complete), (QueryId::new("q1"), false));
    assert_eq!(line, r#"POST /v2/workbooks/b1/export {"elementId":"e","format":{"type":"csv"}}"#);
}

#[tokio::test]
async fn datasets_and_their_runs() {
    let id = DatasetId::new("d1");
    let (dataset, line) = once(DATASET, async |c| c.datasets().get(&id).await).await;
    assert_eq!((dataset.migration_status, dataset.migration_to_data_model), (MigrationStatus::NotMigrated, None));
    assert_eq!(line, "GET /v2/datasets/d1");
    let (_, line) = once(&list(DATASET), async |c| c.datasets().all(true).await).await;
    assert_eq!(line, "GET /v2/datasets?skipPermissionCheck=true&limit=1000");
    let runs = r#"{"status":"failed","finishedAt":"2025-03-03T21:06:55.713Z","error":{"code":"x","message":null},
        "runtimeSecs":1.5,"numRows":null,"numBytes":null},
        {"status":"exploded","finishedAt":"2025-03-03T21:06:55.713Z","error":null,"runtimeSecs":1,"numRows":2,
        "numBytes":3}"#;
    let (runs, line) = once(&list(runs), async |c| c.datasets().materializations(&id).await).await;
    assert_eq!(runs[0].error.as_ref().map(|e| e.code.as_str()), Some("x"));
    assert_eq!(runs[1].status, MaterializationStatus::Other("exploded".into()));
    assert_eq!(line, "GET /v2/datasets/d1/materialization?limit=1000");
    let (answer, line) = once(r#"{"taskId":"k1"}"#, async |c| c.datasets().materialize(&id).await).await;
    assert_eq!((answer.value.as_str(), line.as_str()), ("k1", "POST /v2/datasets/d1/materialization {}"));
}

#[tokio::test]
async fn files_are_listed_without_the_rows_that_are_errors() {
    let rows = format!(r#"{{"code":"forbidden","message":"no","requestId":"r"}},{FILE}"#);
    let which = ListFiles {
        kinds: vec![FileKind::Workbook, FileKind::DataModel],
        permission: Some(WorkspacePermission::Edit),
        name: Some("rev".into()),
        ..ListFiles::default()
    };
    let (files, line) = once(&list(&rows), async |c| c.files().all(&which).await).await;
    assert_eq!((files.len(), &files[0].kind), (1, &FileKind::Workbook));
    let query = "permissionFilter=edit&name=rev&typeFilters=workbook&typeFilters=data-model&limit=1000";
    assert_eq!(line, format!("GET /v2/files?{query}"));
    let id = InodeId::new("i1");
    let (_, line) = once(FILE, async |c| c.files().get(&id).await).await;
    assert_eq!(line, "GET /v2/files/i1");
    let patch = FilePatch { owner_id: Some(MemberId::new("m2")), restore: true, ..FilePatch::default() };
    let (_, line) = once(FILE, async |c| c.files().update(&id, &patch).await).await;
    assert_eq!(line, r#"PATCH /v2/files/i1 {"ownerId":"m2","restore":true}"#);
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_not_skipped() {
    let wire = Wire::start(|_| answer(200, &[], r#"{"entries":[{"id":"i1","name":"Secret plan"}]}"#)).await;
    let error = wire.client().files().all(&ListFiles::default()).await.unwrap_err();
    assert!(error.to_string().contains("entries[0]") && error.to_string().contains("urlId"), "{error}");
}

#[tokio::test]
async fn user_attributes_and_their_values() {
    let id = UserAttributeId::new("a1");
    let value = AttributeValue::text("EMEA");
    let (all, line) = once(&list(ATTRIBUTE), async |c| c.user_attributes().all(Some("Reg")).await).await;
    assert_eq!(all[0].default_value, Some(AttributeValue::text("ALL")));
    assert_eq!(line, "GET /v2/user-attributes?name=Reg&limit=1000");
    let (_, line) = once(ATTRIBUTE, async |c| c.user_attributes().get(&id).await).await;
    assert_eq!(line, "GET /v2/user-attributes/a1");
    let new =
        NewUserAttribute { name: "Plant".into(), description: None, default_value: Some(AttributeValue::text("none")) };
    let (made, line) = once(ATTRIBUTE, async |c| c.user_attributes().create(&new).await).await;
    assert_eq!(made.value.id, id);
    let body = r#"{"name":"Plant","defaultValue":{"val":"none","type":"string"}}"#;
    assert_eq!(line, format!("POST /v2/user-attributes {body}"));

    let row = r#"{"userId":"m1","value":{"val":"EMEA","type":"string"},TIMES}"#;
    let (rows, line) = once(&list(row), async |c| c.user_attributes().of_members(&id).await).await;
    assert_eq!((&rows[0].value, line.as_str()), (&value, "GET /v2/user-attributes/a1/users?limit=1000"));
    let row = r#"{"teamId":"t1","value":{"val":"EMEA","type":"string"},"priority":1,TIMES}"#;
    let (rows, line) = once(&list(row), async |c| c.user_attributes().of_teams(&id).await).await;
    assert_eq!((rows[0].priority, line.as_str()), (1, "GET /v2/user-attributes/a1/teams?limit=1000"));

    let of_member = [(MemberId::new("m1"), value.clone())];
    let (_, line) = once("{}", async |c| c.user_attributes().set_for_members(&id, &of_member).await).await;
    let body = r#"{"assignments":[{"userId":"m1","value":{"val":"EMEA","type":"string"}}]}"#;
    assert_eq!(line, format!("POST /v2/user-attributes/a1/users {body}"));
    let of_team = [(TeamId::new("t1"), value)];
    let (_, line) = once("{}", async |c| c.user_attributes().set_for_teams(&id, &of_team).await).await;
    let body = r#"{"assignments":[{"teamId":"t1","value":{"val":"EMEA","type":"string"}}]}"#;
    assert_eq!(line, format!("POST /v2/user-attributes/a1/teams {body}"));

    let member = MemberId::new("m1");
    let members = [member.clone()];
    let (_, line) = once("{}", async |c| c.user_attributes().unset_for_members(&id, &members).await).await;
    assert_eq!(line, r#"PATCH /v2/user-attributes/a1/users {"delete":[{"userId":"m1"}]}"#);
    let (_, line) = once("{}", async |c| c.user_attributes().unset_for_member(&id, &member).await).await;
    assert_eq!(line, "DELETE /v2/user-attributes/a1/users/m1");
    let team = TeamId::new("t1");
    let (_, line) = once("{}", async |c| c.user_attributes().unset_for_team(&id, &team).await).await;
    assert_eq!(line, "DELETE /v2/user-attributes/a1/teams/t1");
}

/// An answer that ends four bytes too soon.
fn begun() -> Vec<u8> {
    let mut bytes = bytes(200, &[], "0123456789");
    bytes.truncate(bytes.len() - 4);
    bytes
}

async fn download(client: &SigmaClient) -> Option<Body> {
    match client.download(&QueryId::new("q1")).await.unwrap() {
        Download::Pending => None,
        Download::Ready(body) => Some(body),
    }
}

#[tokio::test]
async fn a_download_is_pending_until_there_are_bytes() {
    let wire = Wire::start(|seen| match seen.nth {
        0 => Reaction::Answer(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()),
        1 => answer(200, &[], ""),
        _ => answer(200, &[("content-type", "text/csv")], "a,b\n1,2\n"),
    })
    .await;
    let client = wire.client();
    assert!(download(&client).await.is_none());
    assert!(download(&client).await.is_none());
    let body = download(&client).await.unwrap();
    assert_eq!((body.content_type(), body.length()), (Some("text/csv"), Some(8)));
    let pieces: Vec<_> = body.into_stream().try_collect().await.unwrap();
    assert_eq!(pieces.concat(), b"a,b\n1,2\n");
    assert_eq!(wire.seen()[2].target, "/v2/query/q1/download");
}

#[tokio::test]
async fn a_download_larger_than_memory_allows_passes_through() {
    let wire = Wire::start(|_| answer(200, &[], &"x".repeat(3 << 20))).await;
    let client = wire.client_with(|limits| limits.body_bytes = 1000);
    let mut stream = std::pin::pin!(download(&client).await.unwrap().into_stream());
    let (mut total, mut most) = (0, 0);
    while let Some(piece) = stream.try_next().await.unwrap() {
        total += piece.len();
        most = most.max(piece.len());
    }
    assert_eq!(total, 3 << 20);
    assert!(most < 1 << 20, "{most} bytes at once");
}

#[tokio::test]
async fn a_download_that_breaks_off_or_stalls_is_not_taken_for_whole() {
    for end in [Reaction::Stall, Reaction::Break] {
        let wire = Wire::start(move |_| end(begun())).await;
        let client = wire.client_with(|limits| limits.idle = Duration::from_millis(50));
        let stream = download(&client).await.unwrap().into_stream();
        let error = stream.try_collect::<Vec<_>>().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Lost(_)), "{error:?}");
    }
}

#[tokio::test]
async fn slow_readers_of_downloads_do_not_hold_up_the_portal() {
    let wire = Wire::start(|seen| match seen.target.as_str() {
        "/v2/whoami" => me(),
        _ => Reaction::Stall(begun()),
    })
    .await;
    let client = wire.client();
    let mut open = vec![];
    for _ in 0..6 {
        open.push(download(&client).await.unwrap());
    }
    client.whoami().await.unwrap();
}

#[tokio::test]
async fn an_expired_download_says_so() {
    let body = r#"{"requestId":"r-1","code":"not_found","message":"The query download has expired."}"#;
    let wire = Wire::start(move |_| answer(404, &[], body)).await;
    let error = wire.client().download(&QueryId::new("q1")).await.unwrap_err();
    assert_eq!((error.status(), error.operation()), (Some(404), "downloadQuery"));
}
