//! What programs can do: onboard, request packages, end the access of leavers, and read how far all of it is.

use super::Program;
use crate::{
    requests::{AMARA, JONAS, LEO, actor, automatic, decided_by, kept, member, team},
    support::TestApp,
};
use reqwest::StatusCode;
use serde_json::{Value, json};
use sigma_portal::{
    domain::{
        AccessPackage, Approvers, ChangeId, MemberStatus, PackageContents, Policy, RequestId, RequestState,
        Requestable, TeamChoice,
    },
    requests::{ALL_HOLDERS, PackageDraft},
    store::{AuditFilter, PageRequest},
    web::{end_due, fulfil_all},
};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);
pub const MIA: &str = "mia.lund@lumen.example";

/// A package with Build and Finance, decided by this policy.
pub async fn package(app: &TestApp, policy: Policy) -> AccessPackage {
    let contents = PackageContents {
        account_type: Some("build".into()),
        teams: vec![TeamChoice { team_id: team(app, "Finance"), is_team_admin: false }],
        ..PackageContents::default()
    };
    let owners = vec![member(app, JONAS).id];
    let draft =
        PackageDraft { name: "Finance analyst".into(), description: String::new(), contents, owners: owners.clone() };
    let requests = &app.running.app.requests;
    let package = requests.make_package(draft, &actor(app, AMARA)).await.unwrap();
    let thing = Requestable::Package(package.id.clone());
    requests.set_policy(&thing, Some(policy), owners, &actor(app, AMARA)).await.unwrap();
    package
}

pub fn mia() -> Value {
    json!({ "email": MIA, "firstName": "Mia", "lastName": "Lund" })
}

