//! Schemas and tables of a connection: listed, and access to one of them granted and revoked.

use super::connections::connection;
use crate::support::{TestApp, form::value};
use reqwest::StatusCode;
use sigma_portal::{
    domain::{ConnectionId, ConnectionPermission, Grantee, InodeId, Permission},
    simulator::{Answer, Effect, Rule, When},
};

const LEO: &str = "leo.martins@lumen.example";

/// The id of a path, as grants take it.
async fn inode(app: &TestApp, connection: &ConnectionId, path: &[&str]) -> InodeId {
    app.running.app.client.connections().lookup(connection, path).await.unwrap().inode_id
}

/// The level somebody has on a path, as Sigma has it.
async fn held(app: &TestApp, path: &InodeId, grantee: &Grantee) -> Option<Permission> {
    let grants = app.running.app.client.connections().path_grants(path).await.unwrap();
    grants.into_iter().find(|grant| grant.grantee().as_ref() == Some(grantee)).map(|grant| grant.permission)
}

fn leo(app: &TestApp) -> Grantee {
    Grantee::Member(app.snapshot().member_by_email(LEO).unwrap().id.clone())
}

#[tokio::test]
async fn paths_are_listed_searched_and_taken_away() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let warehouse = connection(&app, "Lumen Warehouse").id;
    let path = format!("/connections/{warehouse}/paths");
    let list = auditor.get(&path).await;
    assert_eq!(list.status, StatusCode::OK);
    // A database, three schemas and eight tables.
    assert!(list.text().contains("12 of 12 schemas and tables"), "{}", list.text());
    assert!(list.links_to(&format!("{path}?database=LUMEN&schema=SALES&table=ORDERS")), "{:?}", list.links());
    assert_eq!(list.row("SALESLUMEN.SALES"), ["3"]);
    let orders = auditor.get(&format!("{path}?q=order")).await;
    assert!(orders.text().contains("2 of 12"), "{}", orders.text());
    let csv = auditor.get(&format!("{path}/export.csv?q=finance")).await;
    assert_eq!(csv.body.lines().count(), 5, "{}", csv.body);
    for gone in ["database=NOPE", "database=LUMEN&schema=SALES&table=MORE", "schema=SALES"] {
        assert_eq!(auditor.get(&format!("{path}?{gone}")).await.status, StatusCode::NOT_FOUND, "{gone}");
    }
    app.simulator.add_rule(Rule {
        operation: "GET /v2/connections/paths".into(),
        when: When::Always,
        effect: Effect::Answer(Answer { status: 400, ..Answer::default() }),
    });
    let refused = auditor.get(&path).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(refused.text().contains("Sigma refused"), "{}", refused.text());
}

#[tokio::test]
async fn access_to_a_schema_is_granted_raised_lowered_and_revoked_with_undo() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let warehouse = connection(&app, "Lumen Warehouse").id;
    let page = format!("/connections/{warehouse}/paths?database=LUMEN&schema=SALES");
    let (schema, leo) = (inode(&app, &warehouse, &["LUMEN", "SALES"]).await, leo(&app));
    let shown = admin.get(&page).await;
    assert!(shown.text().contains("Access to LUMEN.SALES"), "{}", shown.text());
    for (level, verb) in [("usage", "Grant"), ("annotate", "Raise"), ("usage", "Lower")] {
        let form = [("who", LEO), ("level", level)];
        let review = admin.fill(&page, "connections/grant-on-path", &form).await;
        assert!(
            review.text().contains(verb) && review.text().contains("LUMEN.SALES of Lumen Warehouse"),
            "{}",
            review.text()
        );
        let done = admin.apply(&review, "").await;
        assert_eq!(done.state(), "Done", "{}", done.text());
        let wanted = ConnectionPermission::from_slug(level).map(Permission::Connection);
        assert_eq!(held(&app, &schema, &leo).await, wanted, "{verb}");
    }
    let again = admin.fill(&page, "connections/grant-on-path", &[("who", LEO), ("level", "usage")]).await;
    assert!(again.text().contains("already has “Can use”"), "{}", again.text());

    let shown = admin.get(&page).await;
    assert!(shown.text().contains("Leo MartinsPersonCan use"), "{}", shown.text());
    let review = admin.press(&page, "Revoke access of Leo Martins", &[]).await;
    let done = admin.apply(&review, "").await;
    assert_eq!(held(&app, &schema, &leo).await, None);
    let id = done.field("id");
    let undo = admin.submit(&format!("/changes/{id}"), &[("id", &id)]).await;
    assert!(undo.text().contains("Can use on LUMEN.SALES of Lumen Warehouse again"), "{}", undo.text());
    admin.apply(&undo, "").await;
    assert_eq!(held(&app, &schema, &leo).await, Some(Permission::Connection(ConnectionPermission::Usage)));
    let activity = admin.get(&format!("/connections/{warehouse}/activity")).await.text();
    assert!(activity.contains("on LUMEN.SALES of Lumen Warehouse"), "{activity}");
}

