//! The reading road against the simulator, and against a naive reference.

use crate::support::TestApp;
use sigma_portal::{
    directory::{Directory, EffectKind, MemberQuery, MemberSort, ReachQuery, SyncState},
    domain::{Effect, Grantee, MemberStatus, Permission, ResourceRef, Via},
    sigma::{ClientConfig, SigmaClient},
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
    let file = folder.path().join("directory.json");
    let first = Directory::open(client(&app), file.clone()).await;
    assert!(first.snapshot().is_none());
    assert!(first.sync().await);
    let people = first.snapshot().unwrap().people_count();

    app.simulator.set_down(true);
    let second = Directory::open(client(&app), file.clone()).await;
    assert_eq!(second.snapshot().expect("nothing was kept").people_count(), people);
    assert!(!second.sync().await);
    assert!(matches!(second.status().state, SyncState::Failed(_)));
    assert_eq!(second.snapshot().unwrap().people_count(), people, "a failed sync threw the snapshot away");

    std::fs::write(&file, b"{ not json").unwrap();
    assert!(Directory::open(client(&app), file).await.snapshot().is_none(), "a broken file must not stop the start");
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

/// What a page of the list says of fifty people is what the long way says of them, and the count is all of them.
#[tokio::test]
async fn everybody_who_reaches_a_resource_is_counted_found_and_paged() {
    let app = TestApp::start().await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let workspaces = snapshot.workspaces().iter().map(|w| ResourceRef::Workspace(w.id.clone()));
    let connections = snapshot.connections().iter().map(|c| ResourceRef::Connection(c.id.clone()));
    let mut effects = BTreeSet::new();
    for resource in workspaces.chain(connections) {
        let mut all = snapshot.reach_of(&resource);
        all.retain(|reach| snapshot.member(&reach.member).is_some_and(|m| !m.is_system()));
        for _ in 0..2 {
            assert_eq!(snapshot.reach_count(&resource), all.len(), "the count, and the same when asked again");
        }
        let ask = |query: ReachQuery| snapshot.find_reach(&resource, &query);
        let mut paged = Vec::new();
        for page in 1..=all.len().div_ceil(7) {
            let page = ask(ReachQuery { page: u32::try_from(page).unwrap(), size: 7, ..ReachQuery::default() });
            assert_eq!(page.total, all.len() as u64);
            paged.extend(page.items);
        }
        assert_eq!(paged, all);
        let size = u32::MAX;
        for kind in [EffectKind::Full, EffectKind::Lowered, EffectKind::Nothing] {
            let expected: Vec<_> = all.iter().filter(|r| EffectKind::from(&r.access.effect) == kind).collect();
            let found = ask(ReachQuery { effect: Some(kind), size, ..ReachQuery::default() });
            assert_eq!(found.items.iter().collect::<Vec<_>>(), expected);
            effects.extend((!expected.is_empty()).then_some(format!("{kind:?}")));
        }
        for level in all.iter().map(|r| r.access.permission.clone()).collect::<BTreeSet<_>>() {
            let expected = all.iter().filter(|r| r.access.permission == level).count();
            assert_eq!(ask(ReachQuery { level: Some(level), size, ..ReachQuery::default() }).total, expected as u64);
        }
        let Some(somebody) = all.last().and_then(|reach| snapshot.member(&reach.member)) else { continue };
        let found = ask(ReachQuery { q: somebody.email.to_uppercase(), size, ..ReachQuery::default() });
        assert_eq!(found.items.iter().map(|r| &r.member).collect::<Vec<_>>(), [&somebody.id]);
        for grant in snapshot.grants(&resource) {
            let Some(Grantee::Team(team)) = grant.grantee() else { continue };
            let members = snapshot.team_members(&team).iter().filter_map(|m| snapshot.member(&m.member_id));
            let held_back = members.clone().filter(|member| {
                let level = [grant.permission.clone()];
                let effect = all.iter().find(|r| r.member == member.id && level.contains(&r.access.permission));
                effect.is_some_and(|reach| reach.access.effect != Effect::Full)
            });
            assert!(snapshot.held_back(&team, &grant.permission) >= held_back.count());
            assert!(snapshot.held_back(&team, &grant.permission) <= members.count());
            let found = ask(ReachQuery { team: Some(team.clone()), size, ..ReachQuery::default() });
            assert!(found.items.iter().all(|reach| snapshot.is_in_team(&reach.member, &team)));
        }
    }
    assert_eq!(effects.len(), 3, "the organisation shows every effect of an account type: {effects:?}");
}
