//! Calls that are repeated: because an answer was lost, because a program hung up, or in two processes at once.

use super::{
    Program,
    calls::{MIA, mia, package, with},
};
use crate::{
    requests::{automatic, decided_by},
    store::database::Database,
    support::TestApp,
};
use reqwest::StatusCode;
use serde_json::json;
use sigma_portal::{
    domain::{Approvers, ChangeKind, Policy},
    store::{ChangeFilter, PageRequest, RequestFilter},
};
use std::time::Duration;

const FIRST: PageRequest = PageRequest { number: 1, size: 50 };

async fn onboardings(app: &TestApp) -> u64 {
    let filter = ChangeFilter { kind: Some(ChangeKind::Onboard), ..ChangeFilter::default() };
    app.running.app.store.changes(&filter, FIRST).await.unwrap().total
}

/// All of it, on a portal with this database.
async fn a_call_is_done_once(database: Database) {
    let url = database.url.clone();
    let app = TestApp::start_set(|portal| portal.database_url = url.into()).await;
    let program = Program::full(&app).await;
    let body = with(mia(), json!({ "accountType": "Build" }));
    let first = program.post("/v1/onboardings", "hr-1", &body).await;
    assert_eq!(first.status, StatusCode::CREATED, "{:?}", first.json);
    let again = program.post("/v1/onboardings", "hr-1", &body).await;
    assert_eq!((again.status, &again.json), (StatusCode::CREATED, &first.json), "the same answer");
    assert_eq!(again.headers["idempotency-replayed"], "true");
    let other = with(mia(), json!({ "accountType": "View" }));
    program.post("/v1/onboardings", "hr-1", &other).await.assert_problem(StatusCode::CONFLICT, "key-reused");
    assert_eq!(onboardings(&app).await, 1);
    let without = program.request("/v1/onboardings", "", &body).send().await.unwrap();
    super::Reply::read(without).await.assert_problem(StatusCode::BAD_REQUEST, "unreadable");

    // Two at once, as from two processes behind a balancer: one request, and both are told of it.
    let package = package(&app, Policy { reason_required: false, ..decided_by(&[Approvers::Owners]) }).await;
    let body =
        json!({ "package": package.name, "email": "new.one@lumen.example", "firstName": "New", "lastName": "One" });
    let calls = (0..4).map(|_| program.post("/v1/requests", "hr-2", &body));
    let answers = futures::future::join_all(calls).await;
    for answer in &answers {
        assert_eq!(
            (answer.status, answer.text("id")),
            (StatusCode::CREATED, answers[0].text("id")),
            "{:?}",
            answer.json
        );
    }
    assert_eq!(app.running.app.store.requests(&RequestFilter::default(), FIRST).await.unwrap().total, 1);
}

#[tokio::test]
async fn a_call_is_done_once_on_sqlite() {
    Box::pin(a_call_is_done_once(Database::sqlite())).await;
}

#[tokio::test]
async fn a_call_is_done_once_on_postgres() {
    Box::pin(a_call_is_done_once(Database::postgres().await)).await;
}

#[tokio::test]
async fn a_program_that_hangs_up_and_repeats_gets_what_was_begun() {
    let app = TestApp::start().await;
    let package = package(&app, Policy { reason_required: false, ..automatic() }).await;
    let program = Program::full(&app).await;
    let body = with(mia(), json!({ "package": package.name, "reason": "Starts in March" }));
    // Hangs up at many moments of the call.
    for millis in [0, 1, 2, 4, 8, 16, 32] {
        let call = program.request("/v1/onboardings", "hr-1", &body).send();
        _ = tokio::time::timeout(Duration::from_millis(millis), call).await;
    }
    let answer = program.post("/v1/onboardings", "hr-1", &body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{:?}", answer.json);
    assert_eq!(onboardings(&app).await, 1);
    let id = answer.text("id").to_owned();
    app.running.app.changes.settled(&id.as_str().into(), Duration::from_secs(30)).await.unwrap();
    assert_eq!(program.get(&format!("/v1/onboardings/{id}")).await.text("state"), "done");
    let people = app.snapshot();
    assert_eq!(people.people().filter(|person| person.email == MIA).count(), 1);
}

#[tokio::test]
async fn what_was_refused_can_be_asked_again() {
    let app = TestApp::start().await;
    let program = Program::full(&app).await;
    let body = with(mia(), json!({ "package": "Finance analyst" }));
    program.post("/v1/requests", "hr-1", &body).await.assert_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    package(&app, Policy { reason_required: false, ..decided_by(&[Approvers::Owners]) }).await;
    assert_eq!(program.post("/v1/requests", "hr-1", &body).await.status, StatusCode::CREATED);
}
