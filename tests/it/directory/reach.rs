//! Everybody who reaches one resource, held against the list of everybody with every reason.

use crate::support::TestApp;
use sigma_portal::{
    directory::{EffectKind, ReachQuery},
    domain::{Ceiling, Grantee, Member, Permission, ResourceRef},
};
use std::collections::BTreeSet;

/// Whether the holder's account type leaves less than `level`.
fn falls_short(member: &Member, level: &Permission) -> bool {
    Ceiling::of(&member.account_type).is_some_and(|ceiling| match level {
        Permission::Workspace(level) => *level > ceiling.workspace,
        Permission::Connection(_) => !ceiling.uses_connections,
        Permission::Other(_) => false,
    })
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
            let found = ask(ReachQuery { team: Some(team.clone()), size, ..ReachQuery::default() });
            assert!(found.items.iter().all(|reach| snapshot.is_in_team(&reach.member, &team)));
            let people = snapshot.team_members(&team).iter().filter_map(|m| snapshot.member(&m.member_id));
            assert_eq!(found.items.len(), people.clone().filter(|m| !m.is_system()).count());
            let held_back = people.filter(|m| falls_short(m, &grant.permission)).count();
            assert_eq!(snapshot.held_back(&team, &grant.permission), held_back);
        }
    }
    assert_eq!(effects.len(), 3, "the organisation shows every effect of an account type: {effects:?}");
}
