//! Sections are read, kept and fail apart, with few calls.

use super::{PATIENCE, Place, client, undisturbed};
use crate::{
    store::{database::Database, on_both},
    support::TestApp,
};
use sigma_portal::{
    directory::{Collection, Depth, Directory, SyncState},
    domain::{Subject, TeamPatch},
    schedule::{Scheduler, Timing},
    simulator::{Answer, Effect, Faults, Latency, Rule, When},
};
use std::{collections::BTreeSet, time::Duration};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

fn refusing(operation: &str) -> Rule {
    let effect = Effect::Answer(Answer { status: 500, ..Answer::default() });
    Rule { operation: operation.to_owned(), when: When::Always, effect }
}

#[tokio::test]
async fn a_section_that_fails_leaves_the_others_fresh() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    app.simulator.add_rule(refusing("GET /v2/datasets"));
    let directory = Directory::open(client(&app), place.store.clone()).await;
    assert!(!directory.sync().await);
    let status = directory.status();
    assert_eq!(status.state, SyncState::Idle, "the members are fresh");
    let datasets = status.section(Collection::Datasets).unwrap();
    assert!(datasets.as_of.is_none() && datasets.error.is_some());
    let teams = status.section(Collection::Teams).unwrap();
    assert!(teams.as_of.is_some() && teams.error.is_none());
    let snapshot = directory.snapshot().expect("one section must not keep pages from showing");
    assert!(snapshot.people_count() > 0 && snapshot.datasets().is_empty());
    let another = Directory::open(client(&app), place.store.clone()).await;
    assert!(another.snapshot().is_some(), "another process waits for a section that cannot be read");

    app.simulator.set_faults(Faults::default());
    assert!(directory.sync().await);
    assert_eq!(directory.status().section(Collection::Datasets).unwrap().error, None);
}

#[tokio::test]
async fn how_every_reading_went_is_written_down() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let readings = async |section: Collection| -> Vec<_> {
        let all = place.store.last_readings(50).await.unwrap();
        all.into_iter().filter(|reading| reading.section == section.task()).collect()
    };
    for section in Collection::ALL {
        let [first] = &readings(section).await[..] else { panic!("{section:?} was read once") };
        assert_eq!((&first.error, first.news), (&None, 0), "what was not known before is no news");
    }
    let sigma = client(&app);
    let team = directory.snapshot().unwrap().teams()[0].clone();
    let patch = TeamPatch { name: Some("Renamed".into()), ..TeamPatch::default() };
    sigma.teams().update(&team.id, &patch).await.unwrap();
    directory.sync_section(Collection::Teams, Depth::Due).await.unwrap();
    app.simulator.add_rule(refusing("GET /v2/teams"));
    assert!(directory.sync_section(Collection::Teams, Depth::Due).await.is_err());
    let [failed, renamed, _] = &readings(Collection::Teams).await[..] else { panic!("it was read three times") };
    assert!(failed.error.as_ref().is_some_and(|error| !error.is_empty()));
    assert_eq!((&renamed.error, renamed.news), (&None, 1));
}

#[tokio::test]
async fn what_was_read_before_a_call_failed_is_kept() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let before = directory.status().section(Collection::Teams).unwrap().as_of;
    let sigma = client(&app);
    let team = directory.snapshot().unwrap().teams()[0].clone();
    let patch = TeamPatch { name: Some("Renamed".into()), ..TeamPatch::default() };
    sigma.teams().update(&team.id, &patch).await.unwrap();
    app.simulator.add_rule(refusing("GET /v2/teams/{teamId}/members"));
    assert!(directory.sync_section(Collection::Teams, Depth::Due).await.is_err());
    assert_eq!(directory.snapshot().unwrap().team(&team.id).unwrap().name, "Renamed");
    assert_eq!(directory.status().section(Collection::Teams).unwrap().as_of, before, "not all of it is fresh");
}

