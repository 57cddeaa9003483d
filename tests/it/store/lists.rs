//! Listing changes.

use super::{
    database::Database,
    on_both,
    samples::{LEASE, accepted, actor, at, change, insert, intents},
};
use sigma_portal::domain::{
    Actor, Change, ChangeKind, ChangeState, EmailAddress, MemberId, PersonKey, Step, StepState, Subject, TeamId,
};
use sigma_portal::store::{ChangeFilter, PageRequest, Store};

on_both!(
    shows_the_newest_first,
    shows_subjects_and_counts_steps,
    filters_by_state_and_kind,
    filters_by_who_asked,
    filters_by_subject,
    searches_words_without_case,
    takes_wildcards_literally,
    counts_changes_per_day,
    lists_what_was_accepted_before_a_time,
);

const ALL: PageRequest = PageRequest { number: 1, size: 50 };

async fn ids(store: &Store, filter: ChangeFilter) -> Vec<String> {
    let page = store.changes(&filter, ALL).await.unwrap();
    assert_eq!(page.total, page.items.len() as u64);
    page.items.into_iter().map(|summary| summary.change.id.to_string()).collect()
}

async fn found(store: &Store, q: &str) -> Vec<String> {
    ids(store, ChangeFilter { q: Some(q.into()), ..ChangeFilter::default() }).await
}

async fn keep(store: &Store, change: Change) {
    store.insert_change(&change, &accepted(&change)).await.unwrap();
}

async fn shows_the_newest_first(database: Database) {
    let store = database.store().await;
    // Two of one moment, to be told apart by their ids.
    for (id, seconds) in [("a", 2), ("b", 0), ("c", 3), ("e", 1), ("d", 1)] {
        insert(&store, id, seconds).await;
    }
    let mut seen = Vec::new();
    for number in 1..=3 {
        let page = store.changes(&ChangeFilter::default(), PageRequest { number, size: 2 }).await.unwrap();
        assert_eq!((page.total, page.number, page.size), (5, number, 2));
        seen.extend(page.items.into_iter().map(|summary| summary.change.id.to_string()));
    }
    assert_eq!(seen, ["c", "a", "e", "d", "b"]);
}

async fn shows_subjects_and_counts_steps(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    insert(&store, "other", -1).await;
    let fence = store.claim_change(&change.id, "worker", LEASE).await.unwrap().unwrap();
    store.save_step(&fence, &Step { state: StepState::Skipped, ..change.steps[1].clone() }, None).await.unwrap();
    let page = store.changes(&ChangeFilter::default(), ALL).await.unwrap();
    assert_eq!((page.items[0].steps_total, page.items[0].steps_met), (2, 1));
    assert_eq!((page.items[1].steps_total, page.items[1].steps_met), (2, 0));
    assert_eq!(page.items[0].change, Change { steps: vec![], ..change });
}

async fn filters_by_state_and_kind(database: Database) {
    let store = database.store().await;
    for (intent, seconds) in intents().into_iter().zip(0..) {
        let state = if seconds == 1 || seconds == 3 { ChangeState::Done } else { ChangeState::Failed };
        let id = format!("{:?}", intent.kind());
        keep(&store, Change { intent, state, ..change(&id, seconds) }).await;
    }
    let done = ChangeFilter { state: Some(ChangeState::Done), ..ChangeFilter::default() };
    assert_eq!(ids(&store, done).await, ["Offboard", "EditMember"]);
    let edit = ChangeFilter { kind: Some(ChangeKind::EditTeamMembers), ..ChangeFilter::default() };
    assert_eq!(ids(&store, edit).await, ["EditTeamMembers"]);
    let neither =
        ChangeFilter { kind: Some(ChangeKind::Offboard), state: Some(ChangeState::Failed), ..ChangeFilter::default() };
    assert_eq!(ids(&store, neither).await, Vec::<String>::new());
}

