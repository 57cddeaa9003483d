//! What the portal does again and again for its own database's sake: clearing away what has ended or is too old.

use crate::{
    schedule::{Failure, Next, Scheduler},
    store::{self, Retention, SessionStore, Store},
};
use jiff::Timestamp;
use std::time::Duration;

/// Time between two rounds of cleaning up.
const EVERY: Duration = Duration::from_hours(1);

/// Time between two rounds of linking audit events to the chain.
const LINK: Duration = Duration::from_mins(1);

/// Rows deleted at once; other writers get their turn in between.
const BATCH: u64 = 500;

/// How long readings of the directory are kept at most: as long as the picture of them shows, and a day.
const READINGS: Duration = Duration::from_hours(24 * 15);

/// How long a call of the API is known again by its idempotency key.
const API_CALLS: Duration = Duration::from_hours(24 * 7);

/// Adds the housekeeping of this database. What is older than `retention` says is deleted, of the audit log what these
/// streams have taken. Readings of the directory are no records: they go in any case.
pub fn add_to(
    scheduler: &mut Scheduler,
    store: &Store,
    sessions: &SessionStore,
    retention: Retention,
    streams: Vec<&'static str>,
) {
    let ended = sessions.clone();
    scheduler.add("sessions.tidy", EVERY, move |_| {
        let ended = ended.clone();
        async move {
            ended.delete_expired().await?;
            Ok(Next::Regularly)
        }
    });
    let log = store.clone();
    scheduler.add("audit.link", LINK, move |_| {
        let log = log.clone();
        async move {
            in_batches_of_any(|| log.link_audit()).await?;
            Ok(Next::Regularly)
        }
    });
    // Kept where the log of the portal is kept, it shows later whether the end of the audit log was cut off.
    let head = store.clone();
    scheduler.add("audit.head", EVERY, move |_| {
        let head = head.clone();
        async move {
            let at = head.audit_head().await?;
            tracing::info!(
                number = at.number,
                hash = at.hash,
                "The audit log’s head is event {}: {}",
                at.number,
                at.hash
            );
            Ok(Next::Regularly)
        }
    });
    let tokens = store.clone();
    scheduler.add("tokens.tidy", EVERY, move |cx| {
        let tokens = tokens.clone();
        async move {
            tokens.delete_expired_tokens(cx.started_at).await?;
            tokens.delete_api_calls(cx.started_at.checked_sub(API_CALLS)?).await?;
            Ok(Next::Regularly)
        }
    });
    let reviews = store.clone();
    scheduler.add("reviews.tidy", EVERY, move |cx| {
        let reviews = reviews.clone();
        async move {
            reviews.delete_expired_reviews(cx.started_at).await?;
            Ok(Next::Regularly)
        }
    });
    // Rows that the version before has written while it still ran beside this one.
    let rows = store.clone();
    scheduler.add("people.keys", EVERY, move |_| {
        let rows = rows.clone();
        async move {
            rows.fill_person_keys().await?;
            Ok(Next::Regularly)
        }
    });
    let readings = store.clone();
    scheduler.add("readings.tidy", EVERY, move |cx| {
        let readings = readings.clone();
        async move {
            let before =
                cx.started_at.checked_sub(retention.history.map_or(READINGS, |history| history.min(READINGS)))?;
            in_batches(|most| readings.delete_readings(before, most)).await?;
            Ok(Next::Regularly)
        }
    });
    let records = store.clone();
    scheduler.add("records.retention", EVERY, move |cx| {
        let (records, streams) = (records.clone(), streams.clone());
        async move {
            delete_records(&records, retention, cx.started_at, &streams).await?;
            Ok(Next::Regularly)
        }
    });
    let space = store.clone();
    scheduler.add("database.space", EVERY, move |_| {
        let space = space.clone();
        async move {
            let freed = space.give_back_space().await?;
            if freed > 0 {
                tracing::info!(bytes = freed, "The database file gave {} KiB back", freed / 1024);
            }
            Ok(Next::Regularly)
        }
    });
}