#[tokio::test]
async fn a_regular_reading_asks_few_rows_again_and_all_of_them_in_time() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let teams = directory.snapshot().unwrap().teams().len() as u64;
    app.simulator.clear_journal();
    let mut most = 0;
    for _ in 0..12 {
        let before = app.simulator.calls("GET /v2/teams/{teamId}/members");
        directory.sync_section(Collection::Teams, Depth::Due).await.unwrap();
        most = most.max(app.simulator.calls("GET /v2/teams/{teamId}/members") - before);
    }
    assert_eq!(app.simulator.calls("GET /v2/teams"), 12);
    assert!(most <= teams.div_ceil(12), "{most} of {teams} teams at once");
    let asked: BTreeSet<String> = app
        .simulator
        .journal()
        .into_iter()
        .filter(|entry| entry.path.starts_with("/v2/teams/"))
        .map(|entry| entry.path)
        .collect();
    assert_eq!(asked.len() as u64, teams, "some were never asked");
}

#[tokio::test]
async fn recovers_by_itself_when_sigma_does() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    app.simulator.set_down(true);
    let directory = Directory::open(client(&app), place.store.clone()).await;
    let mut scheduler =
        Scheduler::new(place.store.clone(), Timing { poll: Duration::from_millis(20), ..Timing::default() });
    directory.schedule(&mut scheduler, Duration::from_millis(100));
    let stop = CancellationToken::new();
    let running = tokio::spawn(scheduler.run(stop.clone()));
    let mut status = directory.watch();
    let failed = status.wait_for(|s| matches!(s.state, SyncState::Failed(_)));
    timeout(PATIENCE, failed).await.expect("the outage goes unnoticed").unwrap();
    assert!(directory.snapshot().is_none());

    app.simulator.set_down(false);
    let fresh = status.wait_for(|s| s.as_of.is_some() && s.sections.iter().all(|s| s.error.is_none()));
    timeout(PATIENCE, fresh).await.expect("the outage goes on").unwrap();
    assert!(directory.snapshot().unwrap().people_count() > 0);

    app.simulator.set_down(true);
    let failed = status.wait_for(|s| matches!(s.state, SyncState::Failed(_)));
    timeout(PATIENCE, failed).await.expect("the second outage goes unnoticed").unwrap();
    assert!(directory.snapshot().unwrap().people_count() > 0, "pages lost what they had");
    stop.cancel();
    running.await.unwrap();
}

#[tokio::test]
async fn many_rows_are_read_back_as_the_list() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let before = directory.snapshot().unwrap();
    let teams = &before.teams()[..3];
    let patch = TeamPatch { description: Some("Read back".into()), ..TeamPatch::default() };
    for team in teams {
        client(&app).teams().update(&team.id, &patch).await.unwrap();
    }
    app.simulator.clear_journal();
    // One of them twice, as when a change both was about it and has made it.
    let subjects: Vec<Subject> = teams.iter().chain(&teams[..1]).map(|team| Subject::Team(team.id.clone())).collect();
    directory.refresh(&subjects).await;
    assert_eq!([app.simulator.calls("GET /v2/teams"), app.simulator.calls("GET /v2/teams/{teamId}")], [1, 0]);
    let after = directory.snapshot().unwrap();
    for team in teams {
        assert_eq!(after.team(&team.id).unwrap().description.as_deref(), Some("Read back"));
        assert_eq!(after.team_members(&team.id), before.team_members(&team.id));
    }
    assert_eq!(after.teams().len(), before.teams().len());
}

on_both!(a_reading_that_brings_nothing_new_is_noted_and_not_written_again);

