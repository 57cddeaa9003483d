//! What a form says while it is filled in: what it would change, and nothing is done.

use crate::support::{
    Answer, Browser, TestApp,
    form::{Fields, with},
};
use reqwest::{
    Method, StatusCode,
    header::{ACCEPT, HeaderMap, HeaderValue},
};
use sigma_portal::domain::{MemberId, ResourceRef};

/// Asks what a form comes to, as code in the browser does.
async fn ask(browser: &Browser<'_>, function: &str, fields: &Fields) -> Answer {
    let request = browser.request(Method::POST, &format!("/api/{function}?preview"));
    let code = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    browser.send(request.header("sec-fetch-site", "same-origin").headers(code).form(fields)).await
}

/// What the form of a page says when it is filled in so.
async fn said(browser: &Browser<'_>, page: &str, function: &str, fields: &[(&str, &str)]) -> String {
    let shown = browser.get(page).await;
    assert!(shown.body.contains("id=\"live-told\""), "{page} has no place for it");
    let answer = ask(browser, function, &with(shown.form(function), fields)).await;
    assert_eq!(answer.status, StatusCode::OK, "{function}: {}", answer.body);
    answer.body
}

#[tokio::test]
async fn what_an_edit_changes_is_foretold_and_nothing_is_kept() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let page = format!("/members/{}/edit", app.member("leo.martins@lumen.example").id);
    let foretold = async |name: &str, value: &str| said(&admin, &page, "members/edit", &[(name, value)]).await;
    assert!(foretold("account_type", "Build").await.contains("from View to Build"));
    assert!(foretold("email", "jonas.weber@lumen.example").await.contains("Jonas Weber"));
    assert!(foretold("first_name", " ").await.contains("Enter a first name."));
    let changes = admin.get("/changes").await;
    assert!(!changes.text().contains("from View to Build"), "{}", changes.text());
}

#[tokio::test]
async fn every_form_that_leads_to_a_plan_foretells_it() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let leo = app.member("leo.martins@lumen.example");
    let workspace = &snapshot.workspaces()[0];
    let connection = snapshot.connections().iter().find(|one| !one.is_archived).unwrap();
    let attribute = &snapshot.user_attributes()[0];
    let (key, row) = (format!("member:{}", leo.id), "grants[rows][0][id]");
    let gives = |level: &'static str| [(row, key.as_str()), ("grants[rows][0][level]", level)];
    for (page, function, fields, words) in [
        (
            "/workspaces/new".to_owned(),
            "workspaces/create",
            [[("name", "Night shift")].as_slice(), &gives("explore")].concat(),
            "Leo Martins",
        ),
        (
            format!("/workspaces/{}/access", workspace.id),
            "workspaces/give-access",
            gives("organize").to_vec(),
            "Leo Martins",
        ),
        (
            format!("/connections/{}/access", connection.id),
            "connections/give-access",
            gives("annotate").to_vec(),
            "Leo Martins",
        ),
        (format!("/workspaces/{}/edit", workspace.id), "workspaces/rename", vec![("name", "Renamed")], "Renamed"),
        (
            format!("/connections/{}/edit", connection.id),
            "connections/edit",
            vec![("name", "Cold store")],
            "Cold store",
        ),
        (
            format!("/attributes/{}", attribute.id),
            "attributes/set-value",
            vec![("who", "leo.martins@lumen.example"), ("value", "Iberia")],
            "Iberia",
        ),
        (
            format!("/members/{}/attributes", leo.id),
            "members/set-attribute",
            vec![("attribute_id", attribute.id.as_str()), ("value", "Iberia")],
            "Iberia",
        ),
        ("/attributes/new".to_owned(), "attributes/create", vec![("name", "Desk")], "Desk"),
        (format!("/members/{}/offboard", leo.id), "members/offboard", vec![("documents", "archive")], "Leo Martins"),
        ("/teams/new".to_owned(), "teams/create", vec![("name", "Night shift")], "Night shift"),
    ] {
        let told = said(&admin, &page, function, &fields).await;
        assert!(told.contains(words), "{function}: {told}");
    }
    assert!(app.snapshot().attributes_of_member(&leo.id).iter().all(|(_, value)| value.value != "Iberia"));
    assert!(
        app.snapshot().grants(&ResourceRef::Workspace(workspace.id.clone())).len()
            == snapshot.grants(&ResourceRef::Workspace(workspace.id.clone())).len()
    );
}

#[tokio::test]
async fn an_action_on_many_people_is_foretold_for_all_of_them() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.snapshot();
    let members: Vec<MemberId> =
        snapshot.people().filter(|one| one.has_account_type("view")).map(|one| one.id.clone()).take(3).collect();
    for (action, function, field, words) in [
        ("set_type", "members/bulk/change-type", ("account_type", "Build"), "Build"),
        ("join", "members/bulk/add-to-team", ("team", "Treasury"), "Treasury"),
        ("offboard", "members/bulk/offboard", ("documents", "archive"), "3 people"),
    ] {
        let mut selection = vec![("action", action)];
        selection.extend(members.iter().map(|id| ("member[]", id.as_str())));
        let page = admin.call("/members", "members/bulk/start", &selection).await.location.unwrap();
        let told = said(&admin, &page, function, &[field]).await;
        assert!(told.contains(words), "{function}: {told}");
    }
}

#[tokio::test]
async fn only_what_plans_can_be_asked_and_only_by_those_who_may() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let package =
        vec![("name".to_owned(), "Kept by a question".to_owned()), ("account_type".to_owned(), "Build".to_owned())];
    assert_eq!(ask(&admin, "packages/save", &package).await.status, StatusCode::NOT_FOUND);
    assert!(!admin.get("/packages").await.text().contains("Kept by a question"));
    let leo = app.member("leo.martins@lumen.example");
    let fields = vec![("member_id".to_owned(), leo.id.to_string()), ("documents".to_owned(), "archive".to_owned())];
    assert_eq!(ask(&app.sign_in("manager").await, "members/offboard", &fields).await.status, StatusCode::FORBIDDEN);
}
