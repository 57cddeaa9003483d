//! The audit log as a chain: whatever is done to it beside the portal is found.

use super::{
    database::Database,
    on_both,
    samples::{at, event},
};
use futures::future::join_all;
use sigma_portal::{
    domain::{AuditEvent, Order, Subject},
    store::{AuditFilter, ChainPlace, Error, PageRequest, SealKey, Store, Verified},
};

on_both!(
    what_was_written_is_whole,
    alterations_are_found,
    losses_are_found,
    what_is_removed_before_it_is_linked_is_missed,
    what_was_not_written_is_not_missed,
    a_head_that_was_altered_is_found_after_more_was_linked,
    what_others_write_meanwhile_is_no_problem,
    an_end_that_was_cut_off_is_found,
    another_key_makes_no_seal,
    retention_keeps_the_place_where_the_chain_begins,
    several_portals_make_one_chain,
    events_of_earlier_versions_are_linked_and_counted,
    is_handed_on_in_its_order,
);

fn numbered(nth: i64) -> AuditEvent {
    AuditEvent {
        subjects: vec![Subject::Member("m".into()), Subject::Team("t".into())],
        ..event(&format!("e{nth}"), nth)
    }
}

async fn linked(store: &Store) {
    while store.link_audit().await.unwrap() > 0 {}
}

async fn filled(database: &Database) -> Store {
    let store = database.store().await.with_seals(SealKey::derived(&"secret".to_owned().into()));
    for nth in 1..=5 {
        store.append_audit(&numbered(nth)).await.unwrap();
    }
    linked(&store).await;
    store
}

async fn emptied(database: &Database) {
    for table in ["audit_events", "audit_chain", "audit_counters"] {
        database.execute(&format!("DELETE FROM {table}")).await;
    }
}

async fn found(store: &Store) -> Verified {
    store.verify_audit(None).await.unwrap()
}

async fn what_was_written_is_whole(database: Database) {
    let store = filled(&database).await;
    assert_eq!(found(&store).await, Verified { intact: 5, ..Verified::default() });
    let head = store.audit_head().await.unwrap();
    assert_eq!(head.number, 5);
    store.append_audit(&numbered(6)).await.unwrap();
    assert_eq!(found(&store).await, Verified { intact: 5, unlinked: 1, ..Verified::default() });
    linked(&store).await;
    assert!(
        store.verify_audit(Some(&head)).await.unwrap().problems.is_empty(),
        "the chain goes through an earlier head"
    );
}

async fn alterations_are_found(database: Database) {
    for (table, change, of) in [
        ("audit_events", "summary = 'Nothing happened'", "id = 'e3'"),
        ("audit_events", "at = at - 1", "id = 'e3'"),
        ("audit_events", "outcome = 'failed'", "id = 'e3'"),
        ("audit_events", "change_id = 'another'", "id = 'e3'"),
        ("audit_events", "actor = replace(actor, 'Ada', 'Eve')", "id = 'e3'"),
        ("audit_events", "seal = NULL", "id = 'e3'"),
        ("audit_subjects", "subject = replace(subject, '\"t\"', '\"u\"')", "event_id = 'e3' AND position = 1"),
        ("audit_chain", "number = 4", "name = 'head'"),
        ("audit_chain", "hash = 'x'", "name = 'head'"),
    ] {
        let store = filled(&database).await;
        assert_eq!(found(&store).await.problems, Vec::<String>::new());
        database.execute(&format!("UPDATE {table} SET {change} WHERE {of}")).await;
        assert!(!found(&store).await.problems.is_empty(), "{table}: {change} is not found");
        emptied(&database).await;
    }
}

async fn losses_are_found(database: Database) {
    for statement in [
        "DELETE FROM audit_events WHERE id = 'e3'",
        "DELETE FROM audit_events WHERE id = 'e1'",
        "DELETE FROM audit_events WHERE id = 'e5'",
        "DELETE FROM audit_subjects WHERE event_id = 'e3'",
        "UPDATE audit_events SET chain_number = 99 WHERE id = 'e2'",
    ] {
        let store = filled(&database).await;
        database.execute(statement).await;
        assert!(!found(&store).await.problems.is_empty(), "{statement} is not found");
        emptied(&database).await;
    }
}

