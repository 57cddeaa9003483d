//! When people were last in Sigma: asked by turns, and never taken for idleness where it is not known.

use super::{Place, undisturbed};
use crate::support::TestApp;
use sigma_portal::{
    directory::{Collection, Depth, Directory, MemberQuery, MemberSort},
    domain::{ActivityFilter, LastActive},
    simulator::{Answer, Effect, Faults, Rule, When},
};

const RECENTS: &str = "GET /v2/members/{memberId}/files/recents";

/// Asks until everybody had a turn; says how many readings that took.
async fn ask_everybody(directory: &Directory) -> u32 {
    for round in 1..50 {
        directory.sync_section(Collection::Activity, Depth::Due).await.unwrap();
        if directory.snapshot().unwrap().sections().is_complete(Collection::Activity) {
            return round;
        }
    }
    panic!("some people never have their turn");
}

#[tokio::test]
async fn people_are_asked_by_turns_and_once_a_day() {
    let (running, sigma) = undisturbed().await;
    let place = Place::new().await;
    let directory = Directory::open(sigma.clone(), place.store.clone()).await;
    assert!(directory.sync().await, "{:?}", directory.status());
    let calls = || running.simulator.calls(RECENTS);
    assert_eq!(calls(), 0, "whoever has everything read does not wait for a call for each person");
    directory.sync_section(Collection::Activity, Depth::Due).await.unwrap();
    let first = calls();
    assert!((1..=100).contains(&first), "{first} at once");
    assert!(ask_everybody(&directory).await > 2);
    let all = calls();
    assert!(all > 300 && all <= 400, "{all}");
    directory.sync_section(Collection::Activity, Depth::Due).await.unwrap();
    assert_eq!(calls(), all, "nobody is asked twice on a day");
    let another = Directory::open(sigma, place.store.clone()).await;
    assert!(another.snapshot().unwrap().sections().is_complete(Collection::Activity), "a restart asks nobody again");
}

#[tokio::test]
async fn lists_tell_active_idle_and_unknown_apart() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let find = |active: Option<ActivityFilter>, sort, descending| {
        let query = MemberQuery { active, sort, descending, page: 1, size: u32::MAX, ..MemberQuery::default() };
        directory.snapshot().unwrap().find_members(&query).items
    };
    let everybody = find(None, MemberSort::Name, false).len();
    assert_eq!(find(Some(ActivityFilter::Unknown), MemberSort::Name, false).len(), everybody, "nobody was asked yet");
    assert!(find(Some(ActivityFilter::NotFor(30)), MemberSort::Name, false).is_empty());
    ask_everybody(&directory).await;
    let snapshot = directory.snapshot().unwrap();
    let count = |filter| find(Some(filter), MemberSort::Name, false).len();
    let (within, idle) = (count(ActivityFilter::Within(30)), count(ActivityFilter::NotFor(30)));
    let unknown = count(ActivityFilter::Unknown);
    assert_eq!(within + idle + unknown, everybody);
    assert!(idle > 10 && unknown > 3, "{within} {idle} {unknown}");
    assert!(count(ActivityFilter::NotFor(90)) < idle && count(ActivityFilter::Nothing) > 0);
    let admin = snapshot.people().find(|m| m.has_account_type("admin") && !m.is_archived).unwrap();
    assert_eq!(snapshot.last_active(&admin.id), LastActive::Unknown, "Sigma has no answer about admins");
    for descending in [false, true] {
        let sorted = find(None, MemberSort::LastActive, descending);
        assert_eq!(sorted.len(), everybody);
        let last: Vec<_> = sorted.iter().map(|member| snapshot.last_active(&member.id)).collect();
        let known = everybody - unknown;
        assert!(last[known..].iter().all(|last| *last == LastActive::Unknown), "who is not known is last");
        let moments: Vec<_> = last[..known]
            .iter()
            .filter_map(|last| if let LastActive::At(at) = last { Some(*at) } else { None })
            .collect();
        assert!(if descending { moments.is_sorted_by(|a, b| a >= b) } else { moments.is_sorted() });
    }
}

#[tokio::test]
async fn while_sigma_is_down_nobody_becomes_idle() {
    let app = TestApp::start().await;
    let place = Place::new().await;
    let directory = place.synced(&app).await;
    let effect = Effect::Answer(Answer { status: 503, ..Answer::default() });
    app.simulator.add_rule(Rule { operation: RECENTS.to_owned(), when: When::Always, effect });
    assert!(directory.sync_section(Collection::Activity, Depth::Due).await.is_err());
    assert!(directory.status().section(Collection::Activity).unwrap().error.is_some());
    let snapshot = directory.snapshot().unwrap();
    assert!(snapshot.people().all(|member| snapshot.last_active(&member.id) == LastActive::Unknown));
    app.simulator.set_faults(Faults::default());
    ask_everybody(&directory).await;
}