async fn a_reading_that_brings_nothing_new_is_noted_and_not_written_again(database: Database) {
    let app = TestApp::start().await;
    let store = database.store().await;
    let directory = Directory::open(client(&app), store.clone()).await;
    assert!(directory.sync().await);
    let keys = Collection::ALL.map(|section| format!("{}.1", section.task()));
    let versions = async || -> Vec<i64> {
        store.blob_versions(&keys).await.unwrap().into_iter().map(|kept| kept.version).collect()
    };
    // Documents are asked who may open them some at a time, until all have been.
    let mut before = Vec::new();
    while before != versions().await {
        before = versions().await;
        assert!(directory.sync().await);
    }
    let first = directory.snapshot().unwrap().as_of();
    assert!(directory.sync().await);
    assert_eq!(versions().await, before, "written again");
    let read = directory.snapshot().unwrap().as_of();
    assert!(read > first, "the second reading does not show");
    let restarted = Directory::open(client(&app), store.clone()).await;
    assert_eq!(restarted.snapshot().unwrap().as_of().as_millisecond(), read.as_millisecond());

    let team = directory.snapshot().unwrap().teams()[0].id.clone();
    let patch = TeamPatch { description: Some("Another".into()), ..TeamPatch::default() };
    client(&app).teams().update(&team, &patch).await.unwrap();
    assert!(directory.sync().await);
    let changed: Vec<Collection> = Collection::ALL
        .into_iter()
        .zip(before.iter().zip(versions().await))
        .filter_map(|(section, (before, after))| (*before != after).then_some(section))
        .collect();
    assert_eq!(changed, [Collection::Teams]);
}

#[tokio::test]
async fn the_scheduled_reading_and_the_one_asked_for_are_one() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    app.simulator.clear_journal();
    app.simulator.set_faults(Faults { latency: Latency::FixedMs(50), ..Faults::default() });
    let (asked, scheduled) = tokio::join!(
        directory.sync_section(Collection::Members, Depth::Whole),
        directory.sync_section(Collection::Members, Depth::Due)
    );
    asked.unwrap();
    scheduled.unwrap();
    let lists = |app: &TestApp| app.simulator.counts()["GET /v2/members"].statuses[&200];
    assert_eq!(lists(&app), 1);
    // Later it is read again.
    directory.sync_section(Collection::Members, Depth::Due).await.unwrap();
    assert_eq!(lists(&app), 2);
    // What is asked for in more depth is read after the other, and not beside it.
    let (due, whole) = tokio::join!(
        directory.sync_section(Collection::Teams, Depth::Due),
        directory.sync_section(Collection::Teams, Depth::Whole)
    );
    due.unwrap();
    whole.unwrap();
    assert_eq!(app.simulator.counts()["GET /v2/teams"].statuses[&200], 2);
}

#[tokio::test]
async fn datasets_that_sigma_no_longer_offers_are_kept_and_asked_for_once_a_day() {
    let (running, sigma) = undisturbed().await;
    let place = Place::new().await;
    let directory = Directory::open(sigma.clone(), place.store.clone()).await;
    assert!(directory.sync().await, "{:?}", directory.status());
    let held = directory.snapshot().unwrap().datasets().len();
    assert!(held > 0);
    for status in [404, 410] {
        let effect = Effect::Answer(Answer { status, ..Answer::default() });
        let gone = Rule { operation: "GET /v2/datasets".to_owned(), when: When::Always, effect };
        running.simulator.set_faults(Faults { rules: vec![gone], ..Faults::default() });
        running.simulator.clear_journal();
        assert!(directory.sync().await, "that Sigma has ended something is no failure");
        assert!(directory.sync().await);
        assert_eq!(running.simulator.calls("GET /v2/datasets"), 1, "asked once, however often everything is read");
        let status = directory.status();
        let datasets = status.section(Collection::Datasets).unwrap();
        assert!(datasets.withdrawn_at.is_some() && datasets.error.is_none());
        assert_eq!(directory.snapshot().unwrap().datasets().len(), held, "what was known stays");
        let another = Directory::open(sigma.clone(), place.store.clone()).await;
        assert!(
            another.snapshot().unwrap().sections().withdrawn_at(Collection::Datasets).is_some(),
            "all processes know"
        );
        place.store.clock().advance(Duration::from_hours(25));
    }
    running.simulator.set_faults(Faults::default());
    assert!(directory.sync().await);
    assert_eq!(
        directory.status().section(Collection::Datasets).unwrap().withdrawn_at,
        None,
        "and back, if it comes back"
    );
}
