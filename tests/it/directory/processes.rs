//! Several processes on one database cost Sigma what one does.

use super::{PATIENCE, Place, client, team_named};
use crate::support::TestApp;
use sigma_portal::{
    directory::{Collection, Depth, Directory},
    domain::Subject,
    schedule::{Scheduler, Timing},
    simulator::{Effect, Rule, When},
};
use std::time::Duration;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn one_process_has_what_another_has_read() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    app.simulator.clear_journal();
    let stop = CancellationToken::new();
    let start = async || {
        let directory = Directory::open(client(&app), place.store.clone()).await;
        let timing = Timing { poll: Duration::from_millis(50), ..Timing::default() };
        let mut scheduler = Scheduler::new(place.store.clone(), timing);
        directory.schedule(&mut scheduler, Duration::from_hours(1));
        let (keeping, stopping) = (directory.clone(), stop.clone());
        tokio::spawn(async move { keeping.keep_fresh(stopping).await });
        tokio::spawn(scheduler.run(stop.clone()));
        directory
    };
    let directories = [start().await, start().await, start().await];
    for directory in &directories {
        let mut status = directory.watch();
        let whole = status.wait_for(|s| s.as_of.is_some() && s.sections.iter().all(|s| s.as_of.is_some()));
        timeout(PATIENCE, whole).await.expect("a process was left behind").unwrap();
    }
    let teams = directories[0].snapshot().unwrap().teams().len() as u64;
    assert_eq!(app.simulator.calls("GET /v2/members"), 1);
    assert_eq!(app.simulator.calls("GET /v2/workbooks"), 1);
    assert_eq!(app.simulator.calls("GET /v2/teams/{teamId}/members"), teams);
    let figures = directories[0].snapshot().unwrap().figures().clone();
    assert!(directories.iter().all(|d| *d.snapshot().unwrap().figures() == figures));
    stop.cancel();
}

#[tokio::test]
async fn a_reading_back_in_one_process_is_not_undone_by_a_slower_sync_in_another() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let (one, other) = (place.synced(&app).await, place.synced(&app).await);
    let snapshot = other.snapshot().unwrap();
    let team = team_named(&snapshot, "Sigma Admins");
    let leo = snapshot.member_by_email("leo.martins@lumen.example").unwrap().id.clone();
    assert!(!snapshot.is_in_team(&leo, &team));

    // The other process has read the team, and is about to read more of them.
    let asking = "GET /v2/teams/{teamId}/members";
    let slow = Rule { operation: asking.into(), when: When::Always, effect: Effect::SlowMs(300) };
    app.simulator.add_rule(slow);
    app.simulator.clear_journal();
    let syncing = tokio::spawn({
        let other = other.clone();
        async move { other.sync_section(Collection::Teams, Depth::Whole).await }
    });
    while app.simulator.calls(asking) < 6 {
        tokio::task::yield_now().await;
    }
    client(&app).teams().update_members(&team, std::slice::from_ref(&leo), &[]).await.unwrap();
    one.refresh(&[Subject::Team(team.clone())]).await;
    assert!(one.snapshot().unwrap().is_in_team(&leo, &team));
    syncing.await.unwrap().unwrap();
    assert!(other.snapshot().unwrap().is_in_team(&leo, &team), "the change was lost on the way");
    let third = Directory::open(client(&app), place.store.clone()).await;
    assert!(third.snapshot().unwrap().is_in_team(&leo, &team), "the database has forgotten the change");
}
