//! The reading road against the simulator, and against a naive reference.

use crate::support::TestApp;
use sigma_portal::{
    directory::{Directory, MemberQuery, MemberSort, SyncState},
    domain::{Grantee, MemberStatus, Permission, ResourceRef, Via},
    sigma::{ClientConfig, SigmaClient},
    store::Store,
};
use std::collections::BTreeSet;

fn client(app: &TestApp) -> SigmaClient {
    let url = app.sigma_url().parse().unwrap();
    SigmaClient::new(ClientConfig::new(url, "demo-client", "demo-secret".to_owned().into())).unwrap()
}

#[tokio::test]
async fn a_restart_serves_what_was_kept_while_sigma_is_down() {
    let app = TestApp::start().await;
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("portal.db").display());
    let store = Store::open(&url).await.unwrap();
    let first = Directory::open(client(&app), store.clone()).await;
    assert!(first.snapshot().is_none());
    assert!(first.sync().await);
    let people = first.snapshot().unwrap().people_count();

    app.simulator.set_down(true);
    let second = Directory::open(client(&app), store.clone()).await;
    assert_eq!(second.snapshot().expect("nothing was kept").people_count(), people);
    assert!(!second.sync().await);
    assert!(matches!(second.status().state, SyncState::Failed(_)));
    assert_eq!(second.snapshot().unwrap().people_count(), people, "a failed sync threw the snapshot away");

    let mangled = store.blob_version("directory.members.1").await.unwrap().unwrap() + 1;
    store.put_blob("directory.members.1", b"of another version".into(), mangled).await.unwrap();
    let third = Directory::open(client(&app), store.clone()).await;
    assert!(third.snapshot().is_none(), "a broken blob must not stop the start");
    app.simulator.set_down(false);
    assert!(third.sync().await, "a broken blob must not stop the sync");
    assert_eq!(third.snapshot().unwrap().people_count(), people);
}

#[tokio::test]
async fn lists_filter_sort_and_page() {
    let app = TestApp::start().await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let all = |query: MemberQuery| snapshot.find_members(&MemberQuery { page: 1, size: 1000, ..query }).items;
    let archived = all(MemberQuery { status: Some(MemberStatus::Archived), ..MemberQuery::default() });
    assert!(!archived.is_empty() && archived.iter().all(|m| m.is_archived));
    let admins = all(MemberQuery { account_type: Some("ADMIN".into()), ..MemberQuery::default() });
    assert!(!admins.is_empty() && admins.iter().all(|m| m.has_account_type("admin")));
    let added = all(MemberQuery { sort: MemberSort::Created, descending: true, ..MemberQuery::default() });
    assert!(added.windows(2).all(|pair| pair[0].created_at >= pair[1].created_at));
    let mut paged = BTreeSet::new();
    for page in 1..=8 {
        let page = snapshot.find_members(&MemberQuery { page, size: 50, ..MemberQuery::default() });
        paged.extend(page.items.into_iter().map(|m| m.id));
    }
    assert_eq!(paged.len(), snapshot.people_count(), "pages overlap or leave somebody out");
}

/// Effective access of everybody, worked out the long way: every grant is asked whether it reaches the person.
#[tokio::test]
async fn access_agrees_with_a_naive_reference_in_both_directions() {
    let app = TestApp::start().await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let workspaces = snapshot.workspaces().iter().map(|w| ResourceRef::Workspace(w.id.clone()));
    let connections = snapshot.connections().iter().map(|c| ResourceRef::Connection(c.id.clone()));
    let resources: Vec<_> = workspaces.chain(connections).collect();
    let mut reached = 0;
    for member in snapshot.people() {
        let access = snapshot.access_of(member);
        for resource in &resources {
            let mut expected: Vec<(Permission, Via)> = Vec::new();
            for grant in snapshot.grants(resource) {
                match grant.grantee() {
                    Some(Grantee::Member(id)) if id == member.id => {
                        expected.push((grant.permission.clone(), Via::Direct));
                    }
                    Some(Grantee::Team(id)) if snapshot.team_members(&id).iter().any(|m| m.member_id == member.id) => {
                        expected.push((grant.permission.clone(), Via::Team(id)));
                    }
                    _ => {}
                }
            }
            let found = access.iter().find(|a| a.resource == *resource);
            assert_eq!(found.map(|a| a.permission.clone()), expected.iter().map(|(p, _)| p.clone()).max());
            let mut paths: Vec<_> =
                found.into_iter().flat_map(|a| &a.paths).map(|p| (p.permission.clone(), p.via.clone())).collect();
            paths.sort();
            expected.sort();
            assert_eq!(paths, expected, "{} on {resource:?}", member.full_name());
            reached += usize::from(found.is_some());
        }
    }
    let from_resources: usize = resources
        .iter()
        .map(|r| {
            snapshot
                .reach_of(r)
                .iter()
                .filter(|reach| snapshot.member(&reach.member).is_some_and(|m| !m.is_system()))
                .count()
        })
        .sum();
    assert_eq!(from_resources, reached, "the two directions disagree");
}
