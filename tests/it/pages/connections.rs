//! Connections: the list, who has access, the test, finding a path, editing.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{
    domain::{Connection, ConnectionPermission, Grantee, Permission, ResourceRef},
    simulator::{Answer, Effect, Rule, When},
};

pub fn connection(app: &TestApp, name: &str) -> Connection {
    app.running.app.directory.snapshot().unwrap().connections().iter().find(|c| c.name == name).unwrap().clone()
}

/// Sigma fails at this operation, in a way that is not tried again.
fn broken(app: &TestApp, operation: &str) {
    let effect = Effect::Answer(Answer { status: 500, ..Answer::default() });
    app.simulator.add_rule(Rule { operation: operation.into(), when: When::Always, effect });
}

#[tokio::test]
async fn the_list_filters_by_warehouse_and_team() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let snowflake = snapshot.connections().iter().filter(|c| c.warehouse_type == "snowflake").count();
    let page = auditor.get("/connections?warehouse=snowflake&sort=-active").await;
    let all = snapshot.connections().len();
    assert!(page.text().contains(&format!("{snowflake} of {all} connections")), "{}", page.text());
    assert!(page.text().contains("Audit log") && !page.text().contains("Lakehouse"), "{}", page.text());
    assert!(auditor.get("/connections?q=lake").await.text().contains("1 of "));
    let team = snapshot.teams().iter().find(|t| t.name == "Sigma Admins").unwrap();
    let by_team = auditor.get(&format!("/connections?team={}", team.id)).await;
    assert!(by_team.text().contains(&format!("{all} of {all}")), "{}", by_team.text());
    let csv = auditor.get("/connections/export.csv?columns=warehouse.signin").await;
    assert!(csv.body.contains("Marketing Events,BigQuery,OAuth"), "{}", csv.body);
}

#[tokio::test]
async fn archived_connections_are_asked_of_sigma() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    assert!(!auditor.get("/connections").await.text().contains("Legacy Reporting"));
    let archived = auditor.get("/connections?state=archived").await;
    assert!(
        archived.text().contains("Legacy Reporting") && archived.text().contains("not read"),
        "{}",
        archived.text()
    );
    assert!(!archived.text().contains("Lakehouse"), "{}", archived.text());
    broken(&app, "GET /v2/connections");
    let down = auditor.get("/connections?state=archived").await;
    assert_eq!(down.status, StatusCode::OK);
    assert!(down.text().contains("Sigma does not answer"), "{}", down.text());
    assert!(auditor.get("/connections").await.text().contains("Lakehouse"));
}

#[tokio::test]
async fn sigma_is_asked_only_when_somebody_wants_a_test() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let own = format!("/connections/{}", connection(&app, "Lumen Warehouse").id);
    let path = format!("{own}/check");
    let tests = || app.simulator.counts().get("GET /v2/connections/{connectionId}/test").map_or(0, |count| count.calls);
    let plain = auditor.get(&path).await;
    assert!(plain.text().contains("Not tested yet") && tests() == 0, "{}", plain.text());
    let tested = auditor.get(&format!("{path}?test=1")).await;
    assert!(tested.text().contains("ReadingWorks") && tested.text().contains(" ms"), "{}", tested.text());
    assert_eq!(tests(), 1);
    let lakehouse = auditor.get(&format!("/connections/{}/check?test=1", connection(&app, "Shop Database").id)).await;
    assert!(lakehouse.text().contains("WritingSwitched off"), "{}", lakehouse.text());
    broken(&app, "GET /v2/connections/*/test");
    let trouble = auditor.get(&format!("{path}?test=1")).await;
    assert_eq!(trouble.status, StatusCode::OK);
    assert!(trouble.text().contains("Try again") && trouble.text().contains("Find a path"));
    let before = auditor.get(&format!("{own}?test=1")).await;
    assert_eq!(before.location, Some(format!("{path}?test=1")), "a link from before checks had a page leads nowhere");
}

#[tokio::test]
async fn a_path_leads_to_its_id_and_errors_stand_beside_their_field() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let path = format!("/connections/{}/check", connection(&app, "Lumen Warehouse").id);
    let look = |query: &'static str| {
        let (auditor, path) = (&auditor, format!("{path}?look=1&{query}"));
        async move { auditor.get(&path).await }
    };
    let table = look("database=lumen&schema=Finance&table=LEDGER").await;
    assert!(table.text().contains("Kindtable") && table.text().contains("Inode id"), "{}", table.text());
    assert!(table.links_below("https://app.sigmacomputing.com/"), "{}", table.body);
    assert!(look("").await.text().contains("Kindscope"), "an empty path is the connection itself");
    for (query, field, message) in [
        ("database=LUMEN&schema=FINANCE&table=NOPE", "table", "There is no such table in it."),
        ("database=NOPE", "database", "There is no such database."),
        ("schema=FINANCE", "database", "Enter the database too."),
    ] {
        let page = look(query).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.refuses(field) && page.text().contains(message), "{query}");
    }
}

