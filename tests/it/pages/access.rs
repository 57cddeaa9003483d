//! Teams and workspaces as a matrix of levels.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{
    domain::{GrantSource, Grantee, ResourceKind, ResourceRef},
    web::paths,
};

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
    let granted = snapshot.granted_to(&Grantee::Team(finance.id.clone()));
    let kinds = |kind| granted.iter().filter(|(resource, _)| resource.kind() == kind).count();
    assert!(
        kinds(ResourceKind::Workspace) > 0 && kinds(ResourceKind::Connection) > 0,
        "the seed gives Finance too little"
    );
    for (resource, permission) in granted {
        let cell = row(&page.body).split("<td>").find(|cell| cell.contains(resource.id())).unwrap().to_owned();
        assert!(cell.contains(permission.label()), "{cell}");
        let place = format!("{}#team:{}", paths::resource(resource), finance.id);
        assert!(cell.contains(&place), "it does not lead to where it is changed: {cell}");
        let there = auditor.get(&paths::resource(resource)).await;
        assert!(there.has_part(&format!("team:{}", finance.id)), "nothing is there of {place}");
    }
}

#[tokio::test]
async fn kind_and_level_narrow_it_down() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let connections = auditor.get("/access?kind=connections").await;
    assert!(
        connections.links_below("/connections/") && !connections.links_below("/workspaces/"),
        "{}",
        connections.text()
    );
    let managed = auditor.get("/access?level=edit").await;
    let others = ["Can view", "Can explore", "Can contribute", "Can use"];
    let cells = managed.body.split("class=\"matrix\"").nth(1).unwrap().split("</table>").next().unwrap().to_owned();
    assert!(cells.contains("Can manage") && !others.iter().any(|level| cells.contains(level)), "{}", managed.text());
    let odd = auditor.get("/access?level=nonsense&kind=nonsense&page=x&across=99").await;
    assert_eq!(odd.status, StatusCode::OK);
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
    assert!(one.links_to(&format!("/teams/{}", team.id)));
    let none = auditor.get("/access?team=nowhere").await;
    assert!(none.text().contains("No team holds anything there"), "{}", none.text());
}

#[tokio::test]
async fn everybodys_access_is_a_file() {
    let app = TestApp::start().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    assert!(auditor.get("/access").await.links_to("/access/export.csv"));
    let file = auditor.get("/access/export.csv").await;
    let expected: usize = snapshot.people().map(|member| snapshot.access_of(member).len()).sum();
    let (resources, documents): (Vec<_>, Vec<_>) =
        file.body.lines().skip(1).partition(|line| line.contains(",Workspace,") || line.contains(",Connection,"));
    assert_eq!(resources.len(), expected);
    let workbook = &snapshot.workbooks()[0];
    let owner = snapshot.member(&workbook.owner_id).unwrap();
    let own = |line: &&&str| line.contains(&owner.email) && line.ends_with(&format!(",{}", workbook.id));
    let row = documents.iter().find(own).expect("its owner opens a workbook");
    assert!(row.contains(",Workbook,") && row.contains(",yes,"), "{row}");
    let amara = snapshot.member_by_email("amara.okafor@lumen.example").unwrap();
    for access in snapshot.access_of(amara) {
        let name = snapshot.resource_name(&access.resource).unwrap();
        let (own, teams) = access.paths.iter().partition::<Vec<_>, _>(|path| path.via == GrantSource::Direct);
        let row = format!("{name},,{},all of it,{},{},,", access.permission.label(), own.len(), teams.len());
        let mut rows = file.body.lines().filter(|line| line.contains(&amara.email));
        assert!(rows.any(|line| line.contains(&row)), "{row}");
    }
}
