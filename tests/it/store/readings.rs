//! How readings of the directory have gone.

use super::{database::Database, on_both, samples::at};
use sigma_portal::store::{Error, Reading, ReadingCount, Store};
use std::time::Duration;

on_both!(come_back_the_latest_first, are_counted_per_day_and_section, are_deleted_by_batches);

const DAY: i64 = 86_400;

fn reading(id: &str, section: &str, began: i64, error: Option<&str>) -> Reading {
    Reading {
        id: id.into(),
        section: section.into(),
        began_at: at(began),
        took: Duration::from_millis(1_234),
        error: error.map(str::to_owned),
        news: 3,
    }
}

async fn append(store: &Store, readings: &[Reading]) {
    for reading in readings {
        store.append_reading(reading).await.unwrap();
    }
}

async fn come_back_the_latest_first(database: Database) {
    let (store, other) = (database.store().await, database.store().await);
    let all = [
        reading("a", "members", 1, None),
        reading("b", "teams", 3, Some("Sigma said “no” \u{1F6AB}")),
        reading("c", "teams", 2, None),
        reading("d", "members", 3, None),
    ];
    append(&store, &all).await;
    let [a, b, c, d] = all;
    let last = other.last_readings(3).await.unwrap();
    assert_eq!(last, [d, b, c]);
    assert!(matches!(store.append_reading(&a).await, Err(Error::Exists)));
}

async fn are_counted_per_day_and_section(database: Database) {
    let store = database.store().await;
    // The samples' time is within a day: what counts is whether the day of UTC changes.
    let midnight = -(at(0).as_second().rem_euclid(DAY));
    append(
        &store,
        &[
            reading("too old", "members", midnight - 2 * DAY - 1, None),
            reading("first", "members", midnight - 2 * DAY, None),
            reading("failed", "teams", midnight + 1, Some("no")),
            reading("worked", "teams", midnight + 2, None),
            reading("again", "teams", midnight + 3, Some("no")),
            reading("last", "members", midnight + DAY - 1, None),
            reading("tomorrow", "members", midnight + DAY, None),
        ],
    )
    .await;
    let days = store.readings_per_day(at(midnight + 5), 3).await.unwrap();
    let count = |section: &str, worked, failed| ReadingCount { section: section.into(), worked, failed };
    let counts: Vec<_> = days.iter().map(|(_, counts)| counts.clone()).collect();
    assert_eq!(counts, [vec![count("members", 1, 0)], vec![], vec![count("members", 1, 0), count("teams", 1, 2)]]);
    assert_eq!(days[2].0.to_string(), at(midnight).strftime("%Y-%m-%d").to_string());
}

async fn are_deleted_by_batches(database: Database) {
    let store = database.store().await;
    let all: Vec<_> = (0..5).map(|second| reading(&second.to_string(), "members", second, None)).collect();
    append(&store, &all).await;
    for deleted in [2, 1, 0] {
        assert_eq!(store.delete_readings(at(3), 2).await.unwrap(), deleted);
    }
    let left: Vec<_> = store.last_readings(9).await.unwrap().into_iter().map(|reading| reading.id).collect();
    assert_eq!(left, ["4", "3"]);
}