async fn what_is_removed_before_it_is_linked_is_missed(database: Database) {
    for statements in [
        // The newest, and one before it.
        &["DELETE FROM audit_events WHERE id = 'e7'"][..],
        &["DELETE FROM audit_events WHERE id = 'e6'"],
        // With what would give it away.
        &["DELETE FROM audit_events WHERE id = 'e7'", "UPDATE audit_counters SET number = number - 1"],
        &["DELETE FROM audit_events WHERE id = 'e7'", "UPDATE audit_counters SET deleted = 1"],
        &["DELETE FROM audit_events WHERE id = 'e7'", "DELETE FROM audit_counters"],
        &["UPDATE audit_events SET actor = replace(actor, '\"number\":7', '\"number\":6') WHERE id = 'e7'"],
        // All that there is.
        &["DELETE FROM audit_events", "DELETE FROM audit_chain"],
    ] {
        let store = filled(&database).await;
        for nth in [6, 7] {
            store.append_audit(&numbered(nth)).await.unwrap();
        }
        assert_eq!(found(&store).await, Verified { intact: 5, unlinked: 2, ..Verified::default() });
        for statement in statements {
            database.execute(statement).await;
        }
        assert!(!found(&store).await.problems.is_empty(), "{statements:?} is not found");
        // Nor does it pass by what the portal does afterwards.
        store.append_audit(&numbered(8)).await.unwrap();
        linked(&store).await;
        assert!(!found(&store).await.problems.is_empty(), "{statements:?} is found no more");
        emptied(&database).await;
    }
}

/// Writes that fail, and those for which there was nothing to do, take no number.
async fn what_was_not_written_is_not_missed(database: Database) {
    let store = filled(&database).await;
    for _ in 0..3 {
        assert!(matches!(store.append_audit(&numbered(1)).await, Err(Error::Exists)));
        let nothing = store.order_change(&"no-such-change".into(), Order::Pause, &numbered(9)).await;
        assert!(!nothing.unwrap());
    }
    store.append_audit(&numbered(6)).await.unwrap();
    linked(&store).await;
    assert_eq!(found(&store).await, Verified { intact: 6, ..Verified::default() });
    let counters = database.number("SELECT count(*) AS n FROM audit_counters", "n").await;
    assert!(counters <= 2, "each write has a counter of its own: {counters}");
}

/// The next head is the portal's again, and sealed as such.
async fn a_head_that_was_altered_is_found_after_more_was_linked(database: Database) {
    for statements in [
        &["UPDATE audit_chain SET seal = 'x' WHERE name = 'head'"][..],
        &[
            "DELETE FROM audit_events WHERE id = 'e5'",
            "UPDATE audit_chain SET number = 4, hash = (SELECT chain_hash FROM audit_events WHERE id = 'e4')",
            "UPDATE audit_counters SET number = 4",
        ],
        &["DELETE FROM audit_chain"],
    ] {
        let store = filled(&database).await;
        for statement in statements {
            database.execute(statement).await;
        }
        for nth in [6, 7] {
            store.append_audit(&numbered(nth)).await.unwrap();
            linked(&store).await;
        }
        assert!(!found(&store).await.problems.is_empty(), "{statements:?} is found no more");
        emptied(&database).await;
    }
}

async fn what_others_write_meanwhile_is_no_problem(database: Database) {
    let store = filled(&database).await;
    let other = database.store().await.with_seals(SealKey::derived(&"secret".to_owned().into()));
    let writing = async {
        for nth in 6..40 {
            other.append_audit(&numbered(nth)).await.unwrap();
            linked(&other).await;
        }
    };
    let looking = async {
        for _ in 0..20 {
            assert_eq!(found(&store).await.problems, Vec::<String>::new());
        }
    };
    futures::join!(writing, looking);
}