pub fn with(mut body: Value, more: Value) -> Value {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// Waits until an onboarding has come to rest, and what it gives is written down.
async fn settled(app: &TestApp, id: &str) {
    let portal = &app.running.app;
    portal.changes.settled(&ChangeId::new(id), PATIENCE).await.unwrap();
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
}

#[tokio::test]
async fn an_onboarding_with_a_package_is_begun_followed_and_held() {
    let app = TestApp::start().await;
    let package = package(&app, Policy { usual_days: Some(30), ..decided_by(&[Approvers::Owners]) }).await;
    let program = Program::full(&app).await;
    let body = with(
        mia(),
        json!({
            "package": "finance ANALYST", "reason": "Starts in March",
            "workspaces": [{ "name": "Logistics", "level": "explore" }]
        }),
    );
    let begun = program.post("/v1/onboardings", "hr-1", &body).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{:?}", begun.json);
    let id = begun.text("id").to_owned();
    settled(&app, &id).await;
    let state = program.get(&format!("/v1/onboardings/{id}")).await;
    assert_eq!((state.text("state"), &state.json["problems"]), ("done", &json!([])), "{:?}", state.json);
    assert_eq!(state.json["stepsDone"], state.json["stepsTotal"]);
    let person = member(&app, MIA);
    assert!(person.has_account_type("build") && app.snapshot().is_in_team(&person.id, &team(&app, "Finance")));

    // The package knows its holder, and its term.
    let held = app.running.app.requests.package(&package.id, &actor(&app, AMARA), ALL_HOLDERS).await.unwrap();
    let [holder] = held.holders.items.as_slice() else { panic!("{:?}", held.holders) };
    assert_eq!(
        (holder.request.state, holder.request.beneficiary.member_id.as_ref()),
        (RequestState::Granted, Some(&person.id))
    );
    assert!(holder.drift.is_none() && holder.request.ends_at.is_some(), "{:?}", holder.drift);

    let log = app.running.app.store.audit(&AuditFilter::default(), PageRequest { number: 1, size: 200 }).await.unwrap();
    let accepted = log.items.iter().find(|event| event.action == "change.accepted").unwrap();
    assert_eq!(accepted.actor.name, "HR sync (API token of Amara Okafor)");
    assert!(accepted.summary.contains("Reason: Starts in March"), "{}", accepted.summary);
    assert!(log.items.iter().filter(|event| event.action == "step.done").all(|event| event.actor.token().is_some()));
}

#[tokio::test]
async fn what_is_wrong_is_said_by_field_and_nothing_is_done() {
    let app = TestApp::start().await;
    let program = Program::full(&app).await;
    let body = json!({
        "email": "nobody", "firstName": "", "lastName": "Lund", "teams": [{ "team": "Nowhere" }],
        "workspaces": [{ "name": "Logistics", "level": "usage" }]
    });
    let invalid = program.post("/v1/onboardings", "1", &body).await;
    invalid.assert_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    let pointers: Vec<_> =
        invalid.json["errors"].as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    for pointer in ["#/email", "#/firstName", "#/accountType", "#/teams", "#/workspaces"] {
        assert!(pointers.contains(&pointer), "{pointer}: {pointers:?}");
    }
    let known = with(mia(), json!({ "email": LEO, "accountType": "View" }));
    program.post("/v1/onboardings", "2", &known).await.assert_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    let odd = with(mia(), json!({ "salary": 1 }));
    program.post("/v1/onboardings", "3", &odd).await.assert_problem(StatusCode::BAD_REQUEST, "unreadable");
    let unnamed = with(mia(), json!({ "package": "Nothing" }));
    let unnamed = program.post("/v1/onboardings", "4", &unnamed).await;
    assert_eq!(unnamed.json["errors"][0]["pointer"], "#/package");
    program.get("/v1/onboardings/unknown").await.assert_problem(StatusCode::NOT_FOUND, "not-found");
    program.get("/v1/nothing").await.assert_problem(StatusCode::NOT_FOUND, "not-found");
    program.get("/v1/leavers").await.assert_problem(StatusCode::METHOD_NOT_ALLOWED, "method");
    let long = with(mia(), json!({ "reason": "x".repeat(300 * 1024) }));
    program.post("/v1/onboardings", "5", &long).await.assert_problem(StatusCode::PAYLOAD_TOO_LARGE, "too-large");
    assert!(app.snapshot().member_by_email(MIA).is_none());
}

#[tokio::test]
async fn a_package_is_requested_decided_by_people_and_ended_when_the_person_leaves() {
    let app = TestApp::start().await;
    let package = package(&app, Policy { reason_required: false, ..decided_by(&[Approvers::Owners]) }).await;
    let program = Program::full(&app).await;
    let listed = program.get("/v1/packages").await;
    assert_eq!(listed.json["packages"][0]["gives"], json!(["Account type Build", "Member of Finance"]));

    let unnamed = program.post("/v1/requests", "0", &json!({ "package": package.id.as_str(), "email": MIA })).await;
    unnamed.assert_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    let body = with(mia(), json!({ "package": package.id.as_str(), "days": 90 }));
    let asked = program.post("/v1/requests", "1", &body).await;
    assert_eq!((asked.status, asked.text("state")), (StatusCode::CREATED, "pending"), "{:?}", asked.json);
    let id = RequestId::new(asked.text("id"));
    let request = kept(&app, &id).await;
    assert_eq!(request.requester.name, "HR sync (API token of Amara Okafor)");

    // Four eyes: who made the token does not decide about what it asks for; the owner does.
    let portal = &app.running.app;
    let own = portal.requests.approve(&id, request.version, &actor(&app, AMARA)).await;
    assert!(matches!(own, Err(sigma_portal::requests::Error::Forbidden)), "{own:?}");
    let jonas = app.sign_in("manager").await;
    let page = format!("/requests/{id}");
    assert!(jonas.get(&page).await.text().contains("Invite Mia Lund"), "{}", jonas.get(&page).await.text());
    jonas.fill(&page, "requests/approve", &[]).await;
    portal.changes.settled(kept(&app, &id).await.change_id.as_ref().unwrap(), PATIENCE).await.unwrap();
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
    let state = program.get(&format!("/v1/requests/{id}")).await;
    assert_eq!(state.text("state"), "granted", "{:?}", state.json);
    assert!(state.json["endsAt"].is_string());
    let person = member(&app, MIA);
    assert!(app.snapshot().is_in_team(&person.id, &team(&app, "Finance")));

    let left = program.post("/v1/leavers", "2", &json!({ "email": MIA })).await;
    assert_eq!(left.status, StatusCode::OK, "{:?}", left.json);
    assert_eq!(
        (&left.json["isIncomplete"], left.json["requests"][0]["id"].as_str()),
        (&json!(false), Some(id.as_str()))
    );
    portal.changes.settled(kept(&app, &id).await.end_change_id.as_ref().unwrap(), PATIENCE).await.unwrap();
    end_due(&portal.requests, &portal.changes).await.unwrap();
    assert_eq!(program.get(&format!("/v1/requests/{id}")).await.text("state"), "ended");
    assert!(!app.snapshot().is_in_team(&person.id, &team(&app, "Finance")));
    assert_eq!(member(&app, MIA).status(), MemberStatus::Active, "the account is another matter");
    let again = program.post("/v1/leavers", "3", &json!({ "email": MIA })).await;
    assert_eq!(again.json["requests"], json!([]), "nothing is left to end");
}

#[tokio::test]
async fn a_leavers_open_requests_are_closed_and_what_has_no_end_ends() {
    let app = TestApp::start().await;
    let package = package(&app, Policy { reason_required: false, ..automatic() }).await;
    let program = Program::full(&app).await;
    let asked = program.post("/v1/requests", "1", &json!({ "package": package.name, "email": LEO })).await;
    let portal = &app.running.app;
    let granted = RequestId::new(asked.text("id"));
    portal.changes.settled(kept(&app, &granted).await.change_id.as_ref().unwrap(), PATIENCE).await.unwrap();
    fulfil_all(&portal.requests, &portal.changes).await.unwrap();
    let open = crate::requests::offer_finance(&app, decided_by(&[Approvers::Admins])).await;
    let sales = team(&app, "Sales");
    let open = if app.snapshot().is_in_team(&member(&app, LEO).id, &open) { sales } else { open };
    let open = crate::requests::ask(&app, &open, LEO).await;
    let left = program.post("/v1/leavers", "2", &json!({ "email": LEO })).await;
    assert_eq!(left.json["requests"].as_array().map(Vec::len), Some(2), "{:?}", left.json);
    let closed = kept(&app, &open.id).await;
    assert_eq!(closed.state, RequestState::Closed);
    assert_eq!(closed.last_event().unwrap().note, "The person leaves.");
    assert!(matches!(kept(&app, &granted).await.state, RequestState::Ending | RequestState::Ended));
}

#[tokio::test]
async fn the_document_names_every_path_and_the_paths_need_a_token() {
    let app = TestApp::start().await;
    let document = app.visitor().get("/v1/openapi.json").await;
    let json: Value = serde_json::from_str(&document.body).unwrap();
    assert_eq!((document.status, json["openapi"].as_str()), (StatusCode::OK, Some("3.1.0")));
    let stranger = Program::holding(&app, "sgp_none".into());
    let program = Program::full(&app).await;
    for (path, methods) in json["paths"].as_object().unwrap() {
        for (method, said) in methods.as_object().unwrap() {
            let (path, open) = (path.replace("{id}", "anything"), said["security"] == json!([]));
            let call = async |program: &Program| match method.as_str() {
                "get" => program.get(&path).await,
                _ => program.post(&path, "doc", &json!({ "nothing": true })).await,
            };
            let expected = if open { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
            assert_eq!(call(&stranger).await.status, expected, "{method} {path}");
            let answer = call(&program).await.status.as_u16().to_string();
            assert!(said["responses"].as_object().unwrap().contains_key(&answer), "{method} {path}: {answer}");
        }
    }
}
