//! Exports: asked for, followed, passed on without being held, and nobody else's.

use super::workbooks::workbook;
use crate::support::{Browser, TestApp, form::value};
use reqwest::{Method, StatusCode};
use sigma_portal::{
    domain::{Outcome, Workbook},
    simulator::{Answer, Effect, Rule, When},
    store::{AuditFilter, PageRequest},
};
use std::time::{Duration, Instant};

/// An element of the workbook.
async fn element(app: &TestApp, workbook: &Workbook) -> String {
    let schema = app.running.app.client.workbooks().schema(&workbook.id, false).await.unwrap();
    schema.elements.keys().next().unwrap().clone()
}

/// Asks for an element as CSV; the path of the export's page.
async fn start(admin: &Browser<'_>, workbook: &Workbook, element: &str) -> String {
    let form = [("scope", "element"), ("element", element), ("element_format", "csv")];
    let answer = admin.submit(&format!("/workbooks/{}/export", workbook.id), &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location.unwrap()
}

/// What the audit log has of exports, oldest first.
async fn audited(app: &TestApp) -> Vec<(String, String, Outcome)> {
    let filter = AuditFilter { action_prefix: Some("export.".into()), ..AuditFilter::default() };
    let log = app.running.app.store.audit(&filter, PageRequest { number: 1, size: 50 }).await.unwrap();
    log.items.into_iter().rev().map(|event| (event.action, event.summary, event.outcome)).collect()
}

fn rule(operation: &str, effect: Effect) -> Rule {
    Rule { operation: operation.into(), when: When::Always, effect }
}

#[tokio::test]
async fn an_export_is_followed_from_request_to_file() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let workbook = workbook(&app).await;
    let element = element(&app, &workbook).await;
    let page = start(&admin, &workbook, &element).await;
    let running = admin.get(&page).await;
    assert!(running.text().contains("Running") && !running.links_below("/file"), "{}", running.text());
    assert!(running.reloads(), "without script the page does not move on");
    let early = admin.get(&format!("{page}/file")).await;
    assert_eq!(early.location.as_deref(), Some(page.as_str()), "there is no file yet");

    app.simulator.forward(Duration::from_secs(2));
    let events = admin.get(&format!("{page}/events")).await;
    assert!(events.body.contains("event: end"), "{}", events.body);
    let ready = admin.get(&page).await;
    assert!(ready.text().contains("Ready") && ready.links_to(&format!("{page}/file")));
    assert!(!ready.reloads(), "a page at its end reloads itself");

    let file = admin.get(&format!("{page}/file")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    let disposition = file.headers["content-disposition"].to_str().unwrap();
    let name = workbook.name.replace(' ', "-");
    assert!(disposition.starts_with(&format!("attachment; filename=\"{name}-")), "{disposition}");
    assert!(disposition.contains(".csv\""), "{disposition}");
    assert_eq!(file.headers["content-length"].to_str().unwrap(), file.body.len().to_string());
    assert!(file.body.lines().count() > 1);

    let log = audited(&app).await;
    let actions: Vec<&str> = log.iter().map(|(action, ..)| action.as_str()).collect();
    assert_eq!(actions, ["export.started", "export.downloaded"]);
    assert!(log[0].1.contains("as CSV") && log[0].1.contains(&workbook.name), "{}", log[0].1);
    assert!(admin.get("/audit?what=export.").await.text().contains("Downloaded element"));
}

#[tokio::test]
async fn only_what_sigma_makes_can_be_asked_for() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let workbook = workbook(&app).await;
    let path = format!("/workbooks/{}/export", workbook.id);
    let form = admin.get(&path).await;
    let formats = form.body.split("name=\"workbook_format\"").nth(1).unwrap().split("</select>").next().unwrap();
    assert!(formats.contains("pdf") && !formats.contains("csv"), "{formats}");
    for (form, said) in [
        (vec![("scope", "workbook"), ("workbook_format", "csv")], "Sigma makes no CSV of the whole workbook."),
        (vec![("scope", "page"), ("page_format", "pdf")], "Choose the page to export."),
        (vec![("scope", "element"), ("element", "gone"), ("element_format", "csv")], "no longer in the workbook"),
        (vec![("scope", "universe"), ("workbook_format", "pdf")], "Choose what to export."),
        (vec![("scope", "workbook"), ("workbook_format", "pdf"), ("rows", "0")], "from 1 to 1000000"),
        (vec![("scope", "workbook"), ("workbook_format", "pdf"), ("run_as", "a@b.example")], "Nobody in the directory"),
    ] {
        let refused = admin.submit(&path, &form).await;
        assert!(refused.text().contains(said), "{form:?}: {}", refused.text());
    }
    assert_eq!(app.simulator.calls("POST /v2/workbooks/{workbookId}/export"), 0, "a refused form called Sigma");
    let whole = [("scope", "workbook"), ("workbook_format", "pdf"), ("layout", "portrait")];
    assert_eq!(admin.submit(&path, &whole).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_export_is_nobody_elses() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let workbook = workbook(&app).await;
    let page = start(&admin, &workbook, &element(&app, &workbook).await).await;
    app.simulator.forward(Duration::from_secs(2));
    let other_session = app.sign_in("admin").await;
    for path in [page.clone(), format!("{page}/events"), format!("{page}/file")] {
        assert_eq!(other_session.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(app.sign_in("auditor").await.get(&path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(app.visitor().get(&path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
    assert_eq!(admin.get(&page).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_expired_result_is_explained_and_made_again() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let workbook = workbook(&app).await;
    let element = element(&app, &workbook).await;
    let page = start(&admin, &workbook, &element).await;
    app.simulator.forward(Duration::from_secs(3601));
    let expired = admin.get(&page).await;
    assert_eq!(expired.status, StatusCode::OK);
    assert!(expired.text().contains("This result has expired"), "{}", expired.text());
    let file = admin.get(&format!("{page}/file")).await;
    assert_eq!(file.location.as_deref(), Some(page.as_str()));
    let again = expired.form("workbooks/export");
    for (name, asked) in [("scope", "element"), ("element", element.as_str()), ("element_format", "csv")] {
        assert_eq!(value(&again, name), asked);
    }
    let fresh = admin.press(&page, "Export again", &[]).await.location.unwrap();
    assert_ne!(fresh, page);
    assert!(admin.get(&fresh).await.text().contains("Running"));
}

#[tokio::test]
async fn bytes_arrive_while_sigma_still_sends() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let workbook = workbook(&app).await;
    let page = start(&admin, &workbook, &element(&app, &workbook).await).await;
    app.simulator.forward(Duration::from_secs(2));
    app.simulator.add_rule(rule("GET /v2/query/*/download", Effect::SlowBodyMs(3000)));
    // As a browser asks: whatever compresses would hold the first pieces back.
    let request = admin
        .request(Method::GET, &format!("{page}/file"))
        .header("accept-encoding", "gzip, br")
        .header("sec-fetch-site", "same-origin");
    let begun = Instant::now();
    let mut answer = request.send().await.unwrap();
    let first = answer.chunk().await.unwrap().unwrap();
    let first_after = begun.elapsed();
    let mut length = first.len();
    while let Some(piece) = answer.chunk().await.unwrap() {
        length += piece.len();
    }
    let last_after = begun.elapsed();
    assert!(first.len() < length, "it came in one piece");
    assert!(first_after * 2 < last_after, "the first of {length} bytes came after {first_after:?} of {last_after:?}");
}

#[tokio::test]
async fn a_download_that_breaks_off_is_no_file() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let workbook = workbook(&app).await;
    let page = start(&admin, &workbook, &element(&app, &workbook).await).await;
    app.simulator.forward(Duration::from_secs(2));
    app.simulator.add_rule(rule("GET /v2/query/*/download", Effect::CutInBody));
    let request = admin.request(Method::GET, &format!("{page}/file")).header("sec-fetch-site", "same-origin");
    let answer = request.send().await.unwrap();
    assert!(answer.bytes().await.is_err(), "a part was passed on as the whole");
}

#[tokio::test]
async fn what_sigma_refuses_is_said_and_audited() {
    let app = TestApp::start_whole().await;
    let admin = app.sign_in("admin").await;
    let workbook = workbook(&app).await;
    let refusal = Answer { status: 403, ..Answer::default() };
    app.simulator.add_rule(rule("POST /v2/workbooks/*/export", Effect::Answer(refusal)));
    let form = [("scope", "workbook"), ("workbook_format", "xlsx")];
    let refused = admin.submit(&format!("/workbooks/{}/export", workbook.id), &form).await;
    assert!(refused.text().contains("Sigma refused: Fault to order"), "{}", refused.text());
    let log = audited(&app).await;
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].2, Outcome::Failed);
}
