//! A change of hundreds of steps and the reading of the directory, side by side.

use super::{accept, amara, onboarding_of, snapshot};
use crate::support::TestApp;
use sigma_portal::{
    directory::{Collection, SyncStatus},
    simulator::{Faults, Latency},
};
use std::time::Duration;

#[tokio::test]
async fn the_directory_is_read_while_a_change_of_hundreds_of_steps_runs() {
    let app = TestApp::start_whole().await;
    // Long enough for each call that the change outlasts a reading many times.
    app.simulator.set_faults(Faults { latency: Latency::FixedMs(30), ..Faults::default() });
    let id = accept(&app, onboarding_of(&snapshot(&app), 300), &amara(&app)).await.unwrap();

    let mut status = app.running.app.directory.watch();
    let before = status.borrow().clone();
    app.running.app.directory.request_sync();
    let lists = [Collection::Members, Collection::Teams, Collection::Workspaces, Collection::Connections];
    let age = |status: &SyncStatus, list| status.section(list).and_then(|section| section.as_of);
    let all_read = status.wait_for(|now| lists.into_iter().all(|list| age(now, list) > age(&before, list)));
    tokio::time::timeout(Duration::from_secs(30), all_read).await.expect("a list is not read").unwrap();
    let change = app.running.app.store.change(&id).await.unwrap().unwrap();
    assert!(!change.state.is_settled(), "it ended before the reading: {:?}", change.state);
    assert!(app.simulator.invitations().len() > 1, "the change stands still");
}
