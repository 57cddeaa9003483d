//! Who can open documents, and the documents somebody can open.

use crate::support::TestApp;
use reqwest::StatusCode;
use sigma_portal::{
    directory::{Collection, Depth, Document},
    domain::{DocumentRef, GrantSource, InheritedFrom},
};

/// A portal that knows of every document who may open it.
async fn app() -> TestApp {
    let app = TestApp::start().await;
    for section in [Collection::Workbooks, Collection::Datasets, Collection::DataModels, Collection::Reports] {
        app.running.app.directory.sync_section(section, Depth::Due).await.unwrap();
    }
    app
}

#[tokio::test]
async fn everybody_who_can_open_a_document_is_listed_with_the_reason() {
    let app = app().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    for (kind, folder) in
        [("workbook", "workbooks"), ("dataset", "datasets"), ("data_model", "data-models"), ("report", "reports")]
    {
        let all: Vec<DocumentRef> = snapshot.documents().map(Document::to_ref).filter(|of| of.slug() == kind).collect();
        let through_team = |document: &DocumentRef| {
            let mut reach =
                snapshot.reach_of(document).into_iter().filter(|r| !snapshot.member(&r.member).unwrap().is_system());
            reach.find_map(|reach| match &reach.access.paths[0] {
                path if matches!(
                    (&path.via, &path.above),
                    (GrantSource::Team(_), Some(InheritedFrom::Workspace(_)))
                ) =>
                {
                    Some(reach)
                }
                _ => None,
            })
        };
        let (document, reach) = all
            .iter()
            .find_map(|document| Some((document, through_team(document)?)))
            .unwrap_or_else(|| panic!("{kind}"));
        let id = document.inode_id();
        let (GrantSource::Team(team), Some(InheritedFrom::Workspace(home))) =
            (&reach.access.paths[0].via, &reach.access.paths[0].above)
        else {
            unreachable!()
        };
        let (team, home) = (&snapshot.team(team).unwrap().name, &snapshot.workspace(home).unwrap().name);
        let why = format!("through team {team}, from workspace {home}");
        let people = snapshot.reach_count(document);
        let member = snapshot.member(&reach.member).unwrap();
        let page = auditor.get(&format!("/{folder}/{id}/people?q={}", member.email)).await;
        assert!(page.text().contains(&why), "{kind}: {}", page.text());
        assert!(page.text().contains(&format!("1 of {people} people")), "{kind}: {}", page.text());
        let csv = auditor.get(&format!("/{folder}/{id}/people/export.csv")).await;
        assert_eq!(csv.body.lines().count(), people + 1);
        let row = csv.body.lines().find(|line| line.contains(&member.email)).unwrap();
        assert!(row.contains(&why), "{row}");
        let overview = auditor.get(&format!("/{folder}/{id}")).await;
        assert!(overview.text().contains(&format!("from the workspace {home}")), "{}", overview.text());
        assert!(overview.text().contains("Read just now"), "{}", overview.text());
    }
}

#[tokio::test]
async fn a_persons_documents_are_listed_with_the_reason() {
    let app = app().await;
    let auditor = app.sign_in("auditor").await;
    let snapshot = app.snapshot();
    let member = snapshot.member_by_email("leo.martins@lumen.example").unwrap();
    let opened = snapshot.documents_of(member);
    let page = auditor.get(&format!("/members/{}", member.id)).await;
    assert!(page.links_below(&format!("/members/{}/documents", member.id)));
    let list = auditor.get(&format!("/members/{}/documents?kind=workbook", member.id)).await;
    let workbooks = opened.iter().filter(|o| o.document.to_ref().kind() == "workbook").count();
    assert!(
        workbooks > 0 && list.text().contains(&format!("{workbooks} of {} documents", opened.len())),
        "{}",
        list.text()
    );
    assert!(list.text().contains("as its owner"), "{}", list.text());
    let csv = auditor.get(&format!("/members/{}/documents/export.csv", member.id)).await;
    assert_eq!(csv.body.lines().count(), opened.len() + 1);
}

#[tokio::test]
async fn everybody_sees_their_own_documents_and_nobody_elses() {
    let app = app().await;
    let member = app.sign_in("member").await;
    let me = member.get("/me").await;
    let path = me.body.split('"').find(|part| part.ends_with("/documents")).unwrap().to_owned();
    let list = member.get(&path).await;
    assert_eq!(list.status, StatusCode::OK);
    assert!(!list.links_below("/workbooks/"), "links to what a member may not read");
    let snapshot = app.snapshot();
    let other = snapshot.people().find(|other| !path.contains(other.id.as_str())).unwrap();
    assert_eq!(member.get(&format!("/members/{}/documents", other.id)).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_dataset_is_shared_and_its_access_read_again() {
    let app = app().await;
    let (admin, auditor) = (app.sign_in("admin").await, app.sign_in("auditor").await);
    let snapshot = app.snapshot();
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap();
    let closed =
        |d: &&sigma_portal::domain::Dataset| snapshot.access_to(&DocumentRef::Dataset(d.id.clone()), leo).is_none();
    let dataset = snapshot.datasets().iter().find(closed).unwrap();
    let path = format!("/datasets/{}", dataset.id);
    let form = [("who", leo.email.as_str()), ("level", "view")];
    assert_eq!(auditor.call(&path, "documents/share", &form).await.status, StatusCode::FORBIDDEN);
    let review = admin.fill(&path, "documents/share", &form).await;
    admin.apply(&review, "Needs it").await;
    let page = admin.get(&path).await;
    assert!(page.text().contains("Leo MartinsPersonCan viewon the dataset itself"), "{}", page.text());
    let answer = auditor.fill(&path, "documents/read-access", &[]).await;
    let page = auditor.get(&answer.location.unwrap()).await;
    assert!(
        page.text().contains(&format!("Who may open {} was read from Sigma just now.", dataset.name)),
        "{}",
        page.text()
    );
    app.simulator.set_down(true);
    let answer = auditor.fill(&path, "documents/read-access", &[]).await;
    let page = auditor.get(&answer.location.unwrap()).await;
    assert!(page.text().contains("Sigma does not answer. What was read before is shown."), "{}", page.text());
    assert!(page.text().contains("on the dataset itself"), "{}", page.text());
}
