//! Portals in processes of their own, killed with SIGKILL at random moments while they onboard people at a Sigma that
//! misbehaves. Afterwards everybody has been invited exactly once and has exactly what was planned. The same for people who ask
//! for access, for those who decide, and for terms that end.

mod admin;
mod full_disk;
mod opposed;
mod portal;
mod preloaded;
mod proof;
mod self_service;
mod slow_database;
mod together;
mod weather;
mod world;

use crate::store::database::Database;
use futures::{StreamExt, stream};
use proof::{Killed, Setting, prove};
use slow_database::SlowDatabase;
use std::{env, time::Duration};

/// Small enough for every run of the tests.
const SMALL: Setting =
    Setting { seed: 1, people: 16, portals: 1, killed: Killed::ComesBack, patience: Duration::from_mins(2) };

async fn assert_proved(database: Database, setting: Setting) {
    let report = prove(&database.url, setting).await;
    println!("{report}");
    assert!(report.problems.is_empty(), "{report}");
}

#[tokio::test]
async fn nothing_is_lost_or_repeated_on_sqlite() {
    assert_proved(Database::sqlite(), SMALL).await;
}

#[tokio::test]
async fn nothing_is_lost_or_repeated_on_postgres() {
    assert_proved(Database::postgres().await, SMALL).await;
}

#[tokio::test]
async fn two_portals_on_one_slow_database_do_not_get_in_each_others_way() {
    let database = Database::postgres().await;
    let slow = SlowDatabase::before(&database.url).await;
    let report = prove(&slow.url, Setting { portals: 2, ..SMALL }).await;
    println!("{report}");
    assert!(report.problems.is_empty(), "{report}");
}

#[tokio::test]
async fn the_survivor_of_two_portals_finishes_everything() {
    let setting = Setting { portals: 2, killed: Killed::StaysDead, ..SMALL };
    assert_proved(Database::postgres().await, setting).await;
}

/// What people ask for, with mails: those of a portal that was killed while it sent them are sent two minutes later.
const ASKED: Setting = Setting { patience: Duration::from_mins(5), ..SMALL };

async fn assert_self_service_proved(database: Database, setting: Setting) {
    let report = self_service::prove(&database.url, setting).await;
    println!("{report}");
    assert!(report.problems.is_empty(), "{report}");
}

#[tokio::test]
async fn what_is_asked_is_acted_on_once_and_ends_once_on_sqlite() {
    assert_self_service_proved(Database::sqlite(), ASKED).await;
}

#[tokio::test]
async fn what_is_asked_is_acted_on_once_and_ends_once_by_two_portals() {
    assert_self_service_proved(Database::postgres().await, Setting { portals: 2, ..ASKED }).await;
}

fn number(name: &str, otherwise: usize) -> usize {
    env::var(name).map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} must be a number")))
}

/// Many seeds, many people, both databases, and two portals on one of them: what admins do, and self-service.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes many minutes; scripts/crash runs it"]
async fn full_proof() {
    let (seeds, people) = (number("CRASH_SEEDS", 20), number("CRASH_PEOPLE", 300));
    let first = number("CRASH_FIRST", 1) as u64;
    let settings = |seed| [("SQLite", 1, seed), ("PostgreSQL", 1, seed), ("PostgreSQL", 2, seed)];
    let runs = (first..=seeds as u64).flat_map(settings).flat_map(|run| [("onboarding", run), ("self-service", run)]);
    let only = env::var("CRASH_ONLY").unwrap_or_default();
    let runs = runs.filter(|(what, _)| only.is_empty() || only == *what);
    let reports = stream::iter(runs).map(async |(what, (kind, portals, seed))| {
        let database = if kind == "SQLite" { Database::sqlite() } else { Database::postgres().await };
        let setting = Setting { seed, people, portals, patience: Duration::from_mins(15), ..SMALL };
        let report = if what == "onboarding" {
            prove(&database.url, setting).await
        } else {
            self_service::prove(&database.url, setting).await
        };
        println!("{what:<12} {kind:<10} × {portals} {report}");
        report.problems.is_empty()
    });
    let held: Vec<bool> = reports.buffer_unordered(number("CRASH_AT_ONCE", 4)).collect().await;
    assert!(!held.is_empty(), "CRASH_SEEDS is the last seed, and CRASH_FIRST is beyond it");
    let refuted = held.iter().filter(|held| !**held).count();
    println!("{} proofs of {people} people each: {} hold, {refuted} do not", held.len(), held.len() - refuted);
    assert_eq!(refuted, 0);
}