/// Whoever puts an earlier state of all three tables back is found by a head that was kept elsewhere.
async fn an_end_that_was_cut_off_is_found(database: Database) {
    let store = database.store().await;
    store.append_audit(&numbered(1)).await.unwrap();
    linked(&store).await;
    let before = store.audit_head().await.unwrap();
    store.append_audit(&numbered(2)).await.unwrap();
    linked(&store).await;
    let after = store.audit_head().await.unwrap();
    let known = store.verify_audit(Some(&before)).await.unwrap();
    assert!(known.problems.is_empty(), "{known:?}");
    let forged = ChainPlace { hash: "x".into(), ..before.clone() };
    assert!(!store.verify_audit(Some(&forged)).await.unwrap().problems.is_empty());
    let ahead = ChainPlace { number: after.number + 1, ..after };
    assert!(!store.verify_audit(Some(&ahead)).await.unwrap().problems.is_empty());
}

async fn another_key_makes_no_seal(database: Database) {
    filled(&database).await;
    let other = database.store().await.with_seals(SealKey::derived(&"another".to_owned().into()));
    let seen = found(&other).await;
    assert_eq!((seen.intact, seen.other_key > 0), (0, true));
    assert!(seen.problems.is_empty(), "a changed secret is no alteration: {seen:?}");
}

async fn retention_keeps_the_place_where_the_chain_begins(database: Database) {
    let store = filled(&database).await;
    let head = store.audit_head().await.unwrap();
    assert_eq!(store.delete_audit(at(4), 2, &[]).await.unwrap(), 2);
    assert_eq!(store.delete_audit(at(4), 50, &[]).await.unwrap(), 1);
    assert_eq!(found(&store).await, Verified { intact: 2, ..Verified::default() });
    assert!(store.verify_audit(Some(&head)).await.unwrap().problems.is_empty());
    database.execute("DELETE FROM audit_events WHERE id = 'e4'").await;
    assert!(!found(&store).await.problems.is_empty(), "deleting beside retention is not found");
    assert_eq!(store.delete_audit(at(100), 50, &[]).await.unwrap(), 1);
    assert_eq!(store.audit_head().await.unwrap(), head, "the chain goes on where it was");
}

async fn several_portals_make_one_chain(database: Database) {
    let stores = [database.store().await, database.store().await];
    let write = |nth: i64| {
        let store = stores[usize::try_from(nth % 2).unwrap()].clone();
        async move {
            store.append_audit(&numbered(nth)).await.unwrap();
            store.link_audit().await.unwrap();
        }
    };
    join_all((0..40).map(write)).await;
    linked(&stores[0]).await;
    assert_eq!(found(&stores[1]).await, Verified { intact: 40, ..Verified::default() });
}

async fn events_of_earlier_versions_are_linked_and_counted(database: Database) {
    let store = database.store().await;
    store.append_audit(&numbered(1)).await.unwrap();
    // An earlier version neither sealed nor counted.
    database.execute("UPDATE audit_events SET seal = NULL, actor = replace(actor, 'counted', 'other')").await;
    database.execute("DELETE FROM audit_counters").await;
    let store = database.store().await;
    store.append_audit(&numbered(2)).await.unwrap();
    linked(&store).await;
    assert_eq!(found(&store).await, Verified { intact: 1, unsealed: 1, ..Verified::default() });
    database.execute("UPDATE audit_events SET summary = 'x' WHERE id = 'e1'").await;
    assert!(!found(&store).await.problems.is_empty(), "what has no seal is in the chain all the same");
    let forged = "INSERT INTO audit_events (id, at, actor, actor_email, action, summary, outcome, search)
        SELECT 'forged', at + 1, actor, actor_email, action, summary, outcome, search FROM audit_events WHERE id = 'e1'";
    database.execute(forged).await;
    let problems = found(&store).await.problems;
    assert!(problems.iter().any(|problem| problem.contains("the portal did not write it")), "{problems:?}");
}

async fn is_handed_on_in_its_order(database: Database) {
    let store = filled(&database).await;
    let all = store.linked_audit(0, 50).await.unwrap();
    assert_eq!(all.iter().map(|event| event.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(all[4].hash, store.audit_head().await.unwrap().hash);
    assert_eq!(store.linked_audit(3, 50).await.unwrap(), all[3..]);
    let page = PageRequest { number: 1, size: 50 };
    let newest = store.audit(&AuditFilter::default(), page).await.unwrap().items;
    assert_eq!(all[0].event, newest[4]);
    let line = serde_json::to_value(&all[0]).unwrap();
    assert_eq!((&line["number"], &line["id"]), (&1.into(), &"e1".into()));
}