#[tokio::test]
async fn what_is_unclear_or_wrong_is_said_beside_the_form() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let warehouse = connection(&app, "Lumen Warehouse").id;
    let page = format!("/connections/{warehouse}/paths?database=LUMEN&schema=SALES");
    for (who, said) in [
        ("nobody@lumen.example", "No person or team matches “nobody@lumen.example”."),
        ("sale", "Several people or teams match “sale”. Pick one."),
        (" ", "Choose a person or team."),
    ] {
        let again = admin.fill(&page, "connections/grant-on-path", &[("who", who), ("level", "annotate")]).await;
        assert!(again.text().contains(said), "{who:?}: {}", again.text());
        let form = again.form("connections/grant-on-path");
        assert_eq!((value(&form, "who"), value(&form, "level")), (who, "annotate"), "what was entered is lost");
    }
    let wrong = admin.fill(&page, "connections/grant-on-path", &[("who", LEO), ("level", "own")]).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let nowhere = [("connection_id", warehouse.as_str()), ("part[]", "NOPE"), ("who", LEO), ("level", "usage")];
    let nowhere = admin.call(&page, "connections/grant-on-path", &nowhere).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND, "{}", nowhere.text());
}

#[tokio::test]
async fn a_grant_that_somebody_else_changed_meanwhile_is_asked_about() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let warehouse = connection(&app, "Lumen Warehouse").id;
    let page = format!("/connections/{warehouse}/paths?database=LUMEN&schema=FINANCE");
    let (schema, leo) = (inode(&app, &warehouse, &["LUMEN", "FINANCE"]).await, leo(&app));
    let shown = admin.get(&page).await;
    let annotate = Permission::Connection(ConnectionPermission::Annotate);
    app.running.app.client.connections().grant_on_path(&schema, &[(leo.clone(), &annotate)]).await.unwrap();
    let form = crate::support::form::with(shown.form("connections/grant-on-path"), &[("who", LEO), ("level", "usage")]);
    let asked = admin.send_form(&page, "connections/grant-on-path", &form).await;
    let question = asked.form("connections/grant-on-path");
    assert!(
        asked.text().contains("Changed since") && asked.text().contains("“Can use and annotate”"),
        "{}",
        asked.text()
    );
    assert!(question.len() > form.len(), "nothing is asked: {question:?}");
    assert_eq!(held(&app, &schema, &leo).await, Some(annotate), "nothing is sent before somebody has decided");
}

#[tokio::test]
async fn managers_change_paths_of_what_they_manage_and_see_no_more_than_their_teams_elsewhere() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let warehouse = connection(&app, "Lumen Warehouse").id;
    let page = format!("/connections/{warehouse}/paths?database=LUMEN&schema=SUPPLY");
    let give = [("who", LEO), ("level", "usage")];
    let review = admin.fill(&page, "connections/grant-on-path", &give).await;
    admin.apply(&review, "").await;
    let manager = app.sign_in("manager").await;
    let shown = manager.get(&page).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert!(!shown.text().contains("Leo Martins"), "a grant of somebody else is shown: {}", shown.text());
    assert!(!shown.posts_to("connections/"), "a manager of teams is offered to change a connection");
    let revoke = [
        ("connection_id", warehouse.as_str()),
        ("part[]", "LUMEN"),
        ("part[]", "SUPPLY"),
        ("grantee", &leo(&app).key()),
    ];
    let refused = manager.call(&page, "connections/revoke-on-path", &revoke).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let jonas = [("who", "jonas.weber@lumen.example"), ("role", "manager"), ("of", &format!("connection:{warehouse}"))];
    let given = admin.submit("/settings/roles", &[&jonas[..], &[("reason", "Looks after it")]].concat()).await;
    assert_eq!(given.location.as_deref(), Some("/settings/roles"), "{}", given.text());
    let shown = manager.get(&page).await;
    assert!(shown.text().contains("Leo Martins"), "{}", shown.text());
    let review = manager.press(&page, "Revoke access of Leo Martins", &[]).await;
    let done = manager.apply(&review, "").await;
    assert_eq!(done.state(), "Done", "{}", done.text());
    let schema = inode(&app, &warehouse, &["LUMEN", "SUPPLY"]).await;
    assert_eq!(held(&app, &schema, &leo(&app)).await, None);
}

#[tokio::test]
async fn who_reaches_a_connection_says_what_it_does_not_count() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let warehouse = connection(&app, "Lumen Warehouse").id;
    let people = auditor.get(&format!("/connections/{warehouse}/people")).await;
    assert!(people.text().contains("Grants on single schemas and tables aren’t counted"), "{}", people.text());
    assert!(people.links_to(&format!("/connections/{warehouse}/paths")));
    let found = auditor.get(&format!("/connections/{warehouse}/check?look=1&database=LUMEN&schema=SALES")).await;
    assert!(
        found.links_to(&format!("/connections/{warehouse}/paths?database=LUMEN&schema=SALES")),
        "{:?}",
        found.links()
    );
}
