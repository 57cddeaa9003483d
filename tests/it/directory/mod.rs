//! The reading road against the simulator. What lists and access say is held against a naive reference beside the code.
#![expect(clippy::unwrap_used, reason = "clippy takes only `#[test]` functions for tests, not what they share")]

mod activity;
mod documents;
mod history;
pub mod outbound;
mod processes;
mod reach;
mod sections;
mod short_lists;

use crate::support::TestApp;
use sigma_portal::{
    directory::{Directory, MemberQuery, Snapshot, SyncState},
    domain::TeamId,
    sigma::{ClientConfig, SigmaClient},
    simulator::{self, Limits, Options, Running},
    store::Store,
};
use std::{collections::BTreeSet, time::Duration};
use tempfile::TempDir;

/// How long a test waits for what must happen.
const PATIENCE: Duration = Duration::from_secs(30);

/// A client as somebody else's program would have one; gives up at once.
fn client(app: &TestApp) -> SigmaClient {
    let url = app.sigma_url().parse().unwrap();
    let mut config = ClientConfig::new(url, "demo-client", "demo-secret".to_owned().into());
    config.limits.attempts = 1;
    SigmaClient::new(config).unwrap()
}

/// A simulator that nobody else asks, and a client of it: for tests that count calls.
async fn undisturbed() -> (Running, SigmaClient) {
    let running = simulator::start(Options::default()).await.unwrap();
    running.simulator.set_limits(Limits::none());
    let url = running.url.parse().unwrap();
    let mut config = ClientConfig::new(url, "demo-client", "demo-secret".to_owned().into());
    config.limits.attempts = 1;
    (running, SigmaClient::new(config).unwrap())
}

/// A database that only the test's directories use.
struct Place {
    store: Store,
    _folder: TempDir,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("portal.db").display());
        Self { store: Store::open(&url).await.unwrap(), _folder: folder }
    }

    /// A directory that has read everything once.
    async fn synced(&self, app: &TestApp) -> Directory {
        let directory = Directory::open(client(app), self.store.clone()).await;
        assert!(directory.sync().await, "{:?}", directory.status());
        directory
    }
}

fn team_named(snapshot: &Snapshot, name: &str) -> TeamId {
    snapshot.teams().iter().find(|t| t.name == name).unwrap_or_else(|| panic!("no team {name}")).id.clone()
}

#[tokio::test]
async fn a_restart_serves_what_was_kept_while_sigma_is_down() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let first = Directory::open(client(&app), place.store.clone()).await;
    assert!(first.snapshot().is_none());
    assert!(first.sync().await);
    let people = first.snapshot().unwrap().people_count();

    app.simulator.set_down(true);
    let second = Directory::open(client(&app), place.store.clone()).await;
    let snapshot = second.snapshot().expect("nothing was kept");
    assert_eq!(snapshot.people_count(), people);
    assert_eq!(snapshot.figures(), first.snapshot().unwrap().figures());
    assert!(!second.sync().await);
    assert!(matches!(second.status().state, SyncState::Failed(_)));
    assert_eq!(second.snapshot().unwrap().people_count(), people, "a failed sync threw the snapshot away");

    let kept = place.store.get_blob("directory.members.1").await.unwrap().unwrap();
    let mangled = b"of another version".into();
    assert!(place.store.swap_blob("directory.members.1", mangled, kept.version, &[]).await.unwrap());
    let third = Directory::open(client(&app), place.store.clone()).await;
    assert!(third.snapshot().is_none(), "a broken blob must not stop the start");
    app.simulator.set_down(false);
    assert!(third.sync().await, "a broken blob must not stop the sync");
    assert_eq!(third.snapshot().unwrap().people_count(), people);
}

#[tokio::test]
async fn pages_of_a_list_neither_overlap_nor_leave_somebody_out() {
    let app = TestApp::start().await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let mut paged = BTreeSet::new();
    for page in 1..=8 {
        let page = snapshot.find_members(&MemberQuery { page, size: 50, ..MemberQuery::default() });
        paged.extend(page.items.into_iter().map(|m| m.id));
    }
    assert_eq!(paged.len(), snapshot.people_count());
}

#[tokio::test]
async fn everything_the_organisation_has_is_held() {
    let app = TestApp::start().await;
    let snapshot = app.running.app.directory.snapshot().unwrap();
    let sigma = client(&app);
    let permissions = sigma.account_types().permissions(&snapshot.account_types()[0].id).await.unwrap();
    assert_eq!(snapshot.permissions_of(&snapshot.account_types()[0]), permissions);
    assert!(!permissions.is_empty());

    let dataset = sigma.datasets().all(true).await.unwrap().remove(0);
    assert_eq!(snapshot.dataset(&dataset.id).unwrap().name, dataset.name);
    assert!(snapshot.workbooks().len() > 50, "{}", snapshot.workbooks().len());
    assert!(snapshot.workbooks().iter().all(|w| snapshot.workbook(&w.id) == Some(w) && !w.is_archived));

    let (mut members, mut teams) = (0, 0);
    for attribute in snapshot.user_attributes() {
        let held = sigma.user_attributes().of_members(&attribute.id).await.unwrap();
        assert_eq!(snapshot.members_with_attribute(&attribute.id).len(), held.len());
        members += held.len();
        for one in held {
            let of = snapshot.attributes_of_member(&one.member_id);
            assert!(of.contains(&(attribute, &one.value)), "{} of {}", attribute.name, one.member_id);
        }
        for one in sigma.user_attributes().of_teams(&attribute.id).await.unwrap() {
            assert!(snapshot.attributes_of_team(&one.team_id).contains(&(attribute, &one.value)));
            teams += 1;
        }
    }
    assert!(members > 100 && teams > 10, "{members} members, {teams} teams");
    assert!(snapshot.user_attributes().is_sorted_by_key(|a| sigma_portal::directory::fold(&a.name)));
}
