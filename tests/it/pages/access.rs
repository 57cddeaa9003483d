//! Teams and workspaces as a matrix of levels.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::domain::{Grantee, ResourceRef};

#[tokio::test]
async fn every_teams_level_on_a_workspace_is_said_in_words() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    let finance = snapshot.teams().iter().find(|t| t.name == "Finance").unwrap();
    let page = auditor.get("/access?team=finance").await;
    assert_eq!(page.status, StatusCode::OK);
    let row = |page: &str| {
        let rows = page.split("<tr>").find(|row| row.contains(&format!("/teams/{}\"", finance.id)));
        rows.expect("no row for the team").to_owned()
    };
    let mut held = 0;
    for (resource, permission) in snapshot.granted_to(&Grantee::Team(finance.id.clone())) {
        if let ResourceRef::Workspace(id) = resource {
            held += 1;
            let cell = row(&page.body).split("<td>").find(|cell| cell.contains(id.as_str())).unwrap().to_owned();
            assert!(cell.contains(permission.label()), "{cell}");
        }
    }
    assert!(held > 0, "the seed gives Finance no workspace");
}

#[tokio::test]
async fn both_names_narrow_it_down() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    let all = auditor.get("/access").await;
    let (team, workspace) = snapshot
        .teams()
        .iter()
        .find_map(|team| {
            let held = snapshot.granted_to(&Grantee::Team(team.id.clone()));
            let workspace = held.iter().find(|(resource, _)| matches!(resource, ResourceRef::Workspace(_)))?;
            Some((team, snapshot.resource_name(&workspace.0)?.to_owned()))
        })
        .unwrap();
    let rows = |page: &str| page.matches("<th scope=\"row\">").count();
    let one = auditor.get(&format!("/access?team={}&workspace={}", team.name, workspace)).await;
    assert!(rows(&one.body) >= 1 && rows(&one.body) < rows(&all.body), "{}", one.text());
    assert!(one.body.contains(&format!("/teams/{}\"", team.id)));
    let none = auditor.get("/access?team=nowhere").await;
    assert!(none.text().contains("No team holds anything there"), "{}", none.text());
}
