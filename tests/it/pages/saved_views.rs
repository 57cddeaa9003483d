//! What somebody keeps of a list: columns and named views.

use crate::support::TestApp;
use reqwest::StatusCode;

#[tokio::test]
async fn columns_are_remembered_for_the_person_alone() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let page = admin.get("/members?type=Build").await;
    assert!(!page.body.contains("<code>"), "ids are not among the usual columns: {}", page.text());
    let mut fields = page.form("lists/columns");
    fields.retain(|(name, _)| name != "columns[]");
    fields
        .extend([("columns[]", "type"), ("columns[]", "id")].map(|(name, value)| (name.to_owned(), value.to_owned())));
    let chosen = admin.send_form("/members?type=Build", "lists/columns", &fields).await;
    let to = chosen.location.expect("led back to the list");
    assert!(to.starts_with("/members?type=Build") && to.contains("columns=type.id"), "{to}");

    let again = admin.get("/members").await;
    assert!(again.body.contains("<code>"), "the chosen column is not there: {}", again.text());
    assert!(!again.body.contains("data-label=\"Teams\""), "a column that was not chosen: {}", again.text());
    let other = app.sign_in("auditor").await.get("/members").await;
    assert!(other.body.contains("data-label=\"Teams\""), "somebody else's columns: {}", other.text());
    // The address wins over what is remembered.
    let named = admin.get("/members?columns=teams").await;
    assert!(named.body.contains("data-label=\"Teams\""), "{}", named.text());
}

#[tokio::test]
async fn a_view_is_saved_opened_by_its_link_and_deleted() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let path = "/members?type=Build&status=active&sort=-added";
    let saved = auditor.fill(path, "lists/save-view", &[("name", "Builders, newest first")]).await;
    assert_eq!(saved.location.as_deref(), Some(path));
    let list = auditor.get("/members").await;
    assert!(list.links_to(path) && list.text().contains("Builders, newest first"), "{}", list.text());
    assert!(list.text().contains("View “Builders, newest first” saved"), "{}", list.text());
    let others = app.sign_in("admin").await.get("/members").await;
    assert!(!others.text().contains("Builders, newest first"), "somebody else's view");
    let teams = auditor.get("/teams").await;
    assert!(!teams.text().contains("Builders, newest first"), "a view of another list");

    let nameless = auditor.fill("/members", "lists/save-view", &[("name", "  ")]).await;
    assert!(nameless.text().contains("Enter a name for the view"), "{}", nameless.text());
    auditor.press("/members", "Delete the view Builders, newest first", &[]).await;
    assert!(!auditor.get("/members").await.links_to(path));
}

#[tokio::test]
async fn a_list_leads_nowhere_else() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    for function in ["lists/columns", "lists/drop-view"] {
        let answer =
            admin.call("/members", function, &[("list", "Members"), ("at", "https://elsewhere.example/")]).await;
        assert_eq!(answer.location.as_deref(), Some("/"), "{function}");
    }
    let long = "x".repeat(5_000);
    let answer = admin.call("/members", "lists/save-view", &[("list", &long), ("at", "/members"), ("name", "a")]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}