#[tokio::test]
async fn a_grant_without_effect_is_warned_of() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let warehouse = connection(&app, "Lumen Warehouse");
    let of = ResourceRef::Connection(warehouse.id.clone());
    let usage = Permission::Connection(ConnectionPermission::Usage);
    let idle = |id| snapshot.held_back(id, &usage);
    let free = |id: &sigma_portal::domain::TeamId| snapshot.grant_of(&of, &Grantee::Team(id.clone())).is_none();
    let team = snapshot.teams().iter().find(|t| idle(&t.id) > 0 && free(&t.id)).unwrap();
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap();
    let (team_key, leo_key) = (format!("team:{}", team.id), format!("member:{}", leo.id));
    let rows = [
        ("grants[rows][0][id]", team_key.as_str()),
        ("grants[rows][0][level]", "usage"),
        ("grants[rows][1][id]", leo_key.as_str()),
        ("grants[rows][1][level]", "annotate"),
    ];
    let path = format!("/connections/{}/access", warehouse.id);
    let editor = admin.press(&path, "Add these people", &rows).await;
    let size = snapshot.team_members(&team.id).len();
    let of_team = if idle(&team.id) == size {
        format!("all {size} member")
    } else {
        format!("{} of {size} member", idle(&team.id))
    };
    for text in [format!("No effect for {of_team}"), "No effect: account type View".to_owned()] {
        assert!(editor.text().contains(&text), "{text}: {}", editor.text());
    }
    let review = admin.fill(&path, "connections/give-access", &rows).await;
    assert!(review.text().contains(&format!("No effect for {of_team}")), "{}", review.text());
    admin.apply(&review, "").await;
    let page = admin.get(&format!("/connections/{}", warehouse.id)).await;
    assert!(page.text().contains(&format!("No effect for {of_team}")), "{}", page.text());
    let nothing = admin.get(&format!("/connections/{}/people?effect=nothing&q=leo", warehouse.id)).await;
    assert!(nothing.text().contains("not with account type "), "{}", nothing.text());
}

#[tokio::test]
async fn name_and_way_of_signing_in_are_edited() {
    let app = TestApp::start().await;
    let admin = app.sign_in("admin").await;
    let lakehouse = connection(&app, "Lakehouse");
    let path = format!("/connections/{}/edit", lakehouse.id);
    let empty = admin.submit(&path, &[("name", " "), ("oauth", "on")]).await;
    assert!(empty.refuses("name") && empty.body.contains("checked"), "{}", empty.body);
    let same = admin.submit(&path, &[("name", "Lakehouse")]).await;
    assert!(same.text().contains("Nothing would change"), "{}", same.text());
    let review = admin.submit(&path, &[("name", "Lake"), ("oauth", "on")]).await;
    assert!(review.text().contains("Each person must sign in to the warehouse"), "{}", review.text());
    admin.apply(&review, "").await;
    let page = admin.get(&format!("/connections/{}", lakehouse.id)).await;
    assert!(page.text().contains("Lake") && page.text().contains("OAuth"), "{}", page.text());
    assert!(connection(&app, "Lake").use_oauth);
    let manager = app.sign_in("manager").await;
    let snapshot = app.snapshot();
    let finance = snapshot.teams().iter().find(|t| t.name == "Finance").unwrap();
    let own = snapshot.granted_to(&Grantee::Team(finance.id.clone())).iter().find_map(|(resource, _)| match resource {
        ResourceRef::Connection(id) => Some(id.clone()),
        ResourceRef::Workspace(_) => None,
    });
    let own = own.expect("the persona's team uses a connection");
    let read = manager.get(&format!("/connections/{own}")).await;
    assert_eq!(read.status, StatusCode::OK);
    assert!(!read.links_below("/edit") && !read.posts_to("connections/"), "a team manager changes no connection");
    assert_eq!(manager.get(&format!("/connections/{own}/access")).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.get("/connections/nowhere").await.status, StatusCode::NOT_FOUND);
}
