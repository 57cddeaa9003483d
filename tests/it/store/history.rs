//! The directory's history.

use super::{database::Database, on_both, samples::at};
use sigma_portal::domain::{DirectoryEvent, DirectoryEventId, DirectoryEventKind, MemberId, Subject, TeamId};
use sigma_portal::store::{HistoryFilter, PageRequest, Store};

on_both!(
    events_of_every_kind_come_back_newest_first,
    events_come_with_what_they_tell_of_or_not_at_all,
    thousands_at_once_page_without_gap_or_repeat,
    filters_by_subject_and_kind,
    searches_words_without_case,
);

const ALL: PageRequest = PageRequest { number: 1, size: 50 };

fn event(id: &str, seconds: i64) -> DirectoryEvent {
    DirectoryEvent {
        id: DirectoryEventId::new(id),
        at: at(seconds),
        kind: DirectoryEventKind::TeamJoined,
        subjects: vec![Subject::Member(MemberId::new("m")), Subject::Team(TeamId::new("t"))],
        text: "Grace Ñandú joined the team Analysts".into(),
    }
}

async fn ids(store: &Store, filter: HistoryFilter) -> Vec<String> {
    store.history(&filter, ALL).await.unwrap().items.into_iter().map(|event| event.id.to_string()).collect()
}

async fn append(store: &Store, events: &[DirectoryEvent]) {
    assert!(store.swap_blob("directory", Vec::new(), 0, events).await.unwrap());
}

async fn events_of_every_kind_come_back_newest_first(database: Database) {
    let store = database.store().await;
    let mut events: Vec<_> = (0..)
        .zip(DirectoryEventKind::ALL)
        .map(|(seconds, kind)| DirectoryEvent { kind, ..event(&format!("{kind:?}"), seconds) })
        .collect();
    events[0].subjects.clear();
    append(&store, &events).await;
    events.reverse();
    assert_eq!(store.history(&HistoryFilter::default(), ALL).await.unwrap().items, events);
}

async fn events_come_with_what_they_tell_of_or_not_at_all(database: Database) {
    let store = database.store().await;
    assert!(store.swap_blob("teams", b"one".into(), 0, &[event("a", 1)]).await.unwrap());
    for (from, swapped) in [(0, false), (2, false), (1, true)] {
        let events = [event(&format!("from {from}"), 2)];
        assert_eq!(store.swap_blob("teams", b"two".into(), from, &events).await.unwrap(), swapped, "from {from}");
    }
    assert_eq!(ids(&store, HistoryFilter::default()).await, ["from 1", "a"]);
    // An event that cannot be written takes the rest with it.
    store.swap_blob("teams", b"three".into(), 2, &[event("b", 3), event("a", 4)]).await.unwrap_err();
    assert_eq!(store.blob_versions(&["teams"]).await.unwrap()[0].version, 2);
    assert_eq!(ids(&store, HistoryFilter::default()).await, ["from 1", "a"]);
}

async fn thousands_at_once_page_without_gap_or_repeat(database: Database) {
    let store = database.store().await;
    // Ten to a moment, so that pages end in the middle of one.
    let written: Vec<_> = (0..2_500).map(|n| event(&format!("{n:05}"), n / 10)).collect();
    append(&store, &written).await;
    let mut read = Vec::new();
    for number in 1..=34 {
        let page = store.history(&HistoryFilter::default(), PageRequest { number, size: 75 }).await.unwrap();
        assert_eq!((page.total, page.last()), (2_500, 34));
        read.extend(page.items);
    }
    assert!(read.iter().eq(written.iter().rev()), "the history reads back in another order");
}

async fn filters_by_subject_and_kind(database: Database) {
    let store = database.store().await;
    let left = DirectoryEvent {
        kind: DirectoryEventKind::TeamLeft,
        subjects: vec![Subject::Team(TeamId::new("other"))],
        ..event("left", 1)
    };
    append(&store, &[event("joined", 0), left]).await;
    for (subject, found) in [
        (Subject::Member(MemberId::new("m")), vec!["joined"]),
        (Subject::Team(TeamId::new("other")), vec!["left"]),
        (Subject::Team(TeamId::new("m")), vec![]),
    ] {
        let filter = HistoryFilter { subject: Some(subject), ..HistoryFilter::default() };
        assert_eq!(ids(&store, filter.clone()).await, found, "{filter:?}");
    }
    let kind = HistoryFilter { kind: Some(DirectoryEventKind::TeamLeft), ..HistoryFilter::default() };
    assert_eq!(ids(&store, kind).await, ["left"]);
}

async fn searches_words_without_case(database: Database) {
    let store = database.store().await;
    let other = DirectoryEvent { text: "100 % of nothing".into(), ..event("other", 1) };
    append(&store, &[event("joined", 0), other]).await;
    for (q, found) in [("ANALYSTS ñandú", vec!["joined"]), ("%", vec!["other"]), ("gr_ce", vec![])] {
        let filter = HistoryFilter { q: Some(q.into()), ..HistoryFilter::default() };
        assert_eq!(ids(&store, filter).await, found, "{q:?}");
    }
}