/// Deletes what is older than each kind is kept.
async fn delete_records(
    records: &Store,
    retention: Retention,
    now: Timestamp,
    streams: &[&'static str],
) -> Result<(), Failure> {
    let before = |kept: Option<Duration>| kept.map(|kept| now.checked_sub(kept)).transpose();
    let Retention { changes, audit, history, requests, notices: _ } = retention;
    let mut deleted = Vec::new();
    if let Some(before) = before(changes)? {
        deleted.push((in_batches(|most| records.delete_changes(before, most)).await?, "changes"));
    }
    if let Some(before) = before(audit)? {
        deleted.push((in_batches(|most| records.delete_audit(before, most, streams)).await?, "audit events"));
    }
    if let Some(before) = before(history)? {
        deleted.push((in_batches(|most| records.delete_history(before, most)).await?, "directory events"));
    }
    if let Some(before) = before(requests)? {
        deleted.push((in_batches(|most| records.delete_requests(before, most)).await?, "requests"));
    }
    deleted.retain(|(count, _)| *count > 0);
    if !deleted.is_empty() {
        let words: Vec<String> = deleted.iter().map(|(count, what)| format!("{count} {what}")).collect();
        tracing::info!("Deleted what was to be kept no longer: {}", words.join(", "));
    }
    Ok(())
}

/// Goes on until nothing is left.
async fn in_batches_of_any<R>(work: impl Fn() -> R) -> Result<(), store::Error>
where
    R: Future<Output = Result<u64, store::Error>>,
{
    while work().await? > 0 {}
    Ok(())
}

/// Deletes until a batch is not full; says how many.
async fn in_batches<R>(delete: impl Fn(u64) -> R) -> Result<u64, store::Error>
where
    R: Future<Output = Result<u64, store::Error>>,
{
    let mut total = 0;
    loop {
        let deleted = delete(BATCH).await?;
        total += deleted;
        if deleted < BATCH {
            return Ok(total);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{DirectoryEvent, DirectoryEventId, DirectoryEventKind, PersonKey},
        schedule::Timing,
        store::{HistoryFilter, PageRequest, Reading, Review},
    };
    use tokio_util::sync::CancellationToken;

    const DAY: Duration = Duration::from_hours(24);

    fn event(id: usize, at: Timestamp) -> DirectoryEvent {
        DirectoryEvent {
            id: DirectoryEventId::new(id.to_string()),
            at,
            kind: DirectoryEventKind::MemberLeft,
            subjects: vec![],
            text: "Grace left".into(),
        }
    }

    /// Runs each task once.
    async fn housekeep(store: &Store) {
        let mut scheduler = Scheduler::new(store.clone(), Timing::default());
        add_to(&mut scheduler, store, &store.sessions(Timestamp::now, DAY), Retention::default(), Vec::new());
        let stop = CancellationToken::new();
        let running = tokio::spawn(scheduler.run(stop.clone()));
        let tasks = 9;
        let done = async {
            while store.tasks().await.unwrap().iter().filter(|task| task.last_ended_at.is_some()).count() < tasks {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), done).await.expect("housekeeping does not end");
        stop.cancel();
        running.await.unwrap();
        assert!(store.tasks().await.unwrap().iter().all(|task| task.last_error.is_none()));
    }

    #[tokio::test]
    async fn clears_away_what_is_too_old_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}", folder.path().join("portal.db").display())).await.unwrap();
        let now = store.clock().now();
        let many = usize::try_from(2 * BATCH + 1).unwrap();
        let mut events: Vec<_> = (0..many).map(|id| event(id, now - DAY * 31)).collect();
        events.push(event(many, now - DAY * 29));
        assert!(store.swap_blob("directory", Vec::new(), 0, &events).await.unwrap());
        let review = |id: &str, expires_at| Review {
            id: id.into(),
            owner: PersonKey::configured("ada@example.com"),
            actor_email: "ada@example.com".into(),
            created_at: now,
            expires_at,
            body: "{}".into(),
        };
        store.put_review(&review("ended", now - DAY)).await.unwrap();
        store.put_review(&review("open", now + DAY)).await.unwrap();

        let reading = |id: &str, began_at| Reading {
            id: id.into(),
            section: "directory.members".into(),
            began_at,
            took: Duration::from_secs(1),
            error: None,
            news: 0,
        };
        store.append_reading(&reading("old", now - DAY * 16)).await.unwrap();
        store.append_reading(&reading("new", now - DAY * 14)).await.unwrap();

        housekeep(&store).await;
        let readings: Vec<_> = store.last_readings(9).await.unwrap().into_iter().map(|reading| reading.id).collect();
        assert_eq!(readings, ["new"]);
        let history = async || {
            let page = PageRequest { number: 1, size: 1 };
            store.history(&HistoryFilter::default(), page).await.unwrap()
        };
        assert_eq!(history().await.total, events.len() as u64);
        // Looked for at a time when both were open.
        let review =
            async |id| store.review(id, &PersonKey::configured("ada@example.com"), now - DAY * 2).await.unwrap();
        assert_eq!((review("ended").await, review("open").await.is_some()), (None, true));

        // The tasks are due in an hour again.
        let retention = Retention { history: Some(DAY * 30), ..Retention::default() };
        delete_records(&store, retention, now, &[]).await.unwrap();
        let left = history().await;
        assert_eq!((left.total, &left.items[0].id), (1, &events[many].id));
    }
}
