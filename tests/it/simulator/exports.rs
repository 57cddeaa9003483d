//! Exports and their downloads (BEHAVIOUR.md section 13).

use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Answer, Client};

/// A workbook with one of its pages and one of that page's elements.
struct Target {
    client: Client,
    workbook: String,
    page: String,
    element: String,
}

impl Target {
    async fn new() -> Self {
        let client = Client::new().await;
        let workbook = client.all("/v2/workbooks?isArchived=false").await[0]["workbookId"].as_str().unwrap().to_owned();
        let schema = client.get(&format!("/v2/workbooks/{workbook}/schema")).await.ok();
        let (page, about) = schema["pages"].as_object().unwrap().iter().next().unwrap();
        let element = about["elements"][0].as_str().unwrap().to_owned();
        Self { page: page.clone(), element, workbook, client }
    }

    async fn ask(&self, body: Value) -> Answer {
        self.client.post(&format!("/v2/workbooks/{}/export", self.workbook), body).await
    }

    async fn query(&self, body: Value) -> String {
        let answer = self.ask(body).await.ok();
        assert_eq!(answer["jobComplete"], false);
        format!("/v2/query/{}/download", answer["queryId"].as_str().unwrap())
    }

    async fn fetch(&self, body: Value) -> Answer {
        let path = self.query(body).await;
        self.client.simulator().forward(Duration::from_secs(2));
        let answer = self.client.get(&path).await;
        assert_eq!(answer.status, 200);
        answer
    }
}

#[tokio::test]
async fn a_download_is_empty_until_ready_and_gone_when_expired() {
    let target = Target::new().await;
    let path = target.query(json!({ "elementId": target.element, "format": { "type": "csv" } })).await;
    let waiting = target.client.get(&path).await;
    assert_eq!((waiting.status.as_u16(), waiting.bytes.len()), (204, 0));
    target.client.simulator().forward(Duration::from_secs(2));
    assert_eq!(target.client.get(&path).await.status, 200);
    let mut target = target;
    target.client.simulator().forward(Duration::from_hours(1));
    target.client.sign_in().await;
    let message = target.client.get(&path).await.refused(404, "not_found");
    assert!(message.starts_with("The query download has expired."), "{message}");
    target.client.get("/v2/query/none/download").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_result_can_be_kept_up_to_six_hours() {
    let mut target = Target::new().await;
    let format = json!({ "type": "csv" });
    let body = json!({ "elementId": target.element, "format": format, "resultsValidityTimeMs": 21_600_000 });
    let path = target.query(body).await;
    target.client.simulator().forward(Duration::from_hours(5));
    target.client.sign_in().await;
    assert_eq!(target.client.get(&path).await.status, 200);
    let body = json!({ "elementId": target.element, "format": format, "resultsValidityTimeMs": 21_600_001 });
    target.ask(body).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn every_format_is_what_it_says() {
    let target = Target::new().await;
    let element = |format: Value| json!({ "elementId": target.element, "format": format, "rowLimit": 3 });
    let csv = target.fetch(element(json!({ "type": "csv" }))).await;
    assert!(csv.headers["content-type"].to_str().unwrap().starts_with("text/csv"));
    assert_eq!(csv.text().lines().count(), 4);
    let array = target.fetch(element(json!({ "type": "json" }))).await;
    assert_eq!(array.json().as_array().unwrap().len(), 3);
    let lines = target.fetch(element(json!({ "type": "jsonl" }))).await;
    assert_eq!(lines.text().lines().count(), 3);
    assert!(target.fetch(element(json!({ "type": "xlsx" }))).await.bytes.starts_with(b"PK\x03\x04"));
    assert!(target.fetch(element(json!({ "type": "png" }))).await.bytes.starts_with(b"\x89PNG"));
    let pdf = json!({ "type": "pdf", "layout": "portrait" });
    assert!(target.fetch(element(pdf.clone())).await.bytes.starts_with(b"%PDF"));
    assert!(target.fetch(json!({ "format": pdf })).await.bytes.starts_with(b"%PDF"));
    assert!(target.fetch(json!({ "format": { "type": "xlsx" } })).await.bytes.starts_with(b"PK"));
    let page = json!({ "pageId": target.page, "format": { "type": "png", "pixelWidth": 200, "pixelHeight": 100 } });
    assert_eq!(target.fetch(page).await.headers["content-type"], "image/png");
}

#[tokio::test]
async fn formats_depend_on_the_scope_and_pdf_needs_a_layout() {
    let target = Target::new().await;
    target.ask(json!({ "pageId": target.page, "format": { "type": "csv" } })).await.refused(400, "invalid_request");
    target.ask(json!({ "format": { "type": "json" } })).await.refused(400, "invalid_request");
    target.ask(json!({ "format": { "type": "pdf" } })).await.refused(400, "invalid_request");
    target.ask(json!({})).await.refused(400, "invalid_request");
    let lost = json!({ "elementId": "none", "format": { "type": "csv" } });
    target.ask(lost).await.refused(404, "not_found");
}

#[tokio::test]
async fn large_results_come_in_chunks_counted_from_one() {
    let target = Target::new().await;
    let rows = async |offset: usize, limit: usize| {
        let format = json!({ "type": "json" });
        let body = json!({ "elementId": target.element, "format": format, "rowLimit": limit, "offset": offset });
        target.fetch(body).await.json().as_array().unwrap().clone()
    };
    let whole = rows(0, 8).await;
    assert_eq!(rows(1, 8).await, whole);
    assert_eq!(rows(6, 3).await, whole[5..8]);
    let body = json!({ "elementId": target.element, "format": { "type": "csv" }, "rowLimit": 1_000_001 });
    target.ask(body).await.refused(400, "invalid_request");
}

#[tokio::test]
async fn an_export_can_run_as_somebody_else_who_exists() {
    let target = Target::new().await;
    let leo = target.client.member_id("leo.martins@lumen.example").await;
    let body = |who: &str| json!({ "elementId": target.element, "format": { "type": "csv" }, "exportAs": who });
    target.ask(body(&leo)).await.ok();
    target.ask(body("nobody")).await.refused(404, "not_found");
    let body = json!({ "elementId": target.element, "format": { "type": "csv" }, "parameters": { "Region": 5 } });
    target.ask(body).await.refused(400, "invalid_request");
}