async fn filters_by_who_asked(database: Database) {
    let store = database.store().await;
    insert(&store, "ada's", 0).await;
    keep(&store, Change { actor: actor("Bo", "bo@example.com"), ..change("bo's", 1) }).await;
    // Somebody else has got Ada's address since, and somebody without an account has it in the configuration.
    let heir = Actor { member_id: Some(MemberId::new("m-new")), ..actor("New", "Ada.Okafor@example.com") };
    keep(&store, Change { actor: heir.clone(), ..change("heir's", 2) }).await;
    let configured = Actor { member_id: None, ..heir.clone() };
    keep(&store, Change { actor: configured.clone(), ..change("configured", 3) }).await;
    let of = |actor: &Actor| ChangeFilter { actor: Some(actor.key()), ..ChangeFilter::default() };
    let moved = actor("Ada Ökafor", "ada@elsewhere.example");
    assert_eq!(ids(&store, of(&moved)).await, ["ada's"], "an address of today decides whose it is");
    assert_eq!(ids(&store, of(&heir)).await, ["heir's"]);
    assert_eq!(ids(&store, of(&configured)).await, ["configured"]);
}

async fn filters_by_subject(database: Database) {
    let store = database.store().await;
    insert(&store, "c", 0).await;
    let address = |text| Subject::Address(EmailAddress::parse(text).unwrap());
    keep(&store, Change { subjects: vec![address("bo@example.com")], ..change("other", 1) }).await;
    for subject in [Subject::Team(TeamId::new("t-1")), address("GRACE.ÑANDÚ@example.com")] {
        assert_eq!(ids(&store, ChangeFilter { subject: Some(subject), ..ChangeFilter::default() }).await, ["c"]);
    }
    let nobody = ChangeFilter { subject: Some(Subject::Member("t-1".into())), ..ChangeFilter::default() };
    assert_eq!(ids(&store, nobody).await, Vec::<String>::new());
}

async fn searches_words_without_case(database: Database) {
    let store = database.store().await;
    insert(&store, "c", 0).await;
    for q in ["invite", "ñandú INVITE", "ÖKAFOR monday", "okafor@EXAMPLE", "  ", "o'ñ"] {
        assert_eq!(found(&store, q).await, ["c"], "{q:?}");
    }
    assert_eq!(found(&store, "invite tuesday").await, Vec::<String>::new());
    let endless = "invite ".repeat(50_000);
    assert_eq!(found(&store, &endless).await, ["c"]);
}

async fn takes_wildcards_literally(database: Database) {
    let store = database.store().await;
    for (id, title) in [("percent", "100% of it"), ("underscore", "a_b"), ("backslash", r"a\b"), ("plain", "100 axb")] {
        keep(&store, Change { title: title.into(), ..change(id, 0) }).await;
    }
    for (q, id) in [("0%", "percent"), ("a_b", "underscore"), (r"a\b", "backslash"), (r"\", "backslash")] {
        assert_eq!(found(&store, q).await, [id], "{q:?}");
    }
    assert_eq!(found(&store, "\0").await, Vec::<String>::new());
}

async fn counts_changes_per_day(database: Database) {
    const DAY: i64 = 86_400;
    let store = database.store().await;
    let midnight = -at(0).as_second().rem_euclid(DAY);
    for (id, seconds) in [
        ("a", midnight - 1),
        ("b", midnight),
        ("c", midnight + DAY - 1),
        ("d", midnight + DAY),
        ("e", midnight - 3 * DAY),
    ] {
        insert(&store, id, seconds).await;
    }
    let now = at(midnight + DAY / 2);
    let days = store.changes_per_day(&ChangeFilter::default(), now, 3).await.unwrap();
    assert_eq!(days.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(days[2].0.to_string(), "2026-03-02");
    let nobodys = ChangeFilter { actor: Some(PersonKey::configured("nobody@example.com")), ..ChangeFilter::default() };
    let none = store.changes_per_day(&nobodys, now, 2).await.unwrap();
    assert_eq!(none.iter().map(|(_, n)| *n).collect::<Vec<_>>(), [0, 0]);
}

async fn lists_what_was_accepted_before_a_time(database: Database) {
    let store = database.store().await;
    for (id, seconds) in [("a", 0), ("b", 1), ("c", 2)] {
        insert(&store, id, seconds).await;
    }
    let before = ChangeFilter { until: Some(at(2)), ..ChangeFilter::default() };
    assert_eq!(ids(&store, before).await, ["b", "a"]);
}
