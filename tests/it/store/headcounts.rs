//! How many people there were on each day.

use super::{database::Database, on_both, samples::at};
use sigma_portal::store::Headcount;

on_both!(the_last_of_a_day_counts_and_a_gap_has_the_day_before);

const DAY: i64 = 86_400;

fn counted(all: u64, seats: &[(&str, u64)]) -> Headcount {
    Headcount { all, seats: seats.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect() }
}

async fn the_last_of_a_day_counts_and_a_gap_has_the_day_before(database: Database) {
    let (store, other) = (database.store().await, database.store().await);
    let midnight = -(at(0).as_second().rem_euclid(DAY));
    assert_eq!(store.headcounts(at(midnight), 30).await.unwrap(), [], "nothing is known yet");
    for (when, counted) in [
        (midnight - 3 * DAY, counted(9, &[("View", 9)])),
        (midnight - 2 * DAY, counted(10, &[("View", 4), ("Build", 3)])),
        (midnight, counted(11, &[("View", 4), ("Creator", 3)])),
        (midnight + DAY - 1, counted(12, &[("View", 5), ("Build", 3)])),
    ] {
        store.put_headcount(at(when), &counted).await.unwrap();
    }
    let days = other.headcounts(at(midnight + 5), 3).await.unwrap();
    let [first, between, today] = days.try_into().unwrap();
    assert_eq!((first.1.all, first.1.active()), (10, 7));
    assert_eq!(between.1, first.1, "a day without a reading");
    assert_eq!(today.1, counted(12, &[("View", 5), ("Build", 3)]), "what was counted before on the same day is gone");
    assert!(first.0 < between.0 && between.0 < today.0);
}
