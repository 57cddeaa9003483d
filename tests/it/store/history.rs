//! The directory's history.

use super::{database::Database, on_both, samples::at};
use sigma_portal::domain::{DirectoryEvent, DirectoryEventId, DirectoryEventKind, MemberId, Subject, TeamId};
use sigma_portal::store::{HistoryFilter, PageRequest, Store};

on_both!(
    events_of_every_kind_come_back_newest_first,
    events_appended_again_stay_as_they_were,
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

async fn events_of_every_kind_come_back_newest_first(database: Database) {
    let store = database.store().await;
    let mut events: Vec<_> = (0..)
        .zip(DirectoryEventKind::ALL)
        .map(|(seconds, kind)| DirectoryEvent { kind, ..event(&format!("{kind:?}"), seconds) })
        .collect();
    events[0].subjects.clear();
    store.append_history(&events).await.unwrap();
    events.reverse();
    assert_eq!(store.history(&HistoryFilter::default(), ALL).await.unwrap().items, events);
}

async fn events_appended_again_stay_as_they_were(database: Database) {
    let store = database.store().await;
    store.append_history(&[]).await.unwrap();
    store.append_history(&[event("a", 1), event("b", 2)]).await.unwrap();
    let other = DirectoryEvent { text: "something else".into(), ..event("b", 9) };
    store.append_history(&[other, event("c", 3)]).await.unwrap();
    let kept = store.history(&HistoryFilter::default(), ALL).await.unwrap();
    assert_eq!(kept.items, [event("c", 3), event("b", 2), event("a", 1)]);
}

async fn thousands_at_once_page_without_gap_or_repeat(database: Database) {
    let store = database.store().await;
    // Ten to a moment, so that pages end in the middle of one.
    let written: Vec<_> = (0..2_500).map(|n| event(&format!("{n:05}"), n / 10)).collect();
    store.append_history(&written).await.unwrap();
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
    store.append_history(&[event("joined", 0), left]).await.unwrap();
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
    store.append_history(&[event("joined", 0), other]).await.unwrap();
    for (q, found) in [("ANALYSTS ñandú", vec!["joined"]), ("%", vec!["other"]), ("gr_ce", vec![])] {
        let filter = HistoryFilter { q: Some(q.into()), ..HistoryFilter::default() };
        assert_eq!(ids(&store, filter).await, found, "{q:?}");
    }
}
